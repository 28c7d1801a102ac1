/** Whether the editor is open, and the text that is being worked on while it is closed. The editor itself is loaded when it is first opened. */
import type { Notices } from '../run/notices.svelte.ts';
import type Editor from './Editor.svelte';
import type { Session } from './session.svelte.ts';

/** The editor, as the lab knows it. */
export class Editing {
  readonly #notices: Notices;
  #editor = $state.raw<typeof Editor>();
  /** The work goes on when the editor is opened again. */
  session: Session | undefined;
  /** A text to begin with in place of the one that the lab runs. */
  unfinished: string | undefined;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /** The editor while it is open. */
  get editor(): typeof Editor | undefined {
    return this.#editor;
  }

  /** Opens the editor: with the text that the lab runs, or with another one that is not in order yet. */
  async open(text?: string): Promise<void> {
    if (text !== undefined) {
      this.session = undefined;
      this.unfinished = text;
    }
    const loaded = await import('./Editor.svelte').catch(() => undefined);
    this.#editor = loaded?.default;
    if (loaded === undefined)
      this.#notices.tell('The editor could not be loaded. Open it again when you are online.');
  }
  close(): void {
    this.#editor = undefined;
  }
}
