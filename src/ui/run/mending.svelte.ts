/** Whether a run is one of a repaired scenario; the repair is made of the text on view, which may have been changed for a branch of its own. */
import type { Run } from './run.svelte.ts';

/** The repair of the open run. */
export class Mending {
  readonly #run: Run;
  #ownText = $state.raw('');
  /** The texts that were repaired, each with what it was made of. */
  #repaired = $state.raw<readonly { readonly text: string; readonly before: string }[]>([]);

  constructor(run: Run) {
    this.#run = run;
  }

  get isDone(): boolean {
    return this.#before(this.#run.text) !== undefined;
  }
  /** The text as it was opened. */
  get ownText(): string {
    return this.#ownText;
  }

  /** The text on view without the repair: the scenario's own, unless something was changed for a branch of its own. */
  get text(): string {
    return this.#before(this.#run.text) ?? this.#run.text;
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

  /** What a repaired text was made of; undefined for one that is not known to be repaired. */
  #before(repaired: string): string | undefined {
    return this.#repaired.find(({ text }) => text === repaired)?.before;
  }

  async #mended(text: string): Promise<string | undefined> {
    const { repair } = this.#run.scenario ?? {};
    if (repair === undefined || this.#before(text) !== undefined) return undefined;
    const { mended } = await import('../repair/mend.ts');
    const result = mended(text, repair.set);
    if ('text' in result) {
      // Where it is set so already, there is nothing to repair.
      if (result.text !== text)
        this.#repaired = [{ text: result.text, before: text }, ...this.#repaired];
      return result.text;
    }
    for (const problem of result.problems) this.#run.reject(problem);
    return undefined;
  }
}
