/** Results that were handed in: each read, its runs made again, and what does not come out as it says told in sentences. */
import { keepingLimits, readResult, type LessonResult } from '../../keeping/index.ts';
import {
  answer,
  borneOut,
  discrepancies,
  type Lesson,
  type Progress,
} from '../../lessons/index.ts';
import { progressOf } from '../learning/kept-lesson.ts';
import { lessonOf } from '../lessons/lesson-bodies.ts';
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
    };

type Result = Extract<CheckedFile, { readonly kind: 'result' }>;

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
    return this.#files.filter((each) => each.kind === 'result' && each.findings === undefined)
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
    const read = await readFile(file).catch(() => 'The file could not be read.');
    if (typeof read === 'string') {
      this.#files = [...this.#files, { kind: 'refused', file: file.name, sentence: read }];
      return;
    }
    const { result, ...told } = read;
    this.#files = [...this.#files, told];
    const checked = await this.#check(told, result).catch((): Result => ({
      ...told,
      findings: ['The runs could not be made again.'],
    }));
    this.#files = this.#files.map((each) => (each === told ? checked : each));
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

async function readFile(
  file: File,
): Promise<(Result & { readonly result: LessonResult }) | string> {
  if (file.size > keepingLimits.scenarioLength) return 'It is larger than any result.';
  const read = readResult(await file.text());
  if (read.kind === 'problems') {
    const [problem] = read.problems;
    return `It is no result of a lesson: ${problem?.message ?? ''} ${problem?.fix ?? ''}`;
  }
  const { result } = read;
  const lesson = await lessonOf(result.way.lesson);
  if (lesson === undefined) return `There is no lesson “${result.way.lesson}” here.`;
  const progress = progressOf(lesson, result.way);
  if (progress === undefined)
    return `It is of another version of “${lesson.title}” than this page has, so it cannot be checked.`;
  const { learner } = result;
  return { kind: 'result', file: file.name, learner, lesson, progress, result };
}
