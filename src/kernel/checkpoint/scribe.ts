/** How a stateful object tells its state to a checkpoint and takes it back: one method for both directions, so that neither can forget what the other knows. */

/** Says what its state is. The same method writes a checkpoint and reads it; it must take the same way both times. */
export interface Transcribed {
  transcribe(scribe: Scribe): void;
}

/** An object that hands out its state as one immutable value, and takes it back. */
export interface Memento<C> {
  checkpoint(): C;
  restore(checkpoint: C): void;
}

/** What keeps values by keys: a `Map`, or one of our own. */
export interface Keyed<K, V> extends Iterable<[K, V]> {
  readonly size: number;
  set(key: K, value: V): unknown;
  clear(): void;
}

/** Objects that are referred to from several places: each is written once, and is one object again after reading. */
export interface Kind<T extends object, D> {
  /** What it was made of; nobody edits that. */
  readonly describe: (one: T) => D;
  readonly make: (description: D) => T;
  /** The rest of its state. */
  readonly transcribe: (one: T, scribe: Scribe) => void;
}

/**
 * Writes state into a checkpoint, or reads it back. While it writes, each method gives back what it was given; while it
 * reads, what was written. Live state is never shared with a checkpoint: lists, maps and sets are copied. What is in them is kept as it is, so it must be immutable or be transcribed by itself.
 */
export interface Scribe {
  /** Begins a part of the checkpoint. A part that is as it was in the last checkpoint is shared with it. */
  chapter(name: string): void;
  /** A number, a text, or an object that nobody edits. */
  value<T>(now: T): T;
  /** A list whose places may change. */
  list<T>(now: readonly T[]): T[];
  /** A map, filled in place. `each` transcribes values that have a state of their own. */
  map<K, V>(map: Keyed<K, V>, each?: (now: V | undefined) => V): void;
  /** A set, filled in place. */
  set<T>(set: Set<T>): void;
  /** A plain record of values, which is edited. */
  record<T extends object>(now: T | undefined): T;
  /** An object that keeps its state itself. */
  memento<C>(keeper: Memento<C>): void;
  /** A list of objects with a state of their own. */
  each<T>(now: readonly T[], one: (now: T | undefined) => T): T[];
  /** An object that belongs to one owner only. `make` makes it anew, to be read into. */
  part<T extends Transcribed>(now: T | undefined, make: () => T): T;
  /** An object that others refer to as well. */
  known<T extends object, D>(now: T | undefined, kind: Kind<T, D>): T;
}
