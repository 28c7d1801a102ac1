/** Equal inputs, equal runs: in Node, Chromium and Firefox, on every way to the end, and with a worker that is lost twenty times. */
import { buildPage } from '../../support/built-page.ts';
import { builtIn } from '../../support/runs.ts';
import type { Answer } from '../claims.ts';
import { chromium, firefox } from './browsers.ts';
import { inBrowser, node, pageFiles, type Examinee } from './examinees.ts';
import { keyed, keyedTasks, type Keyed } from './tasks.ts';

/** A lost worker has to be replaced, and the run back where it was, within so many milliseconds. */
const backWithinMs = 2000;
const losses = 20;

/** What asking came to. */
export interface Examined {
  /** By examinee: how many of its fingerprints were held against those of the straight run. */
  readonly compared: ReadonlyMap<string, number>;
  /** Those that differed, and questions that were not answered, in words. */
  readonly complaints: readonly string[];
}

/** Asks each examinee each task, and holds the fingerprints against the key. */
export async function examine(
  examinees: readonly Examinee[],
  tasks: Iterable<Keyed>,
  onTask: (done: number, complaints: readonly string[]) => void = () => undefined,
): Promise<Examined> {
  const compared = new Map(examinees.map(({ name }) => [name, 0]));
  const complaints: string[] = [];
  let done = 0;
  for (const { task, expected } of tasks) {
    for (const { name, ask } of examinees) {
      const reply = await ask({ kind: 'task', task });
      const where = `${name}, ${task.slug}, seed ${task.seed}, ${task.way}`;
      const problem = reply.kind === 'hashes' ? unequal(reply.hashes, expected) : failed(reply);
      if (problem !== '') complaints.push(`${where}: ${problem}`);
      if (reply.kind === 'hashes') compared.set(name, (compared.get(name) ?? 0) + expected.length);
    }
    onTask(++done, complaints);
  }
  return { compared, complaints };
}

function unequal(hashes: readonly string[], expected: readonly string[]): string {
  const wrong = expected.filter((hash, at) => hash !== hashes[at]).length;
  return wrong === 0 && hashes.length === expected.length
    ? ''
    : `${wrong} of ${expected.length} fingerprints differ`;
}

function failed(reply: { readonly kind: string; readonly message?: string }): string {
  return reply.message ?? `it answered with ${reply.kind}`;
}

/** Asks everybody who is here; says in a line who is not. */
async function withEverybody<T>(
  look: (examinees: readonly Examinee[]) => Promise<T>,
): Promise<{ readonly seen: T; readonly remarks: readonly string[] }> {
  const wanted = [chromium(), firefox()];
  const remarks = wanted.flatMap(({ found, missing }) => (found === undefined ? [missing] : []));
  const files = pageFiles(buildPage('evidence-page'));
  const examinees: Examinee[] = [node()];
  try {
    for (const { found } of wanted)
      if (found !== undefined) examinees.push(await inBrowser(found, files));
    return { seen: await look(examinees), remarks };
  } finally {
    for (const { close } of examinees) await close();
  }
}

/** Every scenario and seed has the same fingerprints everywhere and on every way. */
export async function runsAreEqualEverywhere(
  slugs: readonly string[],
  seeds: number,
): Promise<Answer> {
  const { seen, remarks } = await withEverybody((examinees) =>
    examine(examinees, keyedTasks({ slugs, seeds }), (done, complaints) => {
      // This takes long: whoever waits sees that it goes on.
      if (done % slugs.length === 0)
        process.stderr.write(
          `        ${done / slugs.length} of ${seeds} seeds, ${complaints.length} differences\n`,
        );
    }),
  );
  const compared = [...seen.compared].map(([name, count]) => [`${name}: compared`, count] as const);
  const { complaints } = seen;
  return {
    seeds,
    complaints,
    figures: { ...Object.fromEntries(compared), differences: complaints.length },
    remarks,
  };
}

/** A worker that is lost at twenty points of a run is back soon each time, and leaves the very same run. */
export async function lostWorkersComeBack(slug: string): Promise<Answer> {
  const { task, expected } = keyed(slug, builtIn(slug), 7, 'kill');
  const finals = expected.filter((_, at) => (at + 1) % (task.instants.length + 1) === 0);
  const complaints: string[] = [];
  const figures: Record<string, number> = {};
  const { remarks } = await withEverybody(async (examinees) => {
    for (const { name, ask } of examinees) {
      const reply = await ask({ kind: 'losses', task, times: losses });
      if (reply.kind !== 'losses') {
        complaints.push(`${name}: ${failed(reply)}`);
        continue;
      }
      const { hashes, backMs } = reply;
      const slowest = Math.max(...backMs);
      if (unequal(hashes, finals) !== '') complaints.push(`${name}: ${unequal(hashes, finals)}`);
      if (backMs.length !== losses || slowest > backWithinMs)
        complaints.push(`${name}: ${backMs.length} times back, the slowest after ${slowest} ms`);
      figures[`${name}: losses`] = backMs.length;
      figures[`${name}: ms until back, at most`] = Math.round(slowest);
    }
  });
  return { seeds: 1, complaints, figures, remarks };
}
