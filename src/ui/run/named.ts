/** Opens what an address names and what takes more than the catalogue: a scenario of one's own, the run of a lesson, or a run that is to be the same. */
import { ownIdOf } from '../own/names.ts';
import type { Address } from './address.ts';
import type { Wanted } from './asking.svelte.ts';
import type { Lab } from './lab.svelte.ts';

/** What an address asks for. */
export interface Asked {
  readonly said: Address;
  readonly hash: string;
  readonly isWanted: Wanted;
}

/** False when there is nothing of that name. What opens it is loaded when it is asked for. */
export async function openNamed(lab: Lab, asked: Asked): Promise<boolean> {
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
