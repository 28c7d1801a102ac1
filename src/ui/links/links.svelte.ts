/** Links on the page: the one that was made, the one that waits to be opened, and what came of opening it. The work itself is loaded when it is needed. */
import type { Wanted } from '../run/asking.svelte.ts';
import type { Lab } from '../run/lab.svelte.ts';
import type { Comparison } from './comparison.ts';
import type { Offer } from './offer.ts';

/** What the page has to show of a link. */
export type LinkView =
  /** A link was made. */
  | {
      readonly kind: 'made';
      readonly address: string;
      readonly letters: number;
      readonly copied: boolean;
      readonly holds: readonly string[];
    }
  /** A link cannot be made or opened: what is wrong, and what helps. */
  | {
      readonly kind: 'refused';
      readonly title: string;
      readonly message: string;
      readonly fix: string;
    }
  /** A link would replace what is open, or comes from somebody else: it waits for a word. */
  | { readonly kind: 'offered'; readonly offer: Offer }
  /** The run that a link describes came out differently here. */
  | { readonly kind: 'differs'; readonly comparison: Comparison };

const offline = {
  kind: 'refused',
  title: 'Links are not at hand',
  message: 'The part of Baton that makes and opens links could not be loaded.',
  fix: 'Try again when you are online.',
} as const;

/** The links of a page. */
export class Links {
  readonly #lab: Lab;
  #view = $state.raw<LinkView>();

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** What is shown of a link at present, if anything. */
  get view(): LinkView | undefined {
    return this.#view;
  }

  /** Makes a link to the present moment, and copies it where the browser lets us. */
  async share(): Promise<void> {
    const lab = this.#lab;
    lab.player.pause();
    const work = await import('./make-link.ts').catch(() => undefined);
    this.#view = work === undefined ? offline : await work.makeLink(lab);
  }

  /** The address of a link to the present moment, if there can be one. */
  async addressOfMoment(): Promise<string | undefined> {
    const work = await import('./make-link.ts').catch(() => undefined);
    return work?.addressOfMoment(this.#lab);
  }

  /** Opens what a fragment says, or offers it, or says why it cannot be opened. What is open stays until there is something to open. */
  async open(fragment: string, isWanted: Wanted): Promise<void> {
    const lab = this.#lab;
    const work = await import('./open-link.ts').catch(() => undefined);
    const view = work === undefined ? offline : await work.openLink(lab, fragment, isWanted);
    if (!isWanted()) return;
    // Behind a question or a refusal there is something to go on with.
    if (view !== undefined && lab.run.scenario === undefined) await lab.openAddress('');
    this.#view = view;
  }

  /** Opens what was offered. */
  async accept(offer: Offer): Promise<void> {
    this.#view = undefined;
    const isWanted = this.#lab.ask();
    const work = await import('./open-link.ts').catch(() => undefined);
    const view =
      work === undefined ? offline : await work.carryOut(this.#lab, offer.plan, isWanted);
    if (isWanted()) this.#view = view;
  }

  /** Puts away what was shown, unless something else is shown since: a browser may tell late that a dialog was closed. The address then says what is open again. */
  dismiss(shown: LinkView): void {
    if (this.#view !== shown) return;
    const hadLeft = this.#view?.kind === 'offered' || this.#view?.kind === 'refused';
    this.#view = undefined;
    const lab = this.#lab;
    if (hadLeft && lab.run.scenario !== undefined) history.replaceState(null, '', lab.address);
  }
}
