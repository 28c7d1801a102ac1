/** Going back in a run of a million events: how long it takes to read the picture of any moment from the trace, and to make the world itself again; and what the checkpoints for it cost in memory and in time. */
import { WorldView } from '../../src/projections/index.ts';
import { Run, World, compile } from '../../src/simulation/index.ts';
import type { Style } from '../../src/trace/index.ts';
import { builtIn } from '../support/runs.ts';
import { Seeded } from '../support/seeded.ts';
import { inUse, interleaved, medianRatio, seconds, type Measured } from './measure.ts';

const style: Style = 'orchestration';
const seed = 7;
const seeks = 500;
const warmUp = 50;

/** As it is built in, with so many orders that it goes on beyond a million events. */
const longScenario = (() => {
  const scenario = builtIn('order-fulfilment');
  const { workload } = scenario;
  return { ...scenario, workload: { ...workload, orders: 60_000, stock: 240_000 } };
})();

function runOf(events: number): Run {
  const run = new Run(longScenario, seed, [style]);
  run.advance({ untilMicros: Infinity, maxEvents: events });
  return run;
}

function onlyWorld({ worlds: [only] }: Run): Run['worlds'][number] {
  if (only === undefined) throw new Error('a run has a world');
  return only;
}

/** Milliseconds of each of many seeks to drawn rows, the shortest first, after some to warm up. */
function timesOf(rows: number, seek: (row: number) => void): readonly number[] {
  // What was measured before must not be cleared away on the time of these.
  inUse();
  const draw = new Seeded(seed);
  const next = () => 1000 * seconds(() => seek(draw.whole(0, rows - 1)));
  for (let warm = 0; warm < warmUp; warm++) next();
  return Array.from({ length: seeks }, next).toSorted((one, other) => one - other);
}

/** Making the world itself again, which could go on from there: nothing of the seek before is left to use. */
function exactTimes(run: Run): readonly number[] {
  return timesOf(onlyWorld(run).world.trace.length, (row) => void run.worldAt(style, row));
}

/** Reading the picture, figures included: what the page makes of the trace alone. */
function readTimes(run: Run): readonly number[] {
  const { trace, cast } = onlyWorld(run).world;
  const view = new WorldView(trace, cast);
  // As the page does while the run is told.
  view.advanceTo(trace.length - 1);
  return timesOf(trace.length, (row) => {
    view.advanceTo(row);
    view.figures();
  });
}

/** Seconds that keeping checkpoints adds to each second of a run. */
function slowdown(rounds: number): number {
  const events = 30_000;
  const plan = compile(longScenario, style);
  const [kept = [], bare = []] = interleaved(rounds, [
    () => void runOf(events),
    () => {
      const world = new World(plan, seed);
      while (world.kernel.taken < events) world.step();
    },
  ]);
  return medianRatio(kept, bare);
}

/** Exact seeks over a million events, with what the checkpoints take. */
export function benchSeeks(rounds: number): Readonly<Record<string, Measured>> {
  const held: { run?: Run } = { run: runOf(1_000_000) };
  const { world, marks } = onlyWorld(held.run as Run);
  const times = exactTimes(held.run as Run);
  const readings = readTimes(held.run as Run);
  const quantile = (share: number, of = times) => of[Math.ceil(share * seeks) - 1] ?? Number.NaN;
  const kept = inUse().all;
  // The world alone stays: what goes is what the way back takes.
  delete held.run;
  const bytes = kept - inUse().all;
  const slower = slowdown(rounds);
  return {
    seek_exact_p50: { value: quantile(0.5), unit: 'ms' },
    seek_exact_p99: { value: quantile(0.99), unit: 'ms' },
    seek_trace_p50: { value: quantile(0.5, readings), unit: 'ms' },
    seek_trace_p99: { value: quantile(0.99, readings), unit: 'ms' },
    seek_events: { value: world.kernel.taken, unit: 'events' },
    checkpoints: { value: marks, unit: 'checkpoints' },
    checkpoint_bytes: { value: bytes / marks, unit: 'bytes/checkpoint' },
    run_with_checkpoints: {
      value: slower,
      unit: 'times',
      peer: 'the same run without',
      ratio: slower,
    },
  };
}
