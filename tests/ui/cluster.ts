/** Order fulfilment on three brokers, with a reader to attach, room to scale and a repair: for what the page shows of a cluster. */
import { Lab } from '../../src/ui/run/lab.svelte.ts';
import { InProcess, orderFulfilment } from './in-process.ts';

/** The text of the scenario. */
export function clusterText(): string {
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
  return JSON.stringify(scenario);
}

/** A page without its markup, with that scenario open. */
export async function openCluster(): Promise<Lab> {
  const lab = new Lab(new InProcess());
  await lab.openFile(new File([clusterText()], 'cluster.json'));
  return lab;
}
