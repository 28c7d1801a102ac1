/** The kernel against simjs and SimPy on the same M/M/1 queue: one server, nine tenths busy, every customer two events. */
import { EventQueue, exponentialGap, mix, type Micros } from '../../src/kernel/index.ts';
import { interleaved, median, medianRatio, type Measured } from './measure.ts';
import { runSimpy } from './simpy.ts';

const customers = 50_000;
const meanGap = 1000;
const meanService = 900;

/** A stream of gaps that both sides draw alike. */
function gaps(mean: number, salt: number): Int32Array {
  return Int32Array.from({ length: customers }, (_, index) =>
    exponentialGap(mean, mix(index * 2 + salt)),
  );
}

const arrival = 0;
const departure = 1;

function ours(between: Int32Array, service: Int32Array): number {
  const queue = new EventQueue<number>();
  let now = 0;
  let waiting = 0;
  let arrived = 0;
  let served = 0;
  queue.push((between[0] ?? 0) as Micros, arrival);
  while (queue.size > 0) {
    now = queue.nextTime;
    if (queue.pop() === arrival) {
      arrived += 1;
      waiting += 1;
      if (arrived < customers) queue.push((now + (between[arrived] ?? 0)) as Micros, arrival);
      if (waiting === 1) queue.push((now + (service[served] ?? 0)) as Micros, departure);
    } else {
      served += 1;
      waiting -= 1;
      if (waiting > 0) queue.push((now + (service[served] ?? 0)) as Micros, departure);
    }
  }
  return now;
}

/** As much of simjs as we use. It was written for pages and hangs itself on the window. */
interface Simjs {
  readonly Sim: new () => {
    addEntity(kind: unknown): unknown;
    simulate(until: number): void;
    time(): number;
  };
  readonly Facility: new (name: string) => unknown;
  readonly Entity: new (...given: readonly unknown[]) => {
    setTimer(span: number): { done(then: () => void): unknown };
    useFacility(facility: unknown, span: number): { done(then: () => void): unknown };
    time(): number;
  };
}

async function loadSimjs(): Promise<Simjs> {
  const page = globalThis as unknown as { window?: unknown; Sim?: Simjs };
  page.window = globalThis;
  await import('simjs');
  const simjs = page.Sim;
  if (simjs === undefined) throw new Error('simjs did not come with its namespace');
  return simjs;
}

function theirs(
  { Sim, Facility, Entity }: Simjs,
  between: Int32Array,
  service: Int32Array,
): number {
  const server = new Facility('server');
  let arrived = 0;
  let ended = 0;
  class Source extends Entity {
    start(): void {
      this.setTimer(between[0] ?? 0).done(() => this.arrive());
    }

    arrive(): void {
      const span = service[arrived] ?? 0;
      arrived += 1;
      this.useFacility(server, span).done(() => {
        ended = this.time();
      });
      if (arrived < customers) this.setTimer(between[arrived] ?? 0).done(() => this.arrive());
    }
  }
  const sim = new Sim();
  sim.addEntity(Source);
  sim.simulate(Number.MAX_SAFE_INTEGER);
  return ended;
}

/** Events per second of all, on the same gaps; refuses to compare runs that end at different times. */
export async function benchQueueing(rounds: number): Promise<Readonly<Record<string, Measured>>> {
  const [between, service] = [gaps(meanGap, 1), gaps(meanService, 2)];
  const simjs = await loadSimjs();
  const end = ours(between, service);
  mustEndAt(end, theirs(simjs, between, service), 'simjs');
  const [times = [], peer = []] = interleaved(rounds, [
    () => void ours(between, service),
    () => void theirs(simjs, between, service),
  ]);
  const own = median(times);
  const value = Math.round((2 * customers) / own);
  const simpy = runSimpy(between, service, Math.min(rounds, 5));
  if (simpy !== undefined) mustEndAt(end, simpy.end, 'SimPy');
  return {
    kernel_vs_simjs: {
      value,
      unit: 'events/s',
      peer: 'simjs 2.0.3',
      ratio: medianRatio(peer, times),
    },
    kernel_vs_simpy: {
      value,
      unit: 'events/s',
      ...(simpy === undefined
        ? { peer: 'SimPy, which this Python does not have' }
        : { peer: `SimPy ${simpy.version}`, ratio: simpy.seconds / own }),
    },
  };
}

function mustEndAt(end: number, peerEnd: number, peer: string): void {
  if (end !== peerEnd)
    throw new Error(`the same queue ended at ${end} with us and at ${peerEnd} with ${peer}`);
}
