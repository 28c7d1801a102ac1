/** The built-in lessons, read and checked when the page is built: what the gallery shows of them, and each one whole. */
import { assignmentsOf, readLesson, type Lesson } from '../lessons/index.ts';
import { readScenario, setPath, type Problem, type Scenario } from '../scenario/index.ts';
import { compile } from '../simulation/index.ts';
import { styles } from '../trace/index.ts';
import { slugs, textOf } from './scenarios.ts';

const files = import.meta.glob<string>('/scenarios/*/lessons/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A lesson that is not in order: one sentence says which, and all that is wrong with it. */
class FaultyLesson extends Error {
  override readonly name = 'FaultyLesson';
}

/** All built-in lessons in the order of their files. */
export function lessons(): readonly Lesson[] {
  const all = Object.entries(files)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([file, source]) => lessonOf(file, source));
  const ids = all.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new FaultyLesson(`Two lessons have the id "${twice}".`);
  return all;
}

/** The lesson of a file, checked against its scenario. */
export function lessonOf(file: string, source: string): Lesson {
  const read = readLesson(source);
  if (read.kind === 'problems')
    throw new FaultyLesson(`${file} is no lesson: ${inWords(read.problems)}`);
  const complaints = complaintsOf(read.lesson);
  if (complaints.length === 0) return read.lesson;
  throw new FaultyLesson(`${file} does not fit its scenario: ${complaints.join(' ')}`);
}

function inWords(problems: readonly Problem[]): string {
  return problems.map(({ path, message, fix }) => `${path}: ${message} ${fix}`).join(' ');
}

/** What a lesson names and its scenario does not have, a sentence for each. */
function complaintsOf(lesson: Lesson): readonly string[] {
  if (!slugs.includes(lesson.scenario)) return [`There is no scenario "${lesson.scenario}".`];
  const text = textOf(lesson.scenario);
  const complaints: string[] = [];
  const scenarios: Scenario[] = [];
  for (const choices of [{}, ...lesson.controls.flatMap(positionsOf)]) {
    const scenario = changed(text, assignmentsOf(lesson, choices));
    if (typeof scenario !== 'string') scenarios.push(scenario);
    else complaints.push(`With ${JSON.stringify(choices)}: ${scenario}`);
  }
  if (complaints.length > 0) return complaints;
  const promised = new Set(scenarios.flatMap(({ promises }) => promises.map(({ id }) => id)));
  for (const id of new Set(promisesIn(lesson.steps)))
    if (!promised.has(id)) complaints.push(`Its scenario makes no promise "${id}".`);
  for (const id of absent(
    new Set(lesson.steps.flatMap(({ stage }) => stage?.lit ?? [])),
    scenarios,
  ))
    complaints.push(`Nobody on the stage is called "${id}".`);
  return complaints;
}

/** Those who stand on the stage of none of the scenarios. The first has most of them, and each costs time. */
function absent(ids: Set<string>, scenarios: readonly Scenario[]): ReadonlySet<string> {
  for (const scenario of scenarios) {
    for (const style of styles.filter((each) => scenario.styles.includes(each))) {
      if (ids.size === 0) return ids;
      const { cast } = compile(scenario, style);
      for (const { id } of [...cast.services, ...cast.actors, ...cast.topics]) ids.delete(id);
    }
  }
  return ids;
}

function positionsOf({ id, choices }: Lesson['controls'][number]) {
  return choices.map((choice) => ({ [id]: choice.id }));
}

/** The scenario with these changes, or what is wrong with them. */
function changed(text: string, assignments: readonly string[]): Scenario | string {
  const set = setPath(text, assignments);
  if (set.kind === 'problems') return inWords(set.problems);
  const read = readScenario(set.text);
  return read.kind === 'problems' ? inWords(read.problems) : read.scenario;
}

/** The promises that steps name, as judges and in questions, however deep. */
function promisesIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(promisesIn);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) => {
    if (name === 'promise' && typeof value === 'string') return [value];
    if (name === 'promises' && Array.isArray(value))
      return value.filter((each): each is string => typeof each === 'string');
    return promisesIn(value);
  });
}
