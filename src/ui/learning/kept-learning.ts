/** What a learner has done as documents that other tabs change too: the lessons and the recall deck. Loaded when there is something to keep or to find. */
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
  withLesson,
  type Lesson,
  type Progress,
} from '../../lessons/index.ts';
import type { Problem } from '../../scenario/index.ts';
import { openStore } from '../shell/kept-store.ts';
import { deckOf, keptCard, today } from './days.ts';
import { keptOf, progressOf } from './kept-lesson.ts';

/** What is known now. */
export interface Learned {
  readonly lessons: readonly LessonProgress[];
  /** How many questions the deck has. */
  readonly questions: number;
  /** Ids of those that are due today, the longest overdue first. */
  readonly due: readonly string[];
  /** In how many days the next one comes back. */
  readonly nextIn?: number;
  /** Why something is not kept; none when all is well. */
  readonly problems: readonly Problem[];
}

/** The documents of a learner. */
export class KeptLearning {
  readonly #lessons: KeptDocument<readonly LessonProgress[]>;
  readonly #deck: KeptDocument<readonly RecallCard[]>;
  readonly #problems: readonly Problem[];

  private constructor(
    lessons: KeptDocument<readonly LessonProgress[]>,
    deck: KeptDocument<readonly RecallCard[]>,
    problems: readonly Problem[],
  ) {
    this.#lessons = lessons;
    this.#deck = deck;
    this.#problems = problems;
  }

  /** Opens both; `changed` is called whenever one of them changes. Never throws. */
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
    whenLeaving(window, () => {
      lessons.leave();
      deck.leave();
    });
    const kept = new KeptLearning(lessons, deck, problems);
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
      questions: deck.length,
      due: dueOn(deck, day).map(({ id }) => id),
      ...(later.length === 0 ? {} : { nextIn: Math.min(...later.map(({ due }) => due)) - day }),
      problems: [...this.#problems, ...failed],
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
  }

  #addCards(lesson: Lesson, now: number): void {
    const known = deckOf(this.#deck.value);
    const fresh = withLesson(known, lesson, today()).slice(known.length);
    const cards = fresh.map((card) => keptCard(card, { now, lapses: 0 }));
    if (cards.length > 0) this.#deck.edit(places.deck.kind.merge(this.#deck.value, cards));
  }

  #ofLesson({ id }: Lesson): LessonProgress | undefined {
    return this.#lessons.value.find(({ lesson }) => lesson === id);
  }
}
