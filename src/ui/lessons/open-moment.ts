/** Opens the run of a lesson at a moment in the lab, and says whether it is the very run that the link was made from. */
import { textOf } from '../learning/lesson-runs.ts';
import type { Address } from '../run/address.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { lessonOf } from './lesson-bodies.ts';
import { momentIn, printIn, shortPrint } from './moment-address.ts';

/** False when there is no such lesson. */
export async function openMoment(lab: Lab, said: Address, hash: string): Promise<boolean> {
  const moment = momentIn(said.slug);
  const lesson = moment && (await lessonOf(moment.lesson));
  const text = lesson && (await textOf(lesson, moment.choices));
  if (lesson === undefined || text === undefined) return false;
  const seed = said.seed ?? lesson.seed;
  if (!(await lab.open({ ...said, seed, text }))) return false;
  const wanted = printIn(hash);
  if (wanted === '') return true;
  const print = shortPrint(await lab.run.fingerprints(said.at ?? 0), said.shown);
  const isSame = print.startsWith(wanted) || wanted.startsWith(print);
  lab.notices.tell(
    isSame
      ? `The same moment of “${lesson.title}”: this run has the fingerprint ${wanted}, as the one that is shown.`
      : `This run of “${lesson.title}” is another one than is shown: its fingerprint is ${print}, not ${wanted}. One of the pages is of another version: reload both.`,
  );
  return true;
}
