/** The runs of results, made again: a class tries the same things, so each is made once. */
import type { LessonResult } from '../../keeping/index.ts';
import type { Choices, Lesson, Progress, RunOf } from '../../lessons/index.ts';
import { LessonRuns, type LessonRun } from '../learning/lesson-runs.ts';
import { positionsKey, positionsTried } from './hand-in.ts';

/** The runs of one result. */
export interface ResultRuns {
  runOf(choices: Choices): RunOf | undefined;
  /** Runs that come to something else than the file says, and tries of which it says nothing, a sentence each. */
  differences(result: LessonResult): readonly string[];
}

/** Makes them. */
export class RunsAgain {
  readonly #runs = new LessonRuns();
  readonly #known = new Map<string, Promise<LessonRun | undefined>>();

  /** The runs that a way through a lesson speaks of. */
  async of(lesson: Lesson, progress: Progress): Promise<ResultRuns> {
    const made = new Map<string, LessonRun>();
    for (const choices of positionsTried(progress)) {
      const run = await this.#again(lesson, choices);
      if (run !== undefined) made.set(positionsKey(choices), run);
    }
    return {
      runOf: (choices) => made.get(positionsKey(choices))?.runOf,
      differences: (result) => differences(result, made),
    };
  }

  /** Ends the simulation. */
  close(): void {
    this.#runs.close();
  }

  #again(lesson: Lesson, choices: Choices): Promise<LessonRun | undefined> {
    const key = `${lesson.id} ${positionsKey(choices)}`;
    const made = this.#known.get(key) ?? this.#runs.of(lesson, choices);
    this.#known.set(key, made);
    return made;
  }
}

function differences(
  { engine, runs }: LessonResult,
  again: ReadonlyMap<string, LessonRun>,
): readonly string[] {
  return [...again].flatMap(([key, run], index) => {
    const name = index === 0 ? 'The run without a change' : `The run of change ${index}`;
    const said = runs.find(({ positions }) => {
      const choices = positions.map(({ control, choice }) => [control, choice] as const);
      return positionsKey(Object.fromEntries(choices)) === key;
    });
    if (said === undefined) return [`${name} is missing in the file.`];
    const isSame =
      said.prints.length === run.prints.length &&
      run.prints.every(({ style, hash }) =>
        said.prints.some((each) => each.style === style && each.hash === hash),
      );
    if (isSame) return [];
    const why =
      engine === run.engine ? '' : ` It was made by engine ${engine}; this one is ${run.engine}.`;
    return [`${name} comes to another fingerprint here.${why}`];
  });
}
