/** What a browser runs: it fetches one task after the other from the examiner, carries each out with the page's own client and the built worker, and posts what came of it. */
import { SimulationClient } from '../../../src/worker/client.ts';
import { Losses } from './losses.ts';
import { hashesAlong, type Task } from './ways.ts';

/** The examiner's answer to a request for work. */
export type Question =
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'losses'; readonly task: Task; readonly times: number }
  | { readonly kind: 'done' };

/** What the page answers to a question. */
export type Reply =
  | { readonly kind: 'hashes'; readonly hashes: readonly string[] }
  | {
      readonly kind: 'losses';
      readonly hashes: readonly string[];
      readonly backMs: readonly number[];
    }
  | { readonly kind: 'failure'; readonly message: string };

// A browser beside which other programs work may be slow: here workers are lost on purpose only.
const patienceMs = 60_000;
const { worker } = document.documentElement.dataset;
const newClient = () =>
  new SimulationClient({
    newWorker: () => new Worker(new URL(worker ?? '', location.href), { type: 'module' }),
    silenceMs: patienceMs,
  });
const client = newClient();

for (let question = await ask(); question.kind !== 'done'; question = await ask()) {
  await post(await replyTo(question));
}

async function ask(): Promise<Question> {
  return (await (await fetch('question')).json()) as Question;
}

async function post(reply: Reply): Promise<void> {
  await fetch('reply', { method: 'POST', body: JSON.stringify(reply) });
}

async function replyTo(question: Exclude<Question, { kind: 'done' }>): Promise<Reply> {
  try {
    if (question.kind === 'task')
      return { kind: 'hashes', hashes: await hashesAlong(client, question.task) };
    const losses = new Losses(client, question.task, () => performance.now());
    return { kind: 'losses', ...(await losses.suffer(question.times)) };
  } catch (reason) {
    return { kind: 'failure', message: String(reason) };
  }
}
