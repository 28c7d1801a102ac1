/** Whether a run is one of a repaired scenario; the repair is made of the text on view, which may have been changed for a branch of its own. */
import type { Inputs } from '../../worker/index.ts';
import type { Notices } from './notices.svelte.ts';
import type { Run } from './run.svelte.ts';

/** What a repair needs of the page. */
interface Surroundings {
  readonly run: Run;
  readonly notices: Notices;
  /** Runs other inputs, as a branch of their own. */
  tryOut(inputs: Inputs, name?: string): Promise<boolean>;
}

/** The repair of the open run. */
export class Mending {
  readonly #page: Surroundings;
  #ownText = $state.raw('');
  /** The texts that were repaired, each with what it was made of. */
  #repaired = $state.raw<readonly { readonly text: string; readonly before: string }[]>([]);

  constructor(page: Surroundings) {
    this.#page = page;
  }

  get isDone(): boolean {
    return this.#before(this.#page.run.text) !== undefined;
  }
  /** The text as it was opened. */
  get ownText(): string {
    return this.#ownText;
  }

  /** The text on view without the repair: the scenario's own, unless something was changed for a branch of its own. */
  get text(): string {
    return this.#before(this.#page.run.text) ?? this.#page.run.text;
  }

  /** Makes the one change that mends a scenario which is set wrongly, and begins again with the same seed and the same deeds; says so. */
  async repair(): Promise<void> {
    if (await this.mend())
      this.#page.notices.tell(
        'Repaired, as a branch of its own. The run begins again with the same seed.',
      );
  }

  /** Takes the repair back, and begins again with the same seed and the same deeds; says so. */
  async undo(): Promise<void> {
    if (await this.#begin(this.text))
      this.#page.notices.tell('The repair is taken back. The run begins again with the same seed.');
  }

  /** Makes the change without a word. False when there is none to make. */
  async mend(): Promise<boolean> {
    return this.#begin(await this.mendedText(), 'Repaired');
  }

  /** The text on view with the repair; undefined when there is none, or it cannot be carried out. */
  async mendedText(): Promise<string | undefined> {
    if (this.isDone) return undefined;
    return this.#mended(this.text);
  }

  /** Finds out which of these texts are repaired ones of others among them. */
  async recognize(texts: readonly string[]): Promise<void> {
    for (const text of texts) await this.#mended(text);
  }

  /** A scenario was opened. */
  open(text: string): void {
    this.#ownText = text;
    this.#repaired = [];
  }

  /** Begins again with a text, the same seed and the same deeds. */
  async #begin(text: string | undefined, name?: string): Promise<boolean> {
    const { seed, actions, text: old } = this.#page.run;
    if (text === undefined || text === old) return false;
    return this.#page.tryOut({ text, seed, actions }, name);
  }

  /** What a repaired text was made of; undefined for one that is not known to be repaired. */
  #before(repaired: string): string | undefined {
    return this.#repaired.find(({ text }) => text === repaired)?.before;
  }

  async #mended(text: string): Promise<string | undefined> {
    const { repair } = this.#page.run.scenario ?? {};
    if (repair === undefined || this.#before(text) !== undefined) return undefined;
    const { mended } = await import('../repair/mend.ts');
    const result = mended(text, repair.set);
    if ('text' in result) {
      // Where it is set so already, there is nothing to repair.
      if (result.text !== text)
        this.#repaired = [{ text: result.text, before: text }, ...this.#repaired];
      return result.text;
    }
    for (const problem of result.problems) this.#page.run.reject(problem);
    return undefined;
  }
}
