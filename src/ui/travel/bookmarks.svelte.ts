/** Moments that the reader named, to come back to them. */
import { sharedUpTo, type Branch, type Branches } from '../../worker/index.ts';

/** One named moment of one branch. */
export interface Bookmark {
  readonly id: number;
  readonly name: string;
  /** The id of the branch on which it was made. */
  readonly branch: number;
  /** The instant in microseconds. */
  readonly time: number;
}

const longestName = 60;

/** The bookmarks of what is open, in the order of time. */
export class Bookmarks {
  #all = $state.raw<readonly Bookmark[]>([]);
  #count = 0;
  /** Which of them came from the branch that was deleted last. */
  #inherited: readonly number[] = [];

  get all(): readonly Bookmark[] {
    return this.#all;
  }

  /** Names a moment. */
  add(branch: number, time: number): Bookmark {
    this.#count += 1;
    const made = { id: this.#count, name: `Bookmark ${this.#count}`, branch, time };
    this.#all = [...this.#all, made].sort((a, b) => a.time - b.time || a.id - b.id);
    return made;
  }

  /** An empty name leaves it as it is. */
  rename(id: number, given: string): void {
    const name = given.trim().slice(0, longestName);
    if (name === '') return;
    this.#all = this.#all.map((each) => (each.id === id ? { ...each, name } : each));
  }

  remove(id: number): void {
    this.#all = this.#all.filter((each) => each.id !== id);
  }

  /** Takes over all that another page had. */
  restore(all: readonly Bookmark[]): void {
    this.#all = all;
    this.#count = Math.max(0, ...all.map(({ id }) => id));
  }

  /** Another run was opened. */
  forget(): void {
    this.#all = [];
    this.#count = 0;
  }

  /** A branch is deleted: what lies where another one is the same is marked on that one from now on. */
  inherit(gone: Branch, before: Branches): void {
    const heirOf = ({ time }: Bookmark): number | undefined => {
      if (time <= gone.forkedAt && gone.parent !== undefined) return gone.parent;
      return before.all.find(({ parent, forkedAt }) => parent === gone.id && time <= forkedAt)?.id;
    };
    const inherited: number[] = [];
    this.#all = this.#all.map((each) => {
      const heir = each.branch === gone.id ? heirOf(each) : undefined;
      if (heir === undefined) return each;
      inherited.push(each.id);
      return { ...each, branch: heir };
    });
    this.#inherited = inherited;
  }

  /** The branch that was deleted last is back, and has its own again. */
  giveBack(branch: number): void {
    this.#all = this.#all.map((each) =>
      this.#inherited.includes(each.id) ? { ...each, branch } : each,
    );
    this.#inherited = [];
  }

  /** The bookmarks that lie on a branch: its own, and those of the past that it shares with its parents. */
  on(branches: Branches): readonly Bookmark[] {
    return this.#all.filter(({ branch, time }) => time <= sharedUpTo(branches, branch));
  }
}
