/** The face of the lesson room: all that the page loads when a lesson is opened. */
import type { Progress } from '../../lessons/index.ts';
import { newLab } from '../lab/index.ts';
import type { Learning } from '../learning/learning.svelte.ts';
import { entryOf } from '../run/catalogue.ts';
import type { Theme } from '../shell/theme.svelte.ts';
import { lessonOf } from './lesson-bodies.ts';
import { LessonRoom } from './room.svelte.ts';

export { default as LessonPage } from './LessonPage.svelte';
export type { LessonRoom };

/** Opens a lesson where it was left, in the lab of the one before it or in a new one; undefined when there is none of that name. */
export async function openLesson(
  id: string,
  page: { readonly theme: Theme; readonly learning: Learning },
  before?: LessonRoom,
): Promise<LessonRoom | undefined> {
  const lesson = await lessonOf(id);
  const base = lesson && (await entryOf(lesson.scenario)?.read());
  if (lesson === undefined || base === undefined) return undefined;
  const { learning } = page;
  const kept = await learning.open();
  const keeper = {
    progress: kept?.progressOf(lesson),
    keep: (progress: Progress) => kept?.keep(lesson, progress),
    recalls: (most: number) => kept?.warmUp(lesson, most) ?? [],
    recalled: (question: string, isRight: boolean) => kept?.answer(question, isRight),
    problem: () => (kept === undefined ? notAtHand : learning.problem),
  };
  before?.close();
  return new LessonRoom(lesson, before?.lab ?? newLab(page.theme), { base, keeper });
}

const notAtHand =
  'What you do here is not kept: the part of Baton that keeps it could not be loaded.';
