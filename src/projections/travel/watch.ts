/** Where a trace meets a condition: the next stop after an instant, and the last one before it. Reads on as the trace grows, so that each row is asked once. */
import type { Cast, Trace } from '../../trace/index.ts';
import { Growing } from '../ledger/growing.ts';
import { lagHistoryOf } from '../series/lag-history.ts';
import type { StopCondition, Stop } from './condition.ts';
import { rowTest } from './row-tests.ts';

/** What is known of a promise that was broken: the row that broke it first, -1 for none, and its instant. */
export interface Broken {
  readonly id: string;
  readonly firstRow: number;
  readonly firstAt: number;
}

/** One condition over one trace. */
export class Watch {
  readonly #trace: Trace;
  readonly #readOn: () => void;
  /** The rows that meet the condition. */
  readonly #rows = new Growing();
  /** One microsecond where the playhead stops before the row. */
  readonly #before: number;

  constructor(
    trace: Trace,
    cast: Cast,
    condition: Exclude<StopCondition, { readonly kind: 'promise' }>,
  ) {
    this.#trace = trace;
    this.#before = condition.kind === 'commit' ? 1 : 0;
    if (condition.kind === 'lag') {
      const group = cast.groups.findIndex(({ id }) => id === condition.group);
      this.#readOn = this.#rising(cast, group, condition.above);
      return;
    }
    const meets = rowTest(condition, trace, cast);
    let read = 0;
    this.#readOn = () => {
      for (; read < trace.length; read++) if (meets(read)) this.#rows.push(read);
    };
  }

  /** The first stop after an instant, of all rows that were told. */
  after(time: number): Stop | undefined {
    this.#readOn();
    return this.#stop(this.#countUpTo(time));
  }

  /** The last stop before an instant. */
  before(time: number): Stop | undefined {
    this.#readOn();
    // Instants are whole microseconds: what is before one is at most one microsecond below it.
    return this.#stop(this.#countUpTo(Math.ceil(time) - 1) - 1);
  }

  /** Reads the changes of a group's lag: it meets the condition where it rises above the number, not while it stays there. */
  #rising(cast: Cast, group: number, above: number): () => void {
    const history = lagHistoryOf(this.#trace, cast);
    const changes = history.changesOf[group];
    let read = 0;
    let lag = 0;
    return () => {
      if (changes === undefined) return;
      history.countUpTo(-1);
      for (; read < changes.length; read++) {
        const change = changes.at(read);
        const before = lag;
        lag = history.lags.at(change);
        if (before <= above && lag > above) this.#rows.push(history.rows.at(change));
      }
    };
  }

  #stop(index: number): Stop | undefined {
    const row = this.#rows.at(index);
    return row < 0 ? undefined : { row, time: this.#timeOf(row) };
  }

  #timeOf(row: number): number {
    return Math.max(0, this.#trace.time(row) - this.#before);
  }

  /** How many stops there are up to an instant. */
  #countUpTo(time: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#timeOf(this.#rows.at(middle)) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The first break of a promise after an instant: of one promise, or of any when no id is given. */
export function breakAfter(broken: readonly Broken[], time: number, id?: string): Stop | undefined {
  return breaks(broken, id).find((stop) => stop.time > time);
}

/** The last break of a promise before an instant. */
export function breakBefore(
  broken: readonly Broken[],
  time: number,
  id?: string,
): Stop | undefined {
  return breaks(broken, id).findLast((stop) => stop.time < time);
}

/** The first violation of each broken promise, in the order of time. */
function breaks(broken: readonly Broken[], id: string | undefined): readonly Stop[] {
  return broken
    .filter((each) => each.firstRow >= 0 && (id === undefined || each.id === id))
    .map(({ firstRow, firstAt }): Stop => ({ row: firstRow, time: firstAt }))
    .sort((a, b) => a.row - b.row);
}
