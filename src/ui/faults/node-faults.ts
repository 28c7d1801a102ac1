/** What can be done to a node of the stage: the faults that strike it and nothing else. */
import type { Fault } from '../../scenario/index.ts';
import type { TopologyNode } from '../../projections/index.ts';
import { brokerFaults, type FaultGroup, type Ground, type OfferedFault } from './broker-faults.ts';
import { FaultChoices } from './fault-choices.svelte.ts';
import { faultKinds, faultTexts, type FaultKind } from './fault-kinds.ts';

/** A node, on the ground on which its faults are chosen. */
export interface NodeGround extends Omit<Ground, 'aim'> {
  readonly node: TopologyNode;
  /** Partition of a topic that is aimed at. */
  readonly partition: number;
  /** How a service is crashed, by the point that the reader has chosen. */
  readonly crash: (service: string) => Fault;
}

/** All faults that can strike a node now, by group. */
export function nodeFaults(ground: NodeGround): readonly FaultGroup[] {
  const { node, scenario, moment, partition } = ground;
  if (node.kind === 'client') return [{ title: 'Clients', faults: [simple('spike', '', ground)] }];
  if (node.kind === 'topic') {
    const topic = moment.cast.topics[node.index]?.id ?? '';
    return brokerFaults({ ...ground, aim: { service: '', topic, partition } });
  }
  const service = moment.cast.services[node.index]?.id ?? '';
  const name = [...scenario.services, ...scenario.readers].find(({ id }) => id === service)?.name;
  const crash = { id: 'crash', label: `Crash ${name ?? service}`, fault: ground.crash(service) };
  const kinds = faultKinds.filter((kind) => kind !== 'spike');
  return [
    { title: 'Service', faults: [crash, ...kinds.map((kind) => simple(kind, service, ground))] },
    ...brokerFaults({ ...ground, aim: { service, topic: '', partition: 0 } }),
  ];
}

function simple(kind: FaultKind, service: string, { scenario }: NodeGround): OfferedFault {
  const choices = new FaultChoices();
  choices.chooseService(service);
  return { id: kind, label: faultTexts[kind].name, fault: choices.fault(kind, scenario) };
}
