/** Every change of every group's lag, in the order of the trace: read once, kept with the trace. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import { Growing } from '../ledger/growing.ts';

/** The changes of lag of one trace. Reads on by itself when the trace has grown. */
export class LagHistory {
  /** For each change: its row, its instant, its group, the group's lag from then on. */
  readonly rows = new Growing();
  readonly times = new Growing();
  readonly groups = new Growing();
  readonly lags = new Growing();
  /** For each group, the indexes of its own changes. */
  readonly changesOf: readonly Growing[];
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #ends: number[];
  readonly #committed: number[][];
  readonly #lag: number[];
  #read = 0;

  constructor(trace: Trace, cast: Cast) {
    this.#trace = trace;
    this.#cast = cast;
    this.#ends = cast.partitions.map(() => 0);
    this.#committed = cast.groups.map(() => cast.partitions.map(() => 0));
    this.#lag = cast.groups.map(() => 0);
    this.changesOf = cast.groups.map(() => new Growing());
  }

  /** How many changes were told up to a row. */
  countUpTo(row: number): number {
    this.#readOn();
    return countBelow(this.rows.length, (change) => this.rows.at(change) <= row);
  }

  /** The lag of a group after a row. */
  lagAfter(group: number, row: number): number {
    this.#readOn();
    const own = this.changesOf[group];
    if (own === undefined) return 0;
    const count = countBelow(own.length, (index) => this.rows.at(own.at(index)) <= row);
    return count === 0 ? 0 : this.lags.at(own.at(count - 1));
  }

  #readOn(): void {
    const trace = this.#trace;
    for (; this.#read < trace.length; this.#read++) {
      const row = this.#read;
      const kind = trace.kind(row);
      if (kind === code['record-appended']) this.#appended(row);
      else if (kind === code['offset-committed']) this.#offsetCommitted(row);
    }
  }

  #appended(row: number): void {
    const partition = this.#trace.a(row);
    const end = this.#trace.b(row) + 1;
    const added = end - (this.#ends[partition] ?? 0);
    this.#ends[partition] = end;
    this.#cast.groups.forEach((group, index) => {
      if (group.partitions.includes(partition)) this.#change(row, index, added);
    });
  }

  #offsetCommitted(row: number): void {
    const partition = this.#trace.a(row);
    const group = this.#trace.c(row);
    const offsets = this.#committed[group];
    const subscribes = this.#cast.groups[group]?.partitions.includes(partition) === true;
    if (offsets === undefined || !subscribes) return;
    const done = this.#trace.b(row) - (offsets[partition] ?? 0);
    offsets[partition] = this.#trace.b(row);
    if (done !== 0) this.#change(row, group, -done);
  }

  #change(row: number, group: number, difference: number): void {
    const lag = (this.#lag[group] ?? 0) + difference;
    this.#lag[group] = lag;
    this.changesOf[group]?.push(this.rows.length);
    this.rows.push(row);
    this.times.push(this.#trace.time(row));
    this.groups.push(group);
    this.lags.push(lag);
  }
}

/** How many of the first places satisfy a condition that, once false, stays false. */
function countBelow(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const histories = new WeakMap<Trace, LagHistory>();

/** The history of a trace: made once, and let go together with the trace. */
export function lagHistoryOf(trace: Trace, cast: Cast): LagHistory {
  const known = histories.get(trace);
  if (known !== undefined) return known;
  const made = new LagHistory(trace, cast);
  histories.set(trace, made);
  return made;
}
