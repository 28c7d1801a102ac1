/** Whether the open scenario runs as it is, or with its repair; both from the same text, with the same seed. */
import type { Run } from './run.svelte.ts';

/** The repair of the open run. */
export class Mending {
  readonly #run: Run;
  #ownText = $state.raw('');
  /** The own text with the repair, once it was asked for. */
  #mended = $state.raw<string>();

  constructor(run: Run) {
    this.#run = run;
  }

  get isDone(): boolean {
    return this.#mended !== undefined && this.#mended === this.#run.text;
  }
  /** The scenario's own text, without the repair. */
  get ownText(): string {
    return this.#ownText;
  }

  /** The text on view without the repair: the scenario's own, unless something was changed for a branch of its own. */
  get text(): string {
    return this.isDone ? this.#ownText : this.#run.text;
  }

  /** The text with the repair; undefined when there is none, or it cannot be carried out. */
  async mendedText(): Promise<string | undefined> {
    const { repair } = this.#run.scenario ?? {};
    if (repair === undefined || this.isDone) return undefined;
    const { mended } = await import('../repair/mend.ts');
    const result = mended(this.#ownText, repair.set);
    if ('text' in result) return (this.#mended = result.text);
    for (const problem of result.problems) this.#run.reject(problem);
    return undefined;
  }

  /** A scenario was opened. */
  open(text: string): void {
    this.#ownText = text;
    this.#mended = undefined;
  }
}
