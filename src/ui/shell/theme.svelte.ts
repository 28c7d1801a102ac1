/** Light or dark as the system says, until the reader says otherwise; or the projector's: black on white for the last row of a lit room. */
import { MediaQuery } from 'svelte/reactivity';

const key = 'baton.theme';

/** The themes, in the order in which a reader goes through them. */
export const themes = ['light', 'dark', 'projector'] as const;
/** How the page looks. */
export type ThemeName = (typeof themes)[number];
/** What the reader can ask for. */
export type Choice = 'system' | ThemeName;

/** The theme of the page. */
export class Theme {
  readonly #systemIsDark = new MediaQuery('(prefers-color-scheme: dark)');
  readonly #isPrinted = new MediaQuery('print');
  #choice = $state.raw<Choice>(remembered());
  #lent = $state.raw<ThemeName>();

  get choice(): Choice {
    return this.#choice;
  }
  get shown(): ThemeName {
    // Printers leave grounds out: letters that are bright on a dark one would be gone.
    if (this.#isPrinted.current) return 'projector';
    return this.#lent ?? (this.#choice === 'system' ? this.#ofSystem : this.#choice);
  }
  /** The theme after this one. */
  get next(): ThemeName {
    return themes[(themes.indexOf(this.shown) + 1) % themes.length] ?? 'light';
  }
  get #ofSystem(): ThemeName {
    return this.#systemIsDark.current ? 'dark' : 'light';
  }

  /** Shows a theme for as long as something needs it, whatever the reader's own; undefined gives the own back. */
  lend(theme: ThemeName | undefined): void {
    this.#lent = theme;
  }

  /** Goes on to the next theme; at the system's own, follows the system again. */
  goOn(): void {
    this.choose(this.next);
  }

  /** Takes a theme; the system's own is followed from then on. */
  choose(theme: ThemeName): void {
    this.#choice = theme === this.#ofSystem ? 'system' : theme;
    remember(this.#choice);
  }
}

// Storage may be forbidden, as in a sandboxed frame: then the choice lasts as long as the page.
function remembered(): Choice {
  try {
    const stored = localStorage.getItem(key);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

function remember(choice: Choice): void {
  try {
    if (choice === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    return;
  }
}
