/** What is to be opened: what loads slowly never takes the place of what was asked for later. */

/** Whether what was asked for is still what was asked for last. */
export type Wanted = () => boolean;

/** Keeps the order of what was asked for. */
export class Asking {
  #count = 0;
  #underWay = $state.raw(0);

  /** True while something is being opened. */
  get isUnderWay(): boolean {
    return this.#underWay > 0;
  }

  /** Something is to be opened from now on, and all that was asked for before is not wanted any more. */
  begin(): Wanted {
    const asked = ++this.#count;
    return () => asked === this.#count;
  }

  /** Does the work of opening something. */
  async during<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }
}
