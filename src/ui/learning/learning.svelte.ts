/** How far the reader is with the lessons and the interviews, as the page shows it. The part that keeps it is loaded when it is needed. */
import { mayKeepSomething } from '../gallery/recents.svelte.ts';
import type { Interviewed } from './kept-interviews.ts';
import type { KeptLearning, Learned } from './kept-learning.ts';

/** How one lesson stands. */
export interface Standing {
  /** The open step, from 0. */
  readonly step: number;
  readonly isFinished: boolean;
}

/** What was learned. */
export class Learning {
  #learned = $state.raw<Learned>({
    ...{ lessons: [], questions: 0, due: [], problems: [] },
    interviews: { results: [], rounds: [], drills: [] },
  });
  #kept: Promise<KeptLearning | undefined> | undefined;

  /** How a lesson stands; undefined when it was not begun. */
  standingOf(lesson: string): Standing | undefined {
    const found = this.#learned.lessons.find((each) => each.lesson === lesson);
    return found && { step: found.step, isFinished: found.finished !== undefined };
  }
  /** What was done in interviews, the newest first. */
  get interviews(): Interviewed {
    return this.#learned.interviews;
  }
  /** Ids of the questions that are due today, the longest overdue first. */
  get due(): readonly string[] {
    return this.#learned.due;
  }
  /** How many questions there are, due or not. */
  get questions(): number {
    return this.#learned.questions;
  }
  /** The day on which the next question comes back, as days from today; undefined when none does. */
  get nextIn(): number | undefined {
    return this.#learned.nextIn;
  }
  /** Why nothing is kept; empty when all is well. */
  get problem(): string {
    const [problem] = this.#learned.problems;
    return problem === undefined ? '' : `${problem.message} ${problem.fix}`;
  }

  /** Finds out how far the reader is. At a first visit there is nothing to find, and nothing is loaded for it. */
  async read(): Promise<void> {
    if (await mayKeepSomething()) await this.open();
  }

  /** What keeps it; undefined when that could not be loaded. */
  open(): Promise<KeptLearning | undefined> {
    this.#kept ??= this.#load().catch(() => {
      this.#kept = undefined;
      return undefined;
    });
    return this.#kept;
  }

  async #load(): Promise<KeptLearning> {
    const { KeptLearning } = await import('./kept-learning.ts');
    return KeptLearning.open((learned) => (this.#learned = learned));
  }
}
