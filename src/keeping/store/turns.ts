/** One at a time: what concerns the same document waits for what came before it. */

/** Queues by name. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does the work when all earlier work of this name is over. The work must not throw. */
  take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name);
    const mine = before === undefined ? work() : before.then(work);
    this.#last.set(name, mine);
    void mine.finally(() => {
      if (this.#last.get(name) === mine) this.#last.delete(name);
    });
    return mine;
  }
}
