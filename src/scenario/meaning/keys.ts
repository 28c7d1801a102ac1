/** Whether records have the keys that their topics need, and tombstones stand where their message is. */
import type { Scenario, Topic } from '../format.ts';
import { entryPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { alternatives, didYouMean, listed, quote } from '../wording.ts';
import type { NamedMessage, Scene } from './scene.ts';
import { valueIn } from './stated.ts';

/** Keys, their salt, and the tombstones. */
export function checkKeys(scene: Scene, problems: ProblemList): void {
  const { scenario } = scene;
  checkCompacted(scenario, problems);
  const { key, salt } = scenario.workload;
  if (key === 'none' && salt > 1) {
    const message = `Records have no key, so there is nothing to split into ${salt}.`;
    const fix = 'Remove "salt", or key records by the order or the customer.';
    problems.add({ code: 'missing-key', path: 'workload.salt', message, fix });
  }
  scenario.broker.topics.forEach((topic, index) => {
    topic.tombstones.forEach((name, at) => {
      const path = entryPath(`${entryPath('broker.topics', index)}.tombstones`, at);
      checkTombstone(scene, { topic, name, path }, problems);
    });
  });
}

/** Kafka refuses a record without a key where only the last one of each key is kept: INVALID_RECORD. Source: LogValidator. */
function checkCompacted({ broker, workload }: Scenario, problems: ProblemList): void {
  if (workload.key !== 'none') return;
  const compacted = broker.topics.filter(
    ({ settings }) => valueIn([settings, broker.settings], 'cleanup.policy') === 'compact',
  );
  if (compacted.length === 0) return;
  const message = `Records have no key, and ${listed(compacted.map(({ id }) => quote(id)))} is compacted: the broker would refuse every one.`;
  const fix = 'Key records by the order or the customer, or keep "cleanup.policy" at "delete".';
  problems.add({ code: 'missing-key', path: 'workload.key', message, fix });
}

function checkTombstone(
  { messages, scenario }: Scene,
  { topic, name, path }: { topic: Topic; name: string; path: string },
  problems: ProblemList,
): void {
  const carried = messages.filter((message) => carries(scenario, topic, message));
  if (carried.some((message) => message.name === name)) return;
  const isKnown = messages.some((message) => message.name === name);
  const names = carried.map((message) => message.name);
  const message = isKnown
    ? `${quote(topic.id)} does not carry ${quote(name)}.`
    : `There is no message ${quote(name)} in this flow.`;
  const fix =
    names.length === 0
      ? 'Remove it.'
      : `${didYouMean(name, names)}Write ${alternatives(names.map(quote))}.`;
  const code = isKnown ? 'misplaced-message' : 'unknown-message';
  problems.add({ code, path, message, fix });
}

/** Whether a message goes to this topic in some style. */
function carries({ broker }: Scenario, topic: Topic, { name, role }: NamedMessage): boolean {
  if ((role === 'command') !== (topic.carries === 'commands')) return false;
  if (topic.messages !== undefined) return topic.messages.includes(name);
  return broker.topics.every(
    (other) => other.carries !== topic.carries || other.messages?.includes(name) !== true,
  );
}
