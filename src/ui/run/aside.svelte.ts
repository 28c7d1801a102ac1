/** What a reader had put into the run that was left last: it lies aside, and is brought back with all its branches and bookmarks. */
import type { Lab } from './lab.svelte.ts';
import { workIn } from './work.ts';

interface Kept {
  readonly title: string;
  readonly address: string;
  readonly packed: string;
}

/** One place for one run, as long as the page is open. */
export class Aside {
  readonly #lab: Lab;
  #kept = $state.raw<Kept>();

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** The title of what lies aside; empty when nothing does. */
  get title(): string {
    return this.#kept?.title ?? '';
  }

  /** Opens something else. When that succeeds, what was put into the run that was open lies aside, and the reader is told. */
  async during(open: () => Promise<boolean>): Promise<boolean> {
    const lab = this.#lab;
    // What was done a moment ago is work too, though the simulation may not have answered yet.
    await lab.travel.branching.settled();
    const work = workIn(lab);
    if (work === '') return open();
    const kept = await this.#pack();
    if (!(await open())) return false;
    const what = `What you did in “${kept.title}” (${work})`;
    if (kept.packed === '') lab.notices.tell(`${what} is gone.`);
    else {
      this.#kept = kept;
      const bringBack = () => void this.bringBack();
      lab.notices.tell(`${what} lies aside.`, { words: 'Bring it back', run: bringBack });
    }
    return true;
  }

  /** Opens again what lies aside, at its moment. What is open now takes its place there. */
  async bringBack(): Promise<void> {
    const kept = this.#kept;
    const work = await carrying();
    if (kept === undefined || work === undefined) return;
    this.#kept = undefined;
    const isBack = await this.during(() => work.takeUp(this.#lab, kept.packed, kept.address));
    if (!isBack) this.#kept = kept;
  }

  async #pack(): Promise<Kept> {
    const lab = this.#lab;
    const { address } = lab;
    const title = lab.run.scenario?.title ?? '';
    const work = await carrying();
    return { title, address, packed: (await work?.packed(lab)) ?? '' };
  }
}

/** Most runs are left with nothing in them: what packs one is loaded when it is needed. */
function carrying() {
  return import('../offline/carry.ts').catch(() => undefined);
}
