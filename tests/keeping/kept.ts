/** Documents for tests, and short ways to save and read them. */
import {
  DocumentStore,
  noChannel,
  places,
  scenarioPlace,
  type Backend,
  type LessonProgress,
  type OwnScenario,
} from '../../src/keeping/index.ts';
import { memoryOver } from './trouble.ts';

export const shop = scenarioPlace('my-shop');
export const { lessons } = places;

/** An own scenario with this text. */
export function scenario(text: string, changed = 1): OwnScenario {
  return { name: 'My shop', text, changed };
}

/** The progress of a lesson. */
export function lesson(id: string, step: number, changed = 1): LessonProgress {
  const nothing = { answers: [], shown: [], positions: [], attempts: [], skipped: [] };
  return { ...nothing, lesson: id, step, exitCard: '', changed };
}

/** A store without other tabs. */
export function storeOver(backend: Backend): DocumentStore {
  return new DocumentStore(backend, noChannel);
}

/** The texts of a store in which these versions of the own scenario were saved, one after the other. */
export async function textsAfter(...versions: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const store = storeOver(memoryOver(texts));
  for (const [known, text] of versions.entries()) await store.save(shop, scenario(text), known);
  return texts;
}

/** The text of the own scenario, or the kind of what was found instead. */
export async function shopIn(texts: Map<string, string>): Promise<string> {
  const reading = await storeOver(memoryOver(texts)).read(shop);
  return reading.kind === 'document' ? reading.value.text : `(${reading.kind})`;
}

/** The version that the next save of the own scenario has to name. */
export async function versionIn(store: DocumentStore): Promise<number> {
  const reading = await store.read(shop);
  return reading.kind === 'failed' ? 0 : reading.version;
}
