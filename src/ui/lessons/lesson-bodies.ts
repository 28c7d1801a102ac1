/** The lessons themselves, each loaded when it is asked for. */
import bodies from 'virtual:lesson-bodies';
import type { Lesson } from '../../lessons/index.ts';

/** The lesson of this id; undefined when there is none. */
export async function lessonOf(id: string): Promise<Lesson | undefined> {
  const load = Object.hasOwn(bodies, id) ? bodies[id] : undefined;
  return load && (JSON.parse((await load()).default) as Lesson);
}
