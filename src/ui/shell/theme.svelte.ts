/** Light or dark: as the system says, until the reader says otherwise. */
import { MediaQuery } from 'svelte/reactivity';

const key = 'baton.theme';

/** What the reader can ask for. */
export type Choice = 'system' | 'light' | 'dark';

/** The theme of the page. */
export class Theme {
  readonly #systemIsDark = new MediaQuery('(prefers-color-scheme: dark)');
  #choice = $state.raw<Choice>(remembered());

  get choice(): Choice {
    return this.#choice;
  }
  get shown(): 'light' | 'dark' {
    if (this.#choice !== 'system') return this.#choice;
    return this.#systemIsDark.current ? 'dark' : 'light';
  }

  /** Changes to the other theme; back at the system's own, follows the system again. */
  toggle(): void {
    const other = this.shown === 'dark' ? 'light' : 'dark';
    const ofSystem = this.#systemIsDark.current ? 'dark' : 'light';
    this.#choice = other === ofSystem ? 'system' : other;
    remember(this.#choice);
  }
}

// Storage may be forbidden, as in a sandboxed frame: then the choice lasts as long as the page.
function remembered(): Choice {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
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
