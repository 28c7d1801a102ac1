/** Where each document is kept, and which document a key means. */
import type { DocumentKind, Place } from './document-kind.ts';
import { drills } from './drills.ts';
import { interviewResults } from './interview-results.ts';
import { lessonProgress } from './lesson-progress.ts';
import { openRounds } from './open-rounds.ts';
import { ownScenario, type OwnScenario } from './own-scenario.ts';
import { pageSettings } from './page-settings.ts';
import { recallDeck } from './recall-deck.ts';
import { recent } from './recent.ts';

const scenarioRoom = 'scenario/';
const copiesTried = 1_000;

/** The documents of which there is one each. */
export const places = {
  recent: { key: 'recent', kind: recent },
  lessons: { key: 'lessons', kind: lessonProgress },
  deck: { key: 'deck', kind: recallDeck },
  interviews: { key: 'interviews', kind: interviewResults },
  rounds: { key: 'rounds', kind: openRounds },
  drills: { key: 'drills', kind: drills },
  settings: { key: 'settings', kind: pageSettings },
} as const;

/** Where the own scenario of this id is kept. An id is written as those of scenarios are: `my-shop`. */
export function scenarioPlace(id: string): Place<OwnScenario> {
  return {
    key: `${scenarioRoom}${id}`,
    kind: ownScenario,
    *copies() {
      for (let turn = 2; turn < copiesTried; turn++)
        yield scenarioPlace(`${id.slice(0, 36)}-${turn}`);
    },
  };
}

/** The id of the own scenario that is kept under a key; undefined for any other document. */
export function scenarioOf(key: string): string | undefined {
  const id = key.startsWith(scenarioRoom) ? key.slice(scenarioRoom.length) : '';
  return /^[a-z][a-z0-9-]{0,39}$/.test(id) ? id : undefined;
}

/** A kind that only a newer Baton knows: kept and exported, never opened. */
const unknownKind: DocumentKind<never> = {
  schema: 0,
  upgrades: [],
  shape: { read: () => undefined, write: () => null, schema: () => ({}) },
  merge: () => undefined,
};

/** The place of any key. */
export function placeOf(key: string): Place<unknown> {
  const id = scenarioOf(key);
  if (id !== undefined) return scenarioPlace(id);
  return Object.values(places).find((place) => place.key === key) ?? { key, kind: unknownKind };
}
