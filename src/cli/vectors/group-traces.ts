/** Vectors of consumer groups: what programs did with real consumers, and the callbacks, polls and commits that they saw. */
import { GroupStage } from '../../broker/index.ts';
import { sameEvents } from './group-events.ts';
import { mannersOf, playScript, type ScriptStep } from './group-script.ts';
import { caseRunner, fieldsOf, listOf, type Fields, type Tallying } from './vector-file.ts';

function isCase(value: unknown): boolean {
  const { config, topics, steps } = fieldsOf(value);
  const [first] = listOf(steps);
  return config !== undefined && Array.isArray(topics) && fieldsOf(first)['do'] !== undefined;
}

function stepOf(value: unknown): ScriptStep {
  const fields = fieldsOf(value);
  const text = String(fields['do'])
    .trim()
    .replace(/^kill -(?:SIG)?(STOP|CONT|KILL|9)$/i, (_, signal: string) => `SIG${signal}`);
  const [first = '', ...words] = text.split(/\s+/);
  const verb = sameVerbs.get(first) ?? first;
  const events = listOf(fields['events']).map(String);
  return { who: String(fields['who']), verb, words, events, settings: fieldsOf(fields['config']) };
}

/** Other words for the same steps. */
const sameVerbs = new Map([
  ['SIG9', 'SIGKILL'],
  ['kill', 'SIGKILL'],
  ['commitSync', 'commit'],
  ['createPartitions', 'partitions'],
  ['addPartitions', 'partitions'],
  ['deleteRecords', 'delete'],
  ['beginTransaction', 'begin'],
  ['abort', 'abortTransaction'],
]);

function runCase(fields: Fields, tally: Tallying): void {
  const name = String(fields['name']);
  const steps = listOf(fields['steps']).map(stepOf);
  const problem = steps.map((step) => GroupStage.problem(step)).find((each) => each !== undefined);
  if (problem !== undefined) {
    tally.leaveOut(`${name}: ${problem}`);
    return;
  }
  const settings = fieldsOf(fields['config']);
  const topics = listOf(fields['topics']).map(String);
  try {
    runScript(name, steps, settings, topics, tally);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    tally.leaveOut(`${name}: ${error.message}`);
  }
}

/** Which of several joiners gets which share is not significant, for ids of members are drawn: any order of them will do. */
function runScript(
  name: string,
  steps: readonly ScriptStep[],
  settings: Fields,
  topics: readonly string[],
  tally: Tallying,
): void {
  const first = playScript(steps, settings, topics, { order: [], waits: 'own' });
  const firstDifference = differenceOf(steps, first.events);
  let isSame = firstDifference < 0;
  for (const manner of isSame ? [] : mannersOf(first.lives)) {
    isSame = differenceOf(steps, playScript(steps, settings, topics, manner).events) < 0;
    if (isSame) break;
  }
  // Only the first difference is told: what follows it follows from it.
  const at = Math.max(0, firstDifference);
  const { who, verb, words, events } = steps[at] ?? { who: '', verb: '', words: [], events: [] };
  const given = isSame ? events : first.events[at];
  tally.expect(`${name}: ${[who, verb, ...words].join(' ')}`, given, events);
}

/** The index of the first step that gave something else, -1 for none. */
function differenceOf(
  steps: readonly ScriptStep[],
  given: readonly (readonly string[] | undefined)[],
): number {
  return steps.findIndex(({ events }, index) => {
    const seen = given[index];
    return seen === undefined || !sameEvents(seen, events);
  });
}

/** Traces of real consumers of one group. */
export const groupTraces = caseRunner({
  name: 'consumer group traces',
  list: 'scenarios',
  isCase,
  runCase,
});
