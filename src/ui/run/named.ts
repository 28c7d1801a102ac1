/** Opens what an address names: a built-in scenario, one of one's own, the run of a lesson, or a run that is to be the same. */
import { ownIdOf } from '../own/names.ts';
import type { Address } from './address.ts';
import { entryOf, initialSlug } from './catalogue.ts';
import type { Wanted } from './asking.svelte.ts';
import type { Lab } from './lab.svelte.ts';

/** What an address asks for. */
export interface Asked {
  readonly said: Address;
  readonly hash: string;
  readonly isWanted: Wanted;
}

/** Opens it, or the usual scenario in place of an unknown one, whose name is answered then; undefined when nothing was opened. */
export async function openNamed(
  lab: Lab,
  asked: Asked,
): Promise<{ readonly unknown: string } | undefined> {
  const { said, isWanted } = asked;
  if (await openSpecial(lab, asked)) return { unknown: '' };
  const entry = entryOf(said.slug) ?? entryOf(initialSlug);
  if (entry === undefined) return undefined;
  const opening = { ...said, slug: entry.slug, text: await entry.read() };
  if (!(await lab.open(opening, isWanted))) return undefined;
  return { unknown: entry.slug === said.slug ? '' : said.slug };
}

/** Opens what takes more than the catalogue. False when there is nothing of that name. What opens it is loaded when it is asked for. */
async function openSpecial(lab: Lab, asked: Asked): Promise<boolean> {
  const { said, hash } = asked;
  if (ownIdOf(said.slug) !== undefined) {
    const own = await import('../own/open-own.ts').catch(() => undefined);
    return (await own?.openOwn(lab, asked)) ?? false;
  }
  if (!said.slug.startsWith('lesson/')) {
    if (!hash.includes('&print=')) return false;
    const printed = await import('../links/print.ts').catch(() => undefined);
    return (await printed?.openPrinted(lab, asked)) ?? false;
  }
  const lesson = await import('../lessons/open-moment.ts').catch(() => undefined);
  return (await lesson?.openMoment(lab, asked)) ?? false;
}
