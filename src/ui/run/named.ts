/** Opens what an address names and the catalogue does not have: a scenario of one's own, or the run of a lesson. */
import { ownIdOf } from '../own/names.ts';
import type { Address } from './address.ts';
import type { Lab } from './lab.svelte.ts';

/** False when there is nothing of that name. What opens it is loaded when it is asked for. */
export async function openNamed(lab: Lab, said: Address, hash: string): Promise<boolean> {
  if (ownIdOf(said.slug) !== undefined) {
    const own = await import('../own/open-own.ts').catch(() => undefined);
    return (await own?.openOwn(lab, said)) ?? false;
  }
  if (!said.slug.startsWith('lesson/')) return false;
  const lesson = await import('../lessons/open-moment.ts').catch(() => undefined);
  return (await lesson?.openMoment(lab, said, hash)) ?? false;
}
