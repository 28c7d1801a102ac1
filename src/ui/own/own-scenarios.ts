/** The scenarios of one's own that are kept in this browser: what a list of them needs. */
import {
  keepingLimits,
  keepingProblem,
  scenarioOf,
  scenarioPlace,
  type OwnScenario,
  type SetAside,
} from '../../keeping/index.ts';
import type { Problem } from '../../scenario/index.ts';
import type { KeptStore } from '../shell/kept-store.ts';
import { freeId } from './names.ts';
import { retitled } from './retitle.ts';

/** An own scenario in a list. */
export interface Listed {
  readonly id: string;
  readonly own: OwnScenario;
  /** Counts its saves: whoever removes it must know which one. */
  readonly version: number;
}

/** All that is there, and what is wrong with the rest. */
export interface Shelf {
  readonly all: readonly Listed[];
  readonly setAside: readonly SetAside[];
  readonly problems: readonly Problem[];
}

/** What became of a wish: nothing to tell, or why not. */
export type Outcome = readonly Problem[];

const aside = 'quarantine/scenario/';

/** The own scenarios of this browser. */
export class OwnScenarios {
  readonly #kept: KeptStore;

  constructor(kept: KeptStore) {
    this.#kept = kept;
  }

  /** Calls back whenever another tab, or another part of the page, has changed one. */
  hear(listener: () => void): () => void {
    return this.#kept.store.channel.hear(({ key }) => {
      if (scenarioOf(key) !== undefined) listener();
    });
  }

  /** All of them, what was changed last first. Never throws. */
  async list(): Promise<Shelf> {
    const { store } = this.#kept;
    const listed = await store.list();
    const problems = [...this.#kept.problems];
    if (listed.kind === 'failed') return { all: [], setAside: [], problems: [listed.problem] };
    const all: Listed[] = [];
    for (const id of listed.keys.map(scenarioOf).filter((found) => found !== undefined)) {
      const reading = await store.read(scenarioPlace(id));
      if (reading.kind === 'document')
        all.push({ id, own: reading.value, version: reading.version });
      if (reading.kind === 'failed') problems.push(reading.problem);
      if (reading.kind === 'newer') problems.push(keepingProblem('newer-schema', id));
    }
    all.sort((one, other) => other.own.changed - one.own.changed || (one.id < other.id ? -1 : 1));
    const quarantine = await store.quarantine.list();
    const setAside =
      quarantine.kind === 'failed'
        ? []
        : quarantine.all.filter(({ name }) => name.startsWith(aside));
    return { all, setAside, problems };
  }

  /** What is kept under an id; undefined when there is nothing that this Baton can read. */
  async read(id: string): Promise<OwnScenario | undefined> {
    const reading = await this.#kept.store.read(scenarioPlace(id));
    return reading.kind === 'document' ? reading.value : undefined;
  }

  /** Gives a scenario another title, in its text as well if it has one there. */
  async rename({ id, own, version }: Listed, name: string, now: number): Promise<Outcome> {
    const renamed = { ...own, name, text: retitled(own.text, name), changed: now };
    return this.#save(id, renamed, version);
  }

  /** Keeps one more of the same. */
  async duplicate({ own }: Listed, now: number): Promise<Outcome> {
    const { all } = await this.list();
    if (all.length >= keepingLimits.scenarios) return [keepingProblem('too-many-scenarios', '')];
    const name = `${own.name.slice(0, 70)} (copy)`;
    const copy = { ...own, name, text: retitled(own.text, name), changed: now };
    const id = freeId(
      name,
      all.map((each) => each.id),
    );
    return this.#save(id, copy, 0);
  }

  /** Removes the scenario as it is listed; if it was changed in the meantime it stays. */
  async remove({ id, version }: Listed): Promise<Outcome> {
    const answer = await this.#kept.store.remove(scenarioPlace(id), version);
    if (answer.kind === 'removed') return [];
    return answer.kind === 'failed' ? [answer.problem] : [changedMeanwhile(id)];
  }

  /** Brings a removed one back. */
  async restore({ id, own }: Listed): Promise<Outcome> {
    return this.#save(id, own, 0);
  }

  /** Forgets a damaged copy for good. */
  async discard(copy: SetAside): Promise<Outcome> {
    const answer = await this.#kept.store.quarantine.discard(copy);
    return answer.kind === 'failed' ? [answer.problem] : [];
  }

  async #save(id: string, own: OwnScenario, known: number): Promise<Outcome> {
    const answer = await this.#kept.store.save(scenarioPlace(id), own, known);
    if (answer.kind === 'saved') return [];
    if (answer.kind === 'refused') return answer.problems;
    return answer.kind === 'failed' ? [answer.problem] : [changedMeanwhile(id)];
  }
}

function changedMeanwhile(id: string): Problem {
  return {
    code: 'changed-meanwhile',
    path: id,
    message: 'It was changed in another tab in the meantime, so nothing was done.',
    fix: 'Look at it again, and try once more.',
  };
}
