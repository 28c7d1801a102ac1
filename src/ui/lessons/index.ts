/** The face of the lesson room: all that the page loads when a lesson is opened. */
import bodies from 'virtual:lesson-bodies';
import type { Lesson } from '../../lessons/index.ts';
import { newLab } from '../lab/index.ts';
import { entryOf } from '../run/catalogue.ts';
import type { Theme } from '../shell/theme.svelte.ts';
import { LessonRoom } from './room.svelte.ts';

export { default as LessonPage } from './LessonPage.svelte';
export type { LessonRoom };

/** Opens a lesson, in the lab of the one before it or in a new one; undefined when there is none of that name. */
export async function openLesson(
  id: string,
  theme: Theme,
  before?: LessonRoom,
): Promise<LessonRoom | undefined> {
  const load = Object.hasOwn(bodies, id) ? bodies[id] : undefined;
  if (load === undefined) return undefined;
  const lesson = JSON.parse((await load()).default) as Lesson;
  const base = await entryOf(lesson.scenario)?.read();
  if (base === undefined) return undefined;
  before?.close();
  return new LessonRoom(lesson, before?.lab ?? newLab(theme), base);
}
