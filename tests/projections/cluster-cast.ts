/** A cast with three nodes, two groups, a reader, an instance that is not started and a partition that may be added. */
import type { Cast } from '../../src/trace/index.ts';
import { smallCast } from '../support/telling.ts';

/** Indexes of the actors that the small cast does not have. */
export const more = { ledgerReader: 7, node2: 8, node3: 9, node1: 1, thirdPayment: 10 } as const;

/** The small cast on three nodes: commands over two partitions with three replicas, and a third that may be added. */
export function clusterCast(): Cast {
  const small = smallCast();
  const [orders, payment] = small.services;
  if (orders === undefined || payment === undefined) throw new Error('the small cast is smaller');
  const reader = { kind: 'service', service: 2, instance: 0 } as const;
  const broker = { kind: 'broker', service: -1 } as const;
  const replicas = [1, 8, 9];
  return {
    ...small,
    actors: [
      ...small.actors,
      { id: 'ledger', name: 'Ledger', ...reader },
      { id: 'broker-2', name: 'Broker 2', ...broker, instance: 1 },
      { id: 'broker-3', name: 'Broker 3', ...broker, instance: 2 },
      { id: 'payment-3', name: 'Payment 3', kind: 'service', service: 1, instance: 2 },
    ],
    services: [
      orders,
      { ...payment, instances: [4, 5, 10], started: 2 },
      {
        ...{ id: 'ledger', name: 'Ledger', instances: [7], started: 1, reader: true, relay: -1 },
        ...{ group: 2, hears: [], says: [], owner: false },
      },
    ],
    topics: [
      { ...topicOf(small, 0), maxPartitions: 3, firstPartition: 0 },
      { ...topicOf(small, 1), firstPartition: 3 },
      { ...topicOf(small, 2), firstPartition: 4 },
    ],
    partitions: [
      { topic: 0, partition: 0, replicas },
      { topic: 0, partition: 1, replicas: [8, 9, 1] },
      { topic: 0, partition: 2, replicas: [9, 1, 8] },
      { topic: 1, partition: 0, replicas: [1, 8] },
      { topic: 2, partition: 0, replicas: [1] },
    ],
    nodes: replicas,
    groups: [
      { id: 'orders', service: 0, partitions: [3], isShare: true },
      { id: 'payment', service: 1, partitions: [0, 1, 2], isShare: false },
      { id: 'ledger', service: 2, partitions: [0, 1, 2], isShare: false },
    ],
  };
}

function topicOf({ topics }: Cast, index: number): Cast['topics'][number] {
  const topic = topics[index];
  if (topic === undefined) throw new Error('the small cast has fewer topics');
  return topic;
}
