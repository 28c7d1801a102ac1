/** Opens the run of a lesson at a moment in the lab, and says whether it is the very run that the link was made from. */
import { textOf } from '../learning/lesson-runs.ts';
import { tellWhetherSame } from '../links/print.ts';
import type { Lab } from '../run/lab.svelte.ts';
import type { Asked } from '../run/named.ts';
import { lessonOf } from './lesson-bodies.ts';
import { momentIn } from './moment-address.ts';

/** False when there is no such lesson. */
export async function openMoment(lab: Lab, { said, hash, isWanted }: Asked): Promise<boolean> {
  const moment = momentIn(said.slug);
  const lesson = moment && (await lessonOf(moment.lesson));
  const text = lesson && (await textOf(lesson, moment.choices));
  if (lesson === undefined || text === undefined) return false;
  const seed = said.seed ?? lesson.seed;
  if (!(await lab.open({ ...said, seed, text }, isWanted))) return false;
  await tellWhetherSame(lab, { said, hash, title: lesson.title });
  return true;
}
