/**
 * Works in isolates of their own, as they run in the product: a hunter never loads XState, and the stage never hunts. In one isolate
 * what a work teaches the engine of its objects would slow the others down.
 */
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { seconds } from './measure.ts';

/** What one isolate does, each once a round, in turn. */
export type Works = readonly (() => void)[];

/** All isolates by name, with how the works of each are made there. */
export type Isolates = Readonly<Record<string, () => Works>>;

/** Hunts go over thousands of seeds, and stages stay open: the first seconds, in which the engine still compiles, are not their speed. */
const warmUpMs = 3_000;

/** In an isolate's thread: makes its works, and does one whenever it is told to. */
export function serve(isolates: Isolates): void {
  const { name } = workerData as { name: string };
  const works = isolates[name]?.() ?? [];
  for (const begun = performance.now(); performance.now() - begun < warmUpMs;)
    for (const work of works) work();
  const port = parentPort;
  port?.on('message', (index: number) => {
    const work = works[index];
    if (work === undefined) return;
    // While the others had their turn the machine has forgotten this one.
    work();
    port.postMessage(seconds(work));
  });
  port?.postMessage(works.length);
}

interface Begun<Name extends string> {
  readonly name: Name;
  readonly worker: Worker;
  /** Seconds of each work, round by round. */
  readonly times: readonly number[][];
}

/** Some isolates that stay while the bench goes on, so that they can be asked again at other minutes: a machine that others use is slow for a while, and not all the time. */
export class Apart<Name extends string> {
  readonly #begun: readonly Begun<Name>[];

  private constructor(begun: readonly Begun<Name>[]) {
    this.#begun = begun;
  }

  /** Begins these isolates, one after the other, until each is warm. */
  static async begin<Name extends string>(
    isolates: Readonly<Record<Name, () => Works>>,
  ): Promise<Apart<Name>> {
    const bundle = fileURLToPath(import.meta.url);
    const begun: Begun<Name>[] = [];
    for (const name of Object.keys(isolates) as Name[]) {
      const worker = new Worker(bundle, { workerData: { name } });
      const works = await answerOf(worker);
      begun.push({ name, worker, times: Array.from({ length: works }, () => []) });
    }
    return new Apart(begun);
  }

  /** Measures every work so many times more. They take turns, so that a slow second strikes all. */
  async measure(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++)
      for (const { worker, times } of this.#begun)
        for (const [index, each] of times.entries()) {
          worker.postMessage(index);
          each.push(await answerOf(worker));
        }
  }

  /** Seconds of all works of each isolate, round by round. The isolates have come to their end. */
  async end(): Promise<Readonly<Record<Name, readonly (readonly number[])[]>>> {
    const taken = {} as Record<Name, readonly (readonly number[])[]>;
    for (const { name, worker, times } of this.#begun) {
      await worker.terminate();
      taken[name] = times;
    }
    return taken;
  }
}

/** The next number that an isolate says; its error, where it fails. */
function answerOf(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer: number) => {
      worker.off('error', reject);
      resolve(answer);
    });
  });
}
