/** Vectors of consumer groups: what programs did with real consumers, and the callbacks, polls and commits that they saw. */
import { consumerConfig, GroupStage, type ConsumerConfig } from '../../broker/index.ts';
import { caseRunner, fieldsOf, listOf, type Fields, type Tallying } from './vector-file.ts';

interface ScriptStep {
  readonly who: string;
  readonly verb: string;
  readonly words: readonly string[];
  readonly events: readonly string[];
}

function isCase(value: unknown): boolean {
  const { config, topics, steps } = fieldsOf(value);
  const [first] = listOf(steps);
  return config !== undefined && Array.isArray(topics) && fieldsOf(first)['do'] !== undefined;
}

function stepOf(value: unknown): ScriptStep {
  const fields = fieldsOf(value);
  const [verb = '', ...words] = String(fields['do']).split(/\s+/);
  return { who: String(fields['who']), verb, words, events: listOf(fields['events']).map(String) };
}

/** What each step gave, by index of the step. */
function play(
  steps: readonly ScriptStep[],
  config: ConsumerConfig,
  topics: readonly string[],
  isReversed: boolean,
): readonly (readonly string[])[] {
  const stage = new GroupStage(config, topics, isReversed);
  const given: (readonly string[])[] = steps.map(() => []);
  const isDone = steps.map(() => false);
  const isBegun = new Set<number>();
  /** A program goes on by itself once it has begun; its first step, all of a producer's, and signals from outside wait for all that stands before. */
  const mayBegin = (index: number) => {
    const { who, verb } = steps[index] ?? { who: '', verb: '' };
    const own = steps.map((step, at) => ({ step, at })).filter(({ step }) => step.who === who);
    const place = own.findIndex(({ at }) => at === index);
    if (place === 0 || who === 'producer' || verb.startsWith('SIG'))
      return isDone.slice(0, index).every(Boolean);
    return isDone[own[place - 1]?.at ?? -1] === true;
  };
  for (let idle = 0; isDone.includes(false) && idle < stage.patience; idle++) {
    steps.forEach((step, index) => {
      if (isBegun.has(index) || !mayBegin(index)) return;
      isBegun.add(index);
      stage.begin(step, (events) => {
        given[index] = events;
        isDone[index] = true;
      });
    });
    stage.tick();
  }
  return given;
}

function runCase(fields: Fields, tally: Tallying): void {
  const name = String(fields['name']);
  const steps = listOf(fields['steps']).map(stepOf);
  const unknown = steps.find((step) => !GroupStage.verbs.includes(step.verb));
  if (unknown !== undefined)
    return tally.leaveOut(`${name}: the step "${unknown.verb}" is not modelled`);
  try {
    const config = consumerConfig(fieldsOf(fields['config']));
    const topics = listOf(fields['topics']).map(String);
    const wanted = steps.map(({ events }) => events);
    // Which of two simultaneous joiners gets a partition is not significant: either order will do.
    const plays = [false, true].map((isReversed) => play(steps, config, topics, isReversed));
    const differs = plays.map((given) =>
      given.findIndex((events, index) => events.join('; ') !== wanted[index]?.join('; ')),
    );
    const best = plays[Math.max(0, differs.indexOf(-1))] ?? [];
    const at = Math.max(0, differs.includes(-1) ? 0 : (differs[0] ?? 0));
    const { who, verb, words } = steps[at] ?? { who: '', verb: '', words: [] };
    // Only the first difference is told: what follows it follows from it.
    tally.expect(`${name}: ${[who, verb, ...words].join(' ')}`, best[at], wanted[at]);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    tally.leaveOut(`${name}: ${error.message}`);
  }
}

/** Traces of real consumers of one group. */
export const groupTraces = caseRunner({
  name: 'consumer group traces',
  list: 'scenarios',
  isCase,
  runCase,
});
