/** The lanes of the score: clients, the instances of services, partitions, and brokers where there are several. */
import type { Cast } from '../../trace/index.ts';
import { partitionName } from '../words/names.ts';

/** A line along which time passes for somebody. */
export interface Lane {
  readonly kind: 'client' | 'service' | 'partition' | 'node';
  readonly name: string;
  /** What stands at the lane where its neighbours say the rest: `p1` below `orders.events p0`. */
  readonly label: string;
  /** Index of the service of an instance, -1 for none. */
  readonly service: number;
  /** Index of the topic of a partition, -1 for none. */
  readonly topic: number;
  /** Whether it is there from the beginning: instances and partitions can be added. */
  readonly isFirst: boolean;
}

/** All lanes of a cast, and who stands on which. */
export interface Lanes {
  readonly all: readonly Lane[];
  /** By actor: its lane, -1 for none. A relay stands on the lane of its service's first instance. */
  readonly ofActor: readonly number[];
  readonly ofPartition: readonly number[];
}

/** Lays out the lanes: from those who ask, over those who do, to the log. */
export function lanesOf(cast: Cast): Lanes {
  const all: Lane[] = [];
  const ofActor = cast.actors.map(() => -1);
  const plain = { service: -1, topic: -1, isFirst: true };
  cast.actors.forEach(({ kind, name }, actor) => {
    if (kind !== 'client') return;
    ofActor[actor] = all.length;
    all.push({ ...plain, kind: 'client', name, label: name });
  });
  cast.services.forEach(({ instances, relay, started }, service) => {
    if (relay >= 0) ofActor[relay] = all.length;
    instances.forEach((actor, index) => {
      const name = cast.actors[actor]?.name ?? '';
      ofActor[actor] = all.length;
      const isFirst = index < started;
      all.push({ ...plain, kind: 'service', name, label: name, service, isFirst });
    });
  });
  const ofPartition = cast.partitions.map(({ topic, partition }, index) => {
    const { id = '', partitions = 0 } = cast.topics[topic] ?? {};
    const label = partition === 0 ? `${id} p0` : `p${partition}`;
    const name = partitionName(cast, index);
    const isFirst = partition < partitions;
    all.push({ kind: 'partition', name, label, service: -1, topic, isFirst });
    return all.length - 1;
  });
  if (cast.nodes.length > 1)
    for (const actor of cast.nodes) {
      const name = cast.actors[actor]?.name ?? '';
      ofActor[actor] = all.length;
      all.push({ ...plain, kind: 'node', name, label: name });
    }
  return { all, ofActor, ofPartition };
}
