/** The built-in interviews, read and checked when the page is built: each one whole, with the scenario of its board. */
import { boardSet, readInterview, type Interview } from '../interview/index.ts';
import { readScenario, setPath, type Problem } from '../scenario/index.ts';

const files = import.meta.glob<string>('/src/interview/interviews/*/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** An interview that is not in order: one sentence says which, and all that is wrong with it. */
class FaultyInterview extends Error {
  override readonly name = 'FaultyInterview';
}

/** An interview and the text of its board's scenario. */
export interface InterviewFile {
  readonly interview: Interview;
  readonly scenario: string;
}

/** All built-in interviews, in the order of their folders. */
export function interviews(): readonly InterviewFile[] {
  return Object.keys(files)
    .filter((file) => file.endsWith('/interview.json'))
    .toSorted()
    .map((file) => interviewOf(file));
}

function interviewOf(file: string): InterviewFile {
  const read = readInterview(files[file] ?? '');
  if (read.kind === 'problems')
    throw new FaultyInterview(`${file} is no interview: ${inWords(read.problems)}`);
  const scenario = files[file.replace('interview.json', 'scenario.json')];
  if (scenario === undefined) throw new FaultyInterview(`${file} has no scenario beside it.`);
  const { interview } = read;
  for (const { id, choices } of interview.controls)
    for (const choice of choices) {
      const problems = problemsOf(scenario, boardSet(interview, { [id]: choice.id }));
      if (problems.length > 0)
        throw new FaultyInterview(`${file}, ${id} at ${choice.id}: ${inWords(problems)}`);
    }
  return { interview, scenario };
}

function problemsOf(text: string, assignments: readonly string[]): readonly Problem[] {
  const set = setPath(text, assignments);
  if (set.kind === 'problems') return set.problems;
  const read = readScenario(set.text);
  return read.kind === 'problems' ? read.problems : [];
}

function inWords(problems: readonly Problem[]): string {
  return problems.map(({ path, message, fix }) => `${path}: ${message} ${fix}`).join(' ');
}
