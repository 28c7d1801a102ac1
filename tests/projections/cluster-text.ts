/** Order fulfilment on three brokers, with a reader to attach, room to scale and a repair, as the text of a scenario. */
import { readFileSync } from 'node:fs';

const orderFulfilment = readFileSync(
  new URL('../../scenarios/order-fulfilment/scenario.json', import.meta.url),
  'utf8',
);

/** The text of the scenario, with these faults. */
export function clusterText(faults: readonly unknown[] = []): string {
  const scenario = JSON.parse(orderFulfilment) as {
    broker: {
      nodes?: number;
      settings: Record<string, unknown>;
      topics: { replicas?: number; maxPartitions?: number }[];
    };
    services: { id: string; maxInstances?: number }[];
    promises: { id: string }[];
    readers?: unknown[];
    repair?: unknown;
    faults?: readonly unknown[];
  };
  scenario.broker.nodes = 3;
  scenario.broker.settings['acks'] = '1';
  for (const topic of scenario.broker.topics) topic.replicas = 3;
  for (const topic of scenario.broker.topics.slice(0, 1)) topic.maxPartitions = 4;
  for (const service of scenario.services) if (service.id === 'shipping') service.maxInstances = 2;
  scenario.readers = [
    {
      ...{ id: 'ledger', name: 'Ledger', topics: ['orders.events'], attached: false },
      work: { minMs: 1, maxMs: 2 },
    },
  ];
  scenario.repair = {
    promise: scenario.promises[0]?.id,
    set: ['broker.settings.acks=all', 'broker.settings["linger.ms"]=0'],
    text: 'Wait for all in-sync replicas.',
  };
  scenario.faults = faults;
  return JSON.stringify(scenario);
}
