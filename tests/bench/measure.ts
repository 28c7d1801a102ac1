/** Measuring: medians of interleaved rounds in one process, because machines are noisy and ratios are not. */

import v8 from 'node:v8';
import vm from 'node:vm';

/** One line of the bench's outcome. */
export interface Measured {
  readonly value: number;
  readonly unit: string;
  /** What it is compared with. */
  readonly peer?: string;
  readonly ratio?: number;
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** How many times as long the first takes as the second, both measured once a round: the middle of all rounds. A machine that is slow for some rounds is slow for both. */
export function medianRatio(first: readonly number[], second: readonly number[]): number {
  return median(first.map((each, round) => each / (second[round] ?? Number.NaN)));
}

/**
 * Seconds that something takes on a machine that does nothing else: by the clock on the wall or by the time for which a core worked
 * for this process, whichever is less. The first counts what others on the machine take, the second what helping threads add.
 */
export function seconds(work: () => void): number {
  const begun = performance.now();
  const worked = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(worked);
  return Math.min((performance.now() - begun) / 1e3, (user + system) / 1e6);
}

/** Seconds of several works, round by round: each is done once a round, in turn, after a round to warm up. */
export function interleaved(rounds: number, works: readonly (() => void)[]): number[][] {
  for (const work of works) work();
  const times = works.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    works.forEach((work, index) => times[index]?.push(seconds(work)));
  return times;
}

/** What is in use, in bytes, once all that nobody needs is gone. */
export function inUse(): { readonly arrayBuffers: number; readonly all: number } {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { arrayBuffers, all: heapUsed + arrayBuffers };
}
