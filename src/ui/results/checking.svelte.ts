/** Results that were handed in: each read, its runs made again, and what does not come out as it says told in sentences. */
import { phaseOf, type Round } from '../../interview/index.ts';
import {
  keepingLimits,
  readResult,
  type InterviewResult,
  type LessonResult,
} from '../../keeping/index.ts';
import {
  answer,
  borneOut,
  discrepancies,
  type Lesson,
  type Progress,
} from '../../lessons/index.ts';
import { bodyOf, type InterviewBody } from '../interview/interview-bodies.ts';
import { roundOf, versionOf } from '../interview/kept-round.ts';
import { progressOf } from '../learning/kept-lesson.ts';
import { lessonOf } from '../lessons/lesson-bodies.ts';
import { readTextFile } from '../shell/read-file.ts';
import { differencesOf, scoredAgain } from './round-again.ts';
import { RunsAgain } from './runs-again.ts';

/** A file that was dropped. */
export type CheckedFile =
  /** It cannot be read, or its lesson is another one here. */
  | { readonly kind: 'refused'; readonly file: string; readonly sentence: string }
  | {
      readonly kind: 'result';
      readonly file: string;
      readonly learner: string;
      readonly lesson: Lesson;
      readonly progress: Progress;
      /** Whether the prediction was borne out; absent as long as it is not known, or when there was none. */
      readonly isRight?: boolean;
      /** What does not come out as it says; absent while it is run again. */
      readonly findings?: readonly string[];
    }
  | {
      readonly kind: 'round';
      readonly file: string;
      readonly learner: string;
      readonly body: InterviewBody;
      readonly round: Round;
      readonly taken: InterviewResult;
      readonly findings?: readonly string[];
    };

type Result = Extract<CheckedFile, { readonly kind: 'result' }>;
type HandedRound = Extract<CheckedFile, { readonly kind: 'round' }>;

/** What was read of a file, and how it is run again. */
interface Read<Told extends Result | HandedRound> {
  readonly told: Told;
  check(): Promise<Told>;
}

/** More than a class hands in at once. */
const mostFiles = 300;

/** The desk of a teacher. */
export class Checking {
  #files = $state.raw<readonly CheckedFile[]>([]);
  readonly #runs = new RunsAgain();
  #last: Promise<void> = Promise.resolve();

  /** All files, in the order in which they came. */
  get files(): readonly CheckedFile[] {
    return this.#files;
  }
  /** How many are still being run again. */
  get waiting(): number {
    return this.#files.filter((each) => each.kind !== 'refused' && each.findings === undefined)
      .length;
  }

  /** Takes files in, one after the other. */
  take(files: Iterable<File>): Promise<void> {
    const all = [...files].slice(0, mostFiles);
    this.#last = this.#last.then(async () => {
      for (const file of all) await this.#takeOne(file);
    });
    return this.#last;
  }

  /** Puts all of them away. */
  clear(): void {
    this.#files = [];
  }

  /** Ends the simulation. */
  close(): void {
    this.#runs.close();
  }

  async #takeOne(file: File): Promise<void> {
    const read = await this.#read(file).catch(() => 'The file could not be read.');
    if (typeof read === 'string') {
      this.#files = [...this.#files, { kind: 'refused', file: file.name, sentence: read }];
      return;
    }
    const { told } = read;
    this.#files = [...this.#files, told];
    const checked = await read.check().catch((): CheckedFile => ({
      ...told,
      findings: ['The runs could not be made again.'],
    }));
    this.#files = this.#files.map((each) => (each === told ? checked : each));
  }

  async #read(file: File): Promise<Read<Result> | Read<HandedRound> | string> {
    const said = await readTextFile(file, keepingLimits.scenarioLength);
    if (said.kind === 'problem') return `${said.problem.message} ${said.problem.fix}`;
    const read = readResult(said.text);
    if (read.kind === 'problems') {
      const [problem] = read.problems;
      return `It is no result of a lesson or an interview: ${problem?.message ?? ''} ${problem?.fix ?? ''}`;
    }
    if (read.kind === 'round') {
      const told = await roundIn(read.handed, file.name);
      return typeof told === 'string' ? told : { told, check: () => checkRound(told) };
    }
    const told = await lessonIn(read.result, file.name);
    return typeof told === 'string' ? told : { told, check: () => this.#check(told, read.result) };
  }

  async #check(told: Result, result: LessonResult): Promise<Result> {
    const { lesson, progress } = told;
    const runs = await this.#runs.of(lesson, progress);
    const findings = [
      ...discrepancies(lesson, progress, (choices) => runs.runOf(choices)),
      ...runs.differences(result),
    ];
    const first = runs.runOf({});
    const step = lesson.steps.find((each) => each.kind === 'predict');
    const right = first && step && borneOut(step, answer(step.ask, first, lesson.style).value);
    const { prediction } = progress;
    return {
      ...told,
      findings,
      ...(prediction === null ? {} : { isRight: prediction.option === right }),
    };
  }
}

async function lessonIn(result: LessonResult, file: string): Promise<Result | string> {
  const lesson = await lessonOf(result.way.lesson);
  if (lesson === undefined) return `There is no lesson “${result.way.lesson}” here.`;
  const progress = progressOf(lesson, result.way);
  if (progress === undefined) return anotherVersion(lesson.title);
  return { kind: 'result', file, learner: result.learner, lesson, progress };
}

async function roundIn(
  { learner, taken }: { readonly learner: string; readonly taken: InterviewResult },
  file: string,
): Promise<HandedRound | string> {
  const body = await bodyOf(taken.interview);
  if (body === undefined) return `There is no interview “${taken.interview}” here.`;
  const { interview } = body;
  if (taken.version !== versionOf(interview)) return anotherVersion(interview.title);
  const round = roundOf(interview, taken.round);
  if (round === undefined) return `No round of “${interview.title}” can have gone as it says.`;
  if (phaseOf(round) !== undefined) return 'Its round is not at its end.';
  return { kind: 'round', file, learner, body, round, taken };
}

async function checkRound(told: HandedRound): Promise<HandedRound> {
  const { body, round, taken } = told;
  const again = await scoredAgain(body, round);
  if (again === undefined) throw new Error('a run could not be made');
  return { ...told, findings: differencesOf(body.interview, taken, again) };
}

function anotherVersion(title: string): string {
  return `It is of another version of “${title}” than this page has, so it cannot be checked.`;
}
