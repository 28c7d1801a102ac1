/** What happened to all instances of one machine, in the order of the trace. Only ever added to, so any past row is found by search. */
import { Growing } from '../ledger/growing.ts';

/** How an instance came by the state that it is in, in the order of their codes. */
export const factKinds = ['moved', 'fell back', 'ignored', 'heard'] as const;
/** It moved; it fell back to what was stored; it did not know an event; it heard one and stayed where it was. */
export type FactKind = (typeof factKinds)[number];

/** One fact. */
export interface Fact {
  readonly row: number;
  readonly instance: number;
  readonly kind: FactKind;
  /** The state before, by its code; -1 for an instance that appears with this. */
  readonly before: number;
  readonly after: number;
}

/** Facts between two counts of all states: what a count at any row costs at most. */
const countEvery = 256;

/** The facts of one machine. */
export class StateFacts {
  readonly #rows = new Growing();
  readonly #instances = new Growing();
  readonly #kinds = new Growing();
  readonly #before = new Growing();
  readonly #after = new Growing();
  /** By fact: the fact before it of the same instance. */
  readonly #previous = new Growing();
  /** Places of facts in which an event was ignored, or held by a guard. */
  readonly #held = new Growing();
  /** By instance: its last fact. */
  readonly #last = new Growing();
  /** How many instances are in each state: at present, and before every `countEvery`th fact. */
  readonly #counts: Float64Array;
  readonly #counted: Float64Array[] = [];

  constructor(states: number) {
    this.#counts = new Float64Array(states);
  }

  get length(): number {
    return this.#rows.length;
  }

  /** The state in which an instance is after the last fact, -1 when there is none of it. */
  present(instance: number): number {
    return this.#after.at(this.#last.at(instance));
  }

  /** Adds a fact and returns its place. */
  add(row: number, instance: number, kind: FactKind, after: number): number {
    const at = this.#rows.length;
    const previous = this.#last.at(instance);
    const before = this.#after.at(previous);
    if (at % countEvery === 0) this.#counted.push(this.#counts.slice());
    this.#rows.push(row);
    this.#instances.push(instance);
    this.#kinds.push(factKinds.indexOf(kind));
    this.#before.push(before);
    this.#after.push(after);
    this.#previous.push(previous);
    this.#last.set(instance, at);
    shift(this.#counts, before, after);
    return at;
  }

  /** The fact that was added last is one of an event that was ignored, or held by a guard. */
  noteHeld(): void {
    this.#held.push(this.#rows.length - 1);
  }

  /** The places of such facts among the first `count`, at most `limit` of them, the last first. */
  heldAmong(count: number, limit: number): readonly number[] {
    const end = upTo(this.#held, count - 1);
    const length = Math.min(limit, end);
    return Array.from({ length }, (_, back) => this.#held.at(end - 1 - back));
  }

  /** A move turns out to be a fall back to what was stored. */
  fellBack(at: number): void {
    this.#kinds.set(at, factKinds.indexOf('fell back'));
  }

  /** A fact by its place. */
  at(at: number): Fact {
    return {
      row: this.#rows.at(at),
      instance: this.#instances.at(at),
      kind: factKinds[this.#kinds.at(at)] ?? 'moved',
      before: this.#before.at(at),
      after: this.#after.at(at),
    };
  }

  /** How many facts there are up to a row. */
  upTo(row: number): number {
    return upTo(this.#rows, row);
  }

  /** How many instances are in each state after the first `count` facts. */
  countsAfter(count: number): Float64Array {
    const from = Math.floor(count / countEvery);
    const counts = (this.#counted[from] ?? this.#counts).slice();
    if (this.#counted[from] === undefined) return counts;
    for (let at = from * countEvery; at < count; at++)
      shift(counts, this.#before.at(at), this.#after.at(at));
    return counts;
  }

  /** The place of an instance's last fact among the first `count`, -1 for none. */
  lastOf(instance: number, count: number): number {
    let at = this.#last.at(instance);
    while (at >= count) at = this.#previous.at(at);
    return at;
  }

  /** The place of the fact before, of the same instance; -1 for none. */
  previous(at: number): number {
    return this.#previous.at(at);
  }
}

function shift(counts: Float64Array, before: number, after: number): void {
  if (before >= 0) counts[before] = (counts[before] ?? 0) - 1;
  if (after >= 0) counts[after] = (counts[after] ?? 0) + 1;
}

/** How many numbers of an ascending list are at most this one. */
function upTo(list: Growing, most: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list.at(middle) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}
