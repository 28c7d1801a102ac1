/** What a learner has done as documents that other tabs change too: the lessons, the recall deck and the interviews. Loaded when there is something to keep or to find. */
import {
  browserTimers,
  KeptDocument,
  places,
  whenLeaving,
  type LessonProgress,
  type RecallCard,
} from '../../keeping/index.ts';
import {
  answered,
  dueOn,
  intervals,
  warmUp,
  withLesson,
  type Lesson,
  type Progress,
} from '../../lessons/index.ts';
import type { Problem } from '../../scenario/index.ts';
import { openStore } from '../shell/kept-store.ts';
import { deckOf, keptCard, today } from './days.ts';
import { KeptInterviews, type Interviewed } from './kept-interviews.ts';
import { keptOf, progressOf } from './kept-lesson.ts';

/** What is known now. */
export interface Learned {
  readonly lessons: readonly LessonProgress[];
  readonly interviews: Interviewed;
  /** How many questions the deck has. */
  readonly questions: number;
  /** Ids of those that are due today, the longest overdue first. */
  readonly due: readonly string[];
  /** In how many days the next one comes back. */
  readonly nextIn?: number;
  /** Why something is not kept; none when all is well. */
  readonly problems: readonly Problem[];
}

interface Documents {
  readonly lessons: KeptDocument<readonly LessonProgress[]>;
  readonly deck: KeptDocument<readonly RecallCard[]>;
  readonly interviews: KeptInterviews;
}

/** The documents of a learner. */
export class KeptLearning {
  readonly interviews: KeptInterviews;
  readonly #lessons: KeptDocument<readonly LessonProgress[]>;
  readonly #deck: KeptDocument<readonly RecallCard[]>;
  readonly #problems: readonly Problem[];

  private constructor({ lessons, deck, interviews }: Documents, problems: readonly Problem[]) {
    this.#lessons = lessons;
    this.#deck = deck;
    this.interviews = interviews;
    this.#problems = problems;
  }

  /** Opens all of them; `changed` is called whenever one changes. Never throws. */
  static async open(changed: (learned: Learned) => void): Promise<KeptLearning> {
    const { store, notepad, problems } = await openStore();
    const opened: { kept?: KeptLearning } = {};
    const owner = {
      timers: browserTimers,
      ...(notepad === undefined ? {} : { notepad }),
      changed: () => opened.kept && changed(opened.kept.learned),
    };
    const lessons = await KeptDocument.open({ store, place: places.lessons, owner }, []);
    const deck = await KeptDocument.open({ store, place: places.deck, owner }, []);
    const interviews = await KeptInterviews.open(store, owner);
    whenLeaving(window, () => {
      lessons.leave();
      deck.leave();
      interviews.leave();
    });
    const kept = new KeptLearning({ lessons, deck, interviews }, problems);
    opened.kept = kept;
    changed(kept.learned);
    return kept;
  }

  get learned(): Learned {
    const standings = [this.#lessons.keeping, this.#deck.keeping];
    const failed = standings.flatMap((each) => (each.kind === 'failed' ? each.problems : []));
    const deck = deckOf(this.#deck.value);
    const day = today();
    const later = deck.filter(({ due, step }) => step < intervals.length && due > day);
    return {
      lessons: this.#lessons.value,
      interviews: this.interviews.done,
      questions: deck.length,
      due: dueOn(deck, day).map(({ id }) => id),
      ...(later.length === 0 ? {} : { nextIn: Math.min(...later.map(({ due }) => due)) - day }),
      problems: [
        ...this.#problems,
        ...failed,
        ...this.interviews.problems,
        ...(this.#isDamaged ? [damage] : []),
      ],
    };
  }

  /** How far a lesson is, if it was begun and has not changed since. */
  progressOf(lesson: Lesson): Progress | undefined {
    const kept = this.#ofLesson(lesson);
    return kept && progressOf(lesson, kept);
  }

  /** Keeps how far a lesson is. The questions of a finished one go into the deck. */
  keep(lesson: Lesson, progress: Progress): void {
    const now = Date.now();
    const entry = keptOf(lesson, progress, { now, before: this.#ofLesson(lesson) });
    this.#lessons.edit(places.lessons.kind.put(this.#lessons.value, entry));
    if (progress.at === lesson.steps.length) this.#addCards(lesson, now);
  }

  /** Questions of other lessons to be recalled before this one, by id. Of two that are as urgent, the one that was left alone longer comes first. */
  warmUp({ id }: Lesson, most: number): readonly string[] {
    const cards = this.#deck.value.toSorted((one, other) => one.changed - other.changed);
    return warmUp(deckOf(cards), { lesson: id, most });
  }

  /** Takes an answer to a question of the deck. */
  answer(id: string, isRight: boolean): void {
    const now = Date.now();
    const { value } = this.#deck;
    const old = value.find(({ lesson, question }) => `${lesson}/${question}` === id);
    const card = answered(deckOf(value), { id, isRight, today: today() }).find(
      (each) => each.id === id,
    );
    if (old === undefined || card === undefined) return;
    const lapses = Math.min(old.lapses + (isRight ? 0 : 1), 10_000);
    this.#deck.edit(places.deck.kind.put(value, keptCard(card, { now, lapses })));
  }

  /** Saves what is not saved. */
  async flush(): Promise<void> {
    await this.#lessons.flush();
    await this.#deck.flush();
    await this.interviews.flush();
  }

  #addCards(lesson: Lesson, now: number): void {
    const known = deckOf(this.#deck.value);
    const fresh = withLesson(known, lesson, today()).slice(known.length);
    const cards = fresh.map((card) => keptCard(card, { now, lapses: 0 }));
    if (cards.length > 0) this.#deck.edit(places.deck.kind.merge(this.#deck.value, cards));
  }

  get #isDamaged(): boolean {
    return [this.#lessons, this.#deck, this.interviews].some(({ isDamaged }) => isDamaged);
  }

  #ofLesson({ id }: Lesson): LessonProgress | undefined {
    return this.#lessons.value.find(({ lesson }) => lesson === id);
  }
}

const damage: Problem = {
  code: 'damaged',
  path: '',
  message: 'A part of what is kept here was damaged, and is set aside.',
  fix: 'The last good copy is used where there is one.',
};
