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
import { roundsUnderWay } from './under-way.ts';

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
  const lines: string[] = [
    ...lessonLines(before.lessons, after.lessons),
    ...countLine(after.cards - before.cards, 'question to recall', 'questions to recall'),
    ...countLine(
      after.rounds - before.rounds,
      'round of an interview with its points',
      'rounds of interviews with their points',
    ),
    ...countLine(
      after.underWay - before.underWay,
      'round that is under way',
      'rounds that are under way',
    ),
    ...countLine(after.drills - before.drills, 'drill', 'drills'),
    ...otherLines(imported),
    ...imported.problems.map(({ message, fix }) => `Not all can be read: ${message} ${fix}`),
  ];
  const brings = imported.added.length + imported.merged.length + imported.copied.length > 0;
  // A round may be further on than it is here.
  if (brings && lines.length === 0) lines.push('Something newer of what is here.');
  return { kind: 'preview', lines, brings };
}

async function contentsOf(store: DocumentStore) {
  const lessons = await store.read(places.lessons);
  const deck = await store.read(places.deck);
  const interviews = await store.read(places.interviews);
  const rounds = await store.read(places.rounds);
  const drills = await store.read(places.drills);
  const results = interviews.kind === 'document' ? interviews.value : [];
  const begun = rounds.kind === 'document' ? rounds.value : [];
  return {
    lessons: lessons.kind === 'document' ? lessons.value : [],
    cards: deck.kind === 'document' ? deck.value.length : 0,
    rounds: results.length,
    underWay: roundsUnderWay({ results, rounds: begun }).length,
    drills: drills.kind === 'document' ? drills.value.length : 0,
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
  const told = ['lessons', 'deck', 'interviews', 'rounds', 'drills'];
  const others = merged.filter((key) => !told.includes(key));
  return [
    ...countLine(
      added.filter((key) => scenarioOf(key) !== undefined).length,
      'scenario of your own',
      'scenarios of your own',
    ),
    ...countLine(copied.length, 'scenario beside the one here', 'scenarios beside those here'),
    ...(others.length + added.filter((key) => ['recent', 'settings'].includes(key)).length > 0
      ? ['Settings or what was opened last.']
      : []),
  ];
}

function countLine(count: number, one: string, many: string): readonly string[] {
  return count <= 0 ? [] : [`${count} ${count === 1 ? one : many}.`];
}
