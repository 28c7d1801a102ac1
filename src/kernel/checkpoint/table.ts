/** A table from whole numbers to values whose checkpoints share what did not change: pages are copied when they are first written after a checkpoint. */

/** 32 values, or 32 pages of them. `owner` tells who may write into it: an older one than the table's own is shared with a checkpoint. */
interface Page<T> {
  readonly owner: number;
  readonly slots: (T | undefined)[];
}

type Root<V> = (Page<Page<V>> | undefined)[];

const slots = 32;
/** What a new page begins as. Copying one is quicker than filling one. */
const blank: readonly undefined[] = new Array<undefined>(slots).fill(undefined);

/** What a checkpoint of a table holds: the pages themselves, which nobody writes to any more. */
export interface TableCheckpoint<V> {
  readonly root: Readonly<Root<V>>;
  /** No page has a later owner. */
  readonly owner: number;
}

/** For keys that lie close together, from 0 up: reading costs three steps, writing one comparison more. Values are immutable. */
export class Table<V> {
  #root: Root<V> = [];
  /** Goes up at each checkpoint. */
  #owner = 0;
  /** The last checkpoint, while nothing was written after it. */
  #last: TableCheckpoint<V> | undefined;
  /** The page that was used last, and its number: the next key is mostly a neighbour. No checkpoint holds it. */
  #near: readonly (V | undefined)[] = blank;
  /** No checkpoint holds it. */
  #nearAt = -1;

  /** The value of a key, `undefined` where there is none. */
  get(key: number): V | undefined {
    const at = key >>> 5;
    if (at !== this.#nearAt) {
      this.#nearAt = at;
      this.#near = this.#root[at >>> 5]?.slots[at & 31]?.slots ?? blank;
    }
    return this.#near[key & 31];
  }

  has(key: number): boolean {
    return this.get(key) !== undefined;
  }

  /** Keys must be below 2³². */
  set(key: number, value: V): void {
    const owner = this.#owner;
    const at = key >>> 10;
    let branch = this.#root[at];
    if (branch?.owner !== owner) {
      this.#last = undefined;
      branch = copyOf(branch, owner);
      // Holes would make the list slow.
      while (this.#root.length < at) this.#root.push(undefined);
      this.#root[at] = branch;
    }
    const within = (key >>> 5) & 31;
    let leaf = branch.slots[within];
    if (leaf?.owner !== owner) {
      leaf = copyOf(leaf, owner);
      branch.slots[within] = leaf;
    }
    leaf.slots[key & 31] = value;
    this.#nearAt = key >>> 5;
    this.#near = leaf.slots;
  }

  /** All pages, which from now on are copied before they are written. */
  checkpoint(): TableCheckpoint<V> {
    if (this.#last === undefined) {
      this.#last = { root: this.#root.slice(), owner: this.#owner };
      this.#owner += 1;
    }
    return this.#last;
  }

  /** Puts a table that has nothing yet into the state of a checkpoint. */
  restore(checkpoint: TableCheckpoint<V>): void {
    this.#root = checkpoint.root.slice();
    this.#nearAt = -1;
    this.#last = checkpoint;
    this.#owner = checkpoint.owner + 1;
  }
}

function copyOf<T>(page: Page<T> | undefined, owner: number): Page<T> {
  return { owner, slots: (page?.slots ?? (blank as (T | undefined)[])).slice() };
}
