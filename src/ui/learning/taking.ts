/** Takes along all that is kept, and says what a file would bring before it is brought in. */
import {
  DocumentStore,
  exportAll,
  importAll,
  MemoryBackend,
  noChannel,
  places,
  scenarioOf,
  type Imported,
  type LessonProgress,
} from '../../keeping/index.ts';
import type { Problem } from '../../scenario/index.ts';
import { lessonEntries } from '../gallery/lesson-entries.ts';
import { standingIn } from '../gallery/words.ts';

/** What a file would bring, in sentences; or why it cannot be read. */
export type Preview =
  | { readonly kind: 'preview'; readonly lines: readonly string[]; readonly brings: boolean }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** What would become of this browser's store if a file were brought in: tried on a copy, so that nothing is changed. Never throws. */
export async function previewOf(store: DocumentStore, text: string): Promise<Preview> {
  const copy = new DocumentStore(new MemoryBackend(), noChannel);
  const here = await exportAll(store);
  if (here.kind === 'failed') return { kind: 'problems', problems: [here.problem] };
  await importAll(copy, here.text);
  const before = await contentsOf(copy);
  const imported = await importAll(copy, text);
  if (imported.kind === 'problems') return imported;
  const after = await contentsOf(copy);
  const lines = [
    ...lessonLines(before.lessons, after.lessons),
    ...countLine(after.cards - before.cards, 'question to recall', 'questions to recall'),
    ...otherLines(imported),
    ...imported.problems.map(({ message, fix }) => `Not all can be read: ${message} ${fix}`),
  ];
  const brings = imported.added.length + imported.merged.length + imported.copied.length > 0;
  return { kind: 'preview', lines, brings };
}

async function contentsOf(store: DocumentStore) {
  const lessons = await store.read(places.lessons);
  const deck = await store.read(places.deck);
  return {
    lessons: lessons.kind === 'document' ? lessons.value : [],
    cards: deck.kind === 'document' ? deck.value.length : 0,
  };
}

/** A line for each lesson that would stand otherwise than now. */
function lessonLines(
  before: readonly LessonProgress[],
  after: readonly LessonProgress[],
): readonly string[] {
  return after.flatMap((kept) => {
    const old = before.find(({ lesson }) => lesson === kept.lesson);
    if (old !== undefined && JSON.stringify(old) === JSON.stringify(kept)) return [];
    const title = lessonEntries.find(({ id }) => id === kept.lesson)?.title ?? kept.lesson;
    const becomes = standingOf(kept);
    if (old === undefined) return [`${title}: ${becomes}, not begun here.`];
    return [`${title}: ${becomes}, and newer than what is here (${standingOf(old)}).`];
  });
}

function standingOf({ lesson, step, finished }: LessonProgress): string {
  const entry = lessonEntries.find(({ id }) => id === lesson);
  const standing = { step, isFinished: finished !== undefined };
  return standingIn({ steps: entry?.steps ?? step + 1 }, standing);
}

function otherLines({ added, copied, merged }: Imported): readonly string[] {
  const others = merged.filter((key) => !['lessons', 'deck'].includes(key));
  return [
    ...countLine(
      added.filter((key) => scenarioOf(key) !== undefined).length,
      'scenario of your own',
      'scenarios of your own',
    ),
    ...countLine(copied.length, 'scenario beside the one here', 'scenarios beside those here'),
    ...(others.length +
      added.filter((key) => ['interviews', 'recent', 'settings'].includes(key)).length >
    0
      ? ['Interviews, settings or what was opened last.']
      : []),
  ];
}

function countLine(count: number, one: string, many: string): readonly string[] {
  return count <= 0 ? [] : [`${count} ${count === 1 ? one : many}.`];
}
