/** Whether every message has exactly one topic that can carry it, and every topic something to carry. */
import type { Topic } from '../format.ts';
import { entryPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { alternatives, didYouMean, quote } from '../wording.ts';
import type { NamedMessage, Scene } from './scene.ts';

/** The messages that topics name. */
export function checkTopics({ scenario, messages }: Scene, problems: ProblemList): void {
  const known = new Map(messages.map((message) => [message.name, message]));
  const carriers = new Map<string, Topic>();
  const rest = new Map<Topic['carries'], Topic>();
  scenario.broker.topics.forEach((topic, index) => {
    const path = entryPath('broker.topics', index);
    if (topic.messages === undefined) checkRest(topic, { path, rest, problems });
    topic.messages?.forEach((name, at) => {
      const message = known.get(name);
      const where = entryPath(`${path}.messages`, at);
      if (message === undefined)
        tellUnknown(name, { path: where, names: [...known.keys()] }, problems);
      else checkCarried(topic, message, { path: where, carriers, problems });
    });
  });
}

interface Rest {
  readonly path: string;
  /** The topic of each kind that carries what no other names. */
  readonly rest: Map<Topic['carries'], Topic>;
  readonly problems: ProblemList;
}

function checkRest(topic: Topic, { path, rest, problems }: Rest): void {
  const earlier = rest.get(topic.carries);
  if (earlier === undefined) {
    rest.set(topic.carries, topic);
    return;
  }
  const message = `${quote(earlier.id)} carries all ${topic.carries} already, so ${quote(topic.id)} would stay empty.`;
  const fix = 'Name with "messages" what this topic carries, or leave it out.';
  problems.add({ code: 'topic-never-used', path, message, fix });
}

interface Carried {
  readonly path: string;
  /** Which topic named a message first, by the message and the kind of topic. */
  readonly carriers: Map<string, Topic>;
  readonly problems: ProblemList;
}

function checkCarried(
  topic: Topic,
  { name, role }: NamedMessage,
  { path, carriers, problems }: Carried,
): void {
  const key = `${topic.carries} ${name}`;
  const earlier = carriers.get(key);
  if (earlier !== undefined) {
    const message = `${quote(name)} is carried by ${quote(earlier.id)} already.`;
    problems.add({ code: 'misplaced-message', path, message, fix: 'Name it in one topic only.' });
    return;
  }
  carriers.set(key, topic);
  if ((role === 'command') === (topic.carries === 'commands')) return;
  const message = `${quote(name)} is a ${role}, and ${quote(topic.id)} carries ${topic.carries}.`;
  const fix =
    role === 'command'
      ? 'Name it in a topic that carries commands.'
      : 'Name it in a topic that carries events or replies.';
  problems.add({ code: 'misplaced-message', path, message, fix });
}

function tellUnknown(
  name: string,
  { path, names }: { path: string; names: readonly string[] },
  problems: ProblemList,
): void {
  const message = `There is no message ${quote(name)} in this flow.`;
  const fix = `${didYouMean(name, names)}Write ${alternatives(names.map(quote))}.`;
  problems.add({ code: 'unknown-message', path, message, fix });
}
