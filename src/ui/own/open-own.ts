/** Opens an own scenario by its address: runs it if it can be run, and leads to its mistakes if not. */
import { readScenario } from '../../scenario/index.ts';
import { entryOf, initialSlug } from '../run/catalogue.ts';
import type { Lab } from '../run/lab.svelte.ts';
import type { Asked } from '../run/named.ts';
import { openStore } from '../shell/kept-store.ts';
import { ownIdOf } from './names.ts';
import { OwnScenarios } from './own-scenarios.ts';

/** False when this browser has no such scenario. */
export async function openOwn(lab: Lab, { said, isWanted }: Asked): Promise<boolean> {
  const own = await new OwnScenarios(await openStore()).read(ownIdOf(said.slug) ?? '');
  if (own === undefined) return false;
  if (readScenario(own.text).kind === 'scenario')
    return lab.open({ ...said, text: own.text }, isWanted);
  // Its text has mistakes: what it began as runs meanwhile, and the editor shows them.
  const entry = entryOf(own.origin ?? '') ?? entryOf(initialSlug);
  if (entry === undefined) return false;
  if (!(await lab.open({ slug: said.slug, text: await entry.read() }, isWanted))) return false;
  await lab.editing.open(own.text);
  return true;
}
