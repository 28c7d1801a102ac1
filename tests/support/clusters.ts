/** Scenarios on a cluster: a built-in one, kept on several nodes, with what a test wants set. */
import type { Fault, FaultEffect, Scenario, Target } from '../../src/scenario/index.ts';
import { code, type Kind, type TraceEvent } from '../../src/trace/index.ts';
import type { World } from '../../src/simulation/index.ts';
import { builtIn } from './runs.ts';

type Settings = Scenario['broker']['settings'];

interface Wish {
  readonly nodes?: number;
  readonly replicas?: number;
  readonly orders?: number;
  readonly settings?: Settings;
  readonly workload?: Partial<Scenario['workload']>;
  readonly topic?: Partial<Scenario['broker']['topics'][number]>;
  readonly faults?: readonly Fault[];
}

/** Order fulfilment on a cluster. */
export function clustered({
  nodes = 3,
  replicas = nodes,
  orders = 30,
  settings = {},
  topic = {},
  workload = {},
  faults = [],
}: Wish): Scenario {
  const scenario = builtIn('order-fulfilment');
  return {
    ...scenario,
    broker: {
      ...scenario.broker,
      nodes,
      settings: { ...scenario.broker.settings, ...settings },
      topics: scenario.broker.topics.map((each) => ({ ...each, replicas, ...topic })),
    },
    workload: { ...scenario.workload, orders, ...workload },
    faults,
    promises: [],
  };
}

/** A fault at an instant. */
export function at(atMs: number, target: Target, effect: FaultEffect): Fault {
  return { when: { atMs }, target, effect };
}

/** All rows of a kind. */
export function told<K extends Kind>({ trace }: World, kind: K): TraceEvent<K>[] {
  const rows: TraceEvent<K>[] = [];
  for (let row = 0; row < trace.length; row++)
    if (trace.kind(row) === code[kind]) rows.push(trace.read(row) as unknown as TraceEvent<K>);
  return rows;
}

/** How many offsets were given to more than one record. */
export function offsetsTwice(world: World): number {
  const given = new Set<string>();
  let twice = 0;
  for (const { partition, offset } of told(world, 'record-appended')) {
    const place = `${partition} ${offset}`;
    if (given.has(place)) twice += 1;
    given.add(place);
  }
  return twice;
}
