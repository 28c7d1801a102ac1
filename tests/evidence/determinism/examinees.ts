/** Who is asked: Node, with the client and the simulation in one thread; and browsers, with the built worker. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SimulationClient } from '../../../src/worker/client.ts';
import { Simulation } from '../../../src/worker/simulation.ts';
import { FakeWorker } from '../../worker/fake-worker.ts';
import { workerOf } from '../../support/built-page.ts';
import type { Browser } from './browsers.ts';
import { Examiner, type PageFiles } from './examiner.ts';
import { Losses } from './losses.ts';
import type { Question, Reply } from './page.ts';
import { hashesAlong } from './ways.ts';

/** Something that runs simulations and can be asked. */
export interface Examinee {
  readonly name: string;
  ask(question: Exclude<Question, { kind: 'done' }>): Promise<Reply>;
  close(): Promise<void>;
}

/** Node itself: a worker without a thread is made, lost and replaced as a page would do it. */
export function node(): Examinee {
  const clock = () => performance.now();
  const newWorker = () => new FakeWorker(new Simulation(clock)) as unknown as Worker;
  const client = new SimulationClient({ newWorker, silenceMs: 60_000 });
  return {
    name: `Node ${process.version.slice(1)}`,
    ask: async (question) => {
      if (question.kind === 'task')
        return { kind: 'hashes', hashes: await hashesAlong(client, question.task) };
      const losses = new Losses(client, question.task, clock);
      return { kind: 'losses', ...(await losses.suffer(question.times)) };
    },
    close: () => {
      client.kill();
      return Promise.resolve();
    },
  };
}

/** A browser on this machine. */
export async function inBrowser(browser: Browser, files: PageFiles): Promise<Examinee> {
  const examiner = new Examiner(files);
  const end = browser.open(await examiner.listen());
  return {
    name: browser.name,
    ask: (question) => examiner.ask(question),
    close: async () => {
      await examiner.close();
      await end();
    },
  };
}

const root = process.env['BATON_ROOT'] ?? process.cwd();

/** The page that works, with the worker of a built page. */
export function pageFiles(builtFolder: string): PageFiles {
  const bundler = path.join(root, 'node_modules/rolldown/bin/cli.mjs');
  const bundled = path.join(root, 'node_modules/.cache/baton/determinism-page.js');
  const entry = path.join(root, 'tests/evidence/determinism/page.ts');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bundler, entry, '--platform', 'browser', '--file', bundled],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the page could not be bundled:\n${stdout}${stderr}`);
  const worker = path.join(builtFolder, 'assets', workerOf(builtFolder));
  return { script: readFileSync(bundled, 'utf8'), worker: readFileSync(worker, 'utf8') };
}
