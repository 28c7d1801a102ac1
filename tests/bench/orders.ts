/** Orders per second with XState services, and an order's time against the time of its own machine transitions run bare. */
import type { AnyStateMachine } from 'xstate';
import {
  tableRunner,
  xstateRunner,
  type MachineRunner,
  type Snapshot,
} from '../../src/services/index.ts';
import { World, compile, type Plan } from '../../src/simulation/index.ts';
import type { Style, Trace } from '../../src/trace/index.ts';
import { builtIn } from '../support/runs.ts';
import type { Apart, Works } from './isolates.ts';
import { median, medianRatio, type Measured } from './measure.ts';

const orders = 300;

interface Recorded {
  readonly machine: AnyStateMachine;
  readonly snapshot: Snapshot;
  readonly event: { readonly type: string };
}

function planOf(style: Style): Plan {
  const scenario = builtIn('order-fulfilment');
  return compile(
    { ...scenario, workload: { ...scenario.workload, orders, stock: 10 * orders } },
    style,
  );
}

function run(plan: Plan, runner: MachineRunner, worn?: Trace): World {
  const world = new World(plan, 7, { runner, worn });
  while (world.ending === 'running') world.step();
  return world;
}

/** Every transition that a run asks of its machines, with the snapshot that it starts from: one of the runner's own. */
function transitionsOf(plan: Plan, runner: MachineRunner): Recorded[] {
  const recorded: Recorded[] = [];
  run(plan, {
    begin: (machine, input) => runner.begin(machine, input),
    step(machine, snapshot, event) {
      recorded.push({ machine, snapshot, event });
      return runner.step(machine, snapshot, event);
    },
  });
  return recorded;
}

/** A whole run, and its transitions alone. A hunter writes over the trace of the run before, a stage keeps what it tells. */
function worksOf(style: Style, runner: MachineRunner): Works {
  const plan = planOf(style);
  const recorded = transitionsOf(plan, runner);
  let worn: Trace | undefined;
  return [
    () => {
      const { trace } = run(plan, runner, worn);
      if (runner === tableRunner) worn = trace;
    },
    () => {
      for (const { machine, snapshot, event } of recorded) runner.step(machine, snapshot, event);
    },
  ];
}

/** A stage that runs XState, and a hunter that runs tables, for each style. */
export const stages = {
  'choreography by XState': () => worksOf('choreography', xstateRunner),
  'choreography by tables': () => worksOf('choreography', tableRunner),
  'orchestration by XState': () => worksOf('orchestration', xstateRunner),
  'orchestration by tables': () => worksOf('orchestration', tableRunner),
};

/** Both styles: orders per second, and how much a whole order costs beyond its machines. */
export async function benchOrders(
  measuredApart: Apart<keyof typeof stages>,
): Promise<Readonly<Record<string, Measured>>> {
  const taken = await measuredApart.end();
  const measured: Record<string, Measured> = {};
  const ratios: number[] = [];
  const speedUps: { order: number; machine: number }[] = [];
  for (const style of ['choreography', 'orchestration'] as const) {
    const plan = planOf(style);
    const transitions = transitionsOf(plan, tableRunner).length;
    const world = run(plan, tableRunner);
    const [wholes = [], alone = []] = taken[`${style} by XState`];
    const [compiled = [], tables = []] = taken[`${style} by tables`];
    const whole = median(wholes);
    const ratio = medianRatio(wholes, alone);
    ratios.push(ratio);
    speedUps.push({ order: medianRatio(wholes, compiled), machine: medianRatio(alone, tables) });
    measured[`orders_per_second_${style}`] = {
      value: Math.round(orders / whole),
      unit: 'orders/s',
    };
    measured[`events_per_second_${style}`] = {
      value: Math.round(world.kernel.taken / whole),
      unit: 'events/s',
    };
    measured[`transitions_per_order_${style}`] = {
      value: transitions / orders,
      unit: 'transitions',
    };
    measured[`rows_per_order_${style}`] = { value: world.trace.length / orders, unit: 'rows' };
    measured[`order_vs_bare_transitions_${style}`] = {
      value: (whole / orders) * 1e6,
      unit: 'µs/order',
      peer: 'its machine transitions run bare',
      ratio,
    };
  }
  const worst = Math.max(...ratios);
  measured['order_vs_bare_transitions'] = {
    value: worst,
    unit: 'times',
    peer: 'its machine transitions run bare',
    ratio: worst,
  };
  const least = (of: (speedUp: { order: number; machine: number }) => number) =>
    Math.min(...speedUps.map(of));
  measured['machine_compiled_vs_xstate'] = {
    value: least(({ machine }) => machine),
    unit: 'times',
    peer: 'XState transitions',
    ratio: least(({ machine }) => machine),
  };
  measured['order_compiled_vs_xstate'] = {
    value: least(({ order }) => order),
    unit: 'times',
    peer: 'the same run with XState',
    ratio: least(({ order }) => order),
  };
  return measured;
}
