/** Every change of every group's lag, in the order of the trace: read once, kept with the trace. */
import type { Cast, Trace } from '../../trace/index.ts';
import { Column } from '../ledger/column.ts';
import { Growing } from '../ledger/growing.ts';
import { LogMarks, markCodes } from '../ledger/log-marks.ts';

/** The changes of lag of one trace. Reads on by itself when the trace has grown. */
export class LagHistory {
  /** For each change: its row, its instant, its group, the group's lag from then on. */
  readonly rows = new Growing();
  readonly times = new Growing();
  readonly groups = new Growing();
  readonly lags = new Growing();
  /** For each change: how many records its group could have seen by then, since the run began. */
  readonly offered = new Growing();
  /** For each group, the indexes of its own changes. */
  readonly changesOf: readonly Growing[];
  readonly #trace: Trace;
  readonly #marks: LogMarks;
  readonly #lag: number[];
  readonly #offered: number[];
  readonly #changed = new Set<number>();
  #read = 0;

  constructor(trace: Trace, cast: Cast) {
    this.#trace = trace;
    this.#lag = cast.groups.map(() => 0);
    this.#offered = cast.groups.map(() => 0);
    this.changesOf = cast.groups.map(() => new Growing());
    this.#marks = new LogMarks(
      cast,
      (blank) => new Column(blank),
      (group, difference) => {
        this.#lag[group] = (this.#lag[group] ?? 0) + difference;
        this.#changed.add(group);
      },
    );
  }

  /** How many changes were told up to a row. */
  countUpTo(row: number): number {
    this.#readOn();
    return countBelow(this.rows.length, (change) => this.rows.at(change) <= row);
  }

  /** The lag of a group after a row, and how many records it could have seen by then. */
  after(group: number, row: number): { readonly lag: number; readonly offered: number } {
    this.#readOn();
    const own = this.changesOf[group];
    const count =
      own === undefined ? 0 : countBelow(own.length, (index) => this.rows.at(own.at(index)) <= row);
    if (own === undefined || count === 0) return { lag: 0, offered: 0 };
    const change = own.at(count - 1);
    return { lag: this.lags.at(change), offered: this.offered.at(change) };
  }

  #readOn(): void {
    const trace = this.#trace;
    for (; this.#read < trace.length; this.#read++) {
      if (markCodes.has(trace.kind(this.#read))) this.#see(this.#read);
    }
  }

  #see(row: number): void {
    const marks = this.#marks;
    const partition = this.#trace.a(row);
    const before = marks.highWatermark.get(partition);
    marks.apply(this.#trace, row);
    const raised = marks.highWatermark.get(partition) - before;
    if (raised !== 0) {
      for (const group of marks.groupsOf[partition] ?? []) {
        this.#offered[group] = (this.#offered[group] ?? 0) + raised;
        this.#changed.add(group);
      }
    }
    for (const group of [...this.#changed].sort((a, b) => a - b)) this.#note(row, group);
    this.#changed.clear();
  }

  #note(row: number, group: number): void {
    this.changesOf[group]?.push(this.rows.length);
    this.rows.push(row);
    this.times.push(this.#trace.time(row));
    this.groups.push(group);
    this.lags.push(this.#lag[group] ?? 0);
    this.offered.push(this.#offered[group] ?? 0);
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
