/** Questions of finished lessons, one after the other: each recalled, then compared and checked by running. */
import { answer, isAsExpected, type Lesson, type RecallQuestion } from '../../lessons/index.ts';
import { LessonRuns } from '../learning/lesson-runs.ts';
import { lessonOf } from '../lessons/lesson-bodies.ts';

/** A question with the lesson that it is from. */
export interface Asked {
  readonly id: string;
  readonly lesson: Lesson;
  readonly question: RecallQuestion;
}

/** What the run says of an answer. */
export interface Checked {
  readonly holds: boolean;
  readonly value: number | string | null;
}

/** Where the questions come from, and where the answers go. */
export interface Sitting {
  /** The questions, by their ids in the deck. */
  readonly find: () => Promise<readonly string[]>;
  /** Takes the learner's own word for whether they knew one. */
  readonly take: (id: string, isKnown: boolean) => Promise<void>;
  /** How many were answered before, in the same sitting. */
  readonly before?: number;
}

/** One sitting. */
export class RecallSession {
  readonly #sitting: Sitting;
  readonly #runs = new LessonRuns();
  #asked = $state.raw<readonly Asked[]>();
  #at = $state.raw(0);
  #known = $state.raw(0);
  #isCompared = $state.raw(false);
  #checked = $state.raw<Checked | 'failed'>();

  constructor(sitting: Sitting) {
    this.#sitting = sitting;
  }

  /** The question that is asked; undefined when none is left, or while they are being looked for. */
  get asked(): Asked | undefined {
    return this.#asked?.[this.#at];
  }
  /** Whether the questions have been looked for. */
  get isReady(): boolean {
    return this.#asked !== undefined;
  }
  /** How many questions this sitting has. */
  get count(): number {
    return this.#before + (this.#asked?.length ?? 0);
  }
  /** How many were answered, and how many of those were known. */
  get done(): number {
    return this.#before + this.#at;
  }
  get known(): number {
    return this.#known;
  }
  /** Whether the answer is open, to be compared. */
  get isCompared(): boolean {
    return this.#isCompared;
  }
  /** What the run says; undefined while it is made. */
  get checked(): Checked | 'failed' | undefined {
    return this.#checked;
  }

  /** Looks for the questions. One that its lesson no longer asks is left out. */
  async begin(): Promise<void> {
    const asked: Asked[] = [];
    for (const id of await this.#sitting.find()) {
      const [of = '', which] = id.split('/');
      const lesson = await lessonOf(of).catch(() => undefined);
      const question = lesson?.recall.find((each) => each.id === which);
      if (lesson !== undefined && question !== undefined) asked.push({ id, lesson, question });
    }
    this.#asked = asked;
  }

  /** Opens the answer, and has it checked by a run. */
  async compare(): Promise<void> {
    const { asked } = this;
    if (asked === undefined || this.#isCompared) return;
    this.#isCompared = true;
    this.#checked = undefined;
    const { lesson, question } = asked;
    const run = await this.#runs.of(lesson, question.with);
    // Who has gone on does not hear of the last question.
    if (this.asked !== asked) return;
    if (run === undefined) {
      this.#checked = 'failed';
      return;
    }
    const { value } = answer(question.ask, run.runOf, question.style);
    this.#checked = { value, holds: isAsExpected(value, question.is) };
  }

  /** Takes the learner's own word for whether they knew it, and goes on. */
  async judge(isKnown: boolean): Promise<void> {
    const { asked } = this;
    if (asked === undefined || !this.#isCompared) return;
    if (isKnown) this.#known++;
    this.#isCompared = false;
    this.#checked = undefined;
    this.#at++;
    await this.#sitting.take(asked.id, isKnown);
  }

  /** Ends the simulation. */
  close(): void {
    this.#runs.close();
  }

  get #before(): number {
    return this.#sitting.before ?? 0;
  }
}
