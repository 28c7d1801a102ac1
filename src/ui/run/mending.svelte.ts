/** Whether the open scenario runs as it is, or with its repair; both from the same text, with the same seed. */
import type { Run } from './run.svelte.ts';

/** The repair of the open run. */
export class Mending {
  readonly #run: Run;
  /** The text before the repair; undefined while it is not repaired. */
  #before = $state.raw<string>();

  constructor(run: Run) {
    this.#run = run;
  }

  get isDone(): boolean {
    return this.#before !== undefined;
  }
  /** The scenario's own text, without the repair. */
  get ownText(): string {
    return this.#before ?? this.#run.text;
  }

  /** Loads the scenario with its repair. False when it has none, or cannot be carried out. */
  async apply(): Promise<boolean> {
    const { repair } = this.#run.scenario ?? {};
    if (repair === undefined || this.isDone) return false;
    const { mended } = await import('../repair/mend.ts');
    const before = this.#run.text;
    const result = mended(before, repair.set);
    if ('problems' in result) {
      for (const problem of result.problems) this.#run.reject(problem);
      return false;
    }
    if (!(await this.#run.reload({ text: result.text }))) return false;
    this.#before = before;
    return true;
  }

  /** Loads the scenario as it was. */
  async undo(): Promise<boolean> {
    if (this.#before === undefined || !(await this.#run.reload({ text: this.#before })))
      return false;
    this.#before = undefined;
    return true;
  }

  /** Another scenario was opened. */
  forget(): void {
    this.#before = undefined;
  }
}
