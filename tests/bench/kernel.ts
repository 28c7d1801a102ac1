/** The kernel's queue against tinyqueue: the hold model, a queue of constant size with exponential gaps. */
import TinyQueue from 'tinyqueue';
import { EventQueue, exponentialGap, mix, type Micros } from '../../src/kernel/index.ts';
import { interleaved, median, medianRatio, type Measured } from './measure.ts';

const operations = 200_000;

function gaps(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => exponentialGap(1000, mix(index + 1)));
}

function ours(pending: number, waits: Int32Array): void {
  const queue = new EventQueue<number>();
  for (let i = 0; i < pending; i++) queue.push((waits[i] ?? 0) as Micros, i);
  for (let i = 0; i < operations; i++) {
    const now = queue.nextTime;
    const event = queue.pop();
    queue.push((now + (waits[i] ?? 0)) as Micros, event);
  }
}

interface Entry {
  readonly time: number;
  readonly sequence: number;
  readonly event: number;
}

function tinyqueue(pending: number, waits: Int32Array): void {
  let sequence = 0;
  const queue = new TinyQueue<Entry>([], (a, b) => a.time - b.time || a.sequence - b.sequence);
  for (let i = 0; i < pending; i++)
    queue.push({ time: waits[i] ?? 0, sequence: sequence++, event: i });
  for (let i = 0; i < operations; i++) {
    const { time, event } = queue.pop() ?? { time: 0, event: 0 };
    queue.push({ time: time + (waits[i] ?? 0), sequence: sequence++, event });
  }
}

/** Events per second at several queue lengths. */
export function benchKernel(rounds: number): Readonly<Record<string, Measured>> {
  const waits = gaps(operations);
  return Object.fromEntries(
    [100, 10_000].map((pending) => {
      const [own = [], peer = []] = interleaved(rounds, [
        () => ours(pending, waits),
        () => tinyqueue(pending, waits),
      ]);
      return [
        `kernel_vs_tinyqueue_${pending}`,
        {
          value: Math.round(operations / median(own)),
          unit: 'events/s',
          peer: 'tinyqueue 3.0.0',
          ratio: medianRatio(peer, own),
        },
      ];
    }),
  );
}
