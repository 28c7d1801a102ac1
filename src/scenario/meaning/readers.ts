/** Whether readers have something to read. */
import type { Scenario } from '../format.ts';
import { entryPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { quote } from '../wording.ts';
import { checkTopicName } from './references.ts';
import type { Scene } from './scene.ts';

const deadLetters = '.dead-letters';

/** The topics of all readers. */
export function checkReaders(scene: Scene, problems: ProblemList): void {
  const { scenario } = scene;
  scenario.readers.forEach((reader, index) => {
    reader.topics.forEach((topic, at) => {
      const path = entryPath(`${entryPath('readers', index)}.topics`, at);
      if (isOfDeadLetters(topic) && !scene.topics.has(topic))
        checkDeadLetters(scene, topic, { path, problems });
      else checkTopicName(scene, topic, { path, problems });
    });
  });
}

function isOfDeadLetters(topic: string): boolean {
  return topic.endsWith(deadLetters);
}

/** Every topic has one for its dead letters, as soon as a service gives records up. */
function checkDeadLetters(
  scene: Scene,
  topic: string,
  { path, problems }: { path: string; problems: ProblemList },
): void {
  checkTopicName(scene, topic.slice(0, -deadLetters.length), { path, problems });
  if (givesUp(scene.scenario)) return;
  const message = `There is no topic ${quote(topic)}, for no service gives a record up.`;
  const fix = 'Give a service "deadLetter", or name another topic.';
  problems.add({ code: 'unknown-topic', path, message, fix });
}

function givesUp({ services }: Scenario): boolean {
  return services.some(({ deadLetter }) => deadLetter !== undefined);
}
