/**
 * The score of one trace: who stands on which lane, what went from lane to lane, what lasted, and what is worth a mark. It is
 * an index in columns that reads on by itself when the trace grows; whoever draws asks it for what is in view.
 */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import { Growing } from '../ledger/growing.ts';
import { messagesOf } from '../ledger/messages.ts';
import { rowTest, type RowTest } from '../travel/row-tests.ts';
import { Crossings } from './crossings.ts';
import { longestIdle, type Idleness } from './folding.ts';
import { lanesOf, type Lane } from './lanes.ts';
import { Spells } from './spells.ts';

/** A kind of mark that the trace itself tells of. */
type ToldMark = 'fault' | 'milestone';

/** The score. */
export class Score implements Idleness {
  readonly lanes: readonly Lane[];
  readonly crossings: Crossings;
  readonly spells: Spells;
  readonly idleFrom = new Growing();
  readonly idleTo = new Growing();
  readonly trace: Trace;
  readonly cast: Cast;
  readonly #ofActor: readonly number[];
  readonly #ofPartition: readonly number[];
  readonly #rows: Readonly<Record<ToldMark, Growing>> = {
    fault: new Growing(),
    milestone: new Growing(),
  };
  readonly #isMilestone: RowTest;
  #read = 0;
  #lastTold = 0;
  #known = 0;

  constructor(trace: Trace, cast: Cast) {
    const lanes = lanesOf(cast);
    this.trace = trace;
    this.cast = cast;
    this.lanes = lanes.all;
    this.#ofActor = lanes.ofActor;
    this.#ofPartition = lanes.ofPartition;
    this.crossings = new Crossings(trace, cast, lanes);
    this.spells = new Spells(trace, cast, lanes);
    this.#isMilestone = rowTest({ kind: 'milestone' }, trace, cast);
  }

  /** How many rows it has read. */
  get read(): number {
    return this.#read;
  }
  get lastTold(): number {
    return this.#lastTold;
  }
  get known(): number {
    return this.#known;
  }

  /** Reads at most so many rows on, of a trace that is known up to an instant. False when there is more to read. */
  readOn(known: number, most = Number.POSITIVE_INFINITY): boolean {
    const { trace } = this;
    const end = Math.min(trace.length, this.#read + most);
    for (let row = this.#read; row < end; row++) this.#see(row);
    this.#read = end;
    const isAll = end === trace.length;
    this.#known = isAll ? known : this.#lastTold;
    return isAll;
  }

  /** The lane of an actor, or of a partition; -1 for none. */
  laneOfActor(actor: number): number {
    return this.#ofActor[actor] ?? -1;
  }
  laneOfPartition(partition: number): number {
    return this.#ofPartition[partition] ?? -1;
  }

  /** The type of a message, -1 when the trace has not told of its making. */
  typeOf(message: number): number {
    return messagesOf(this.trace).typeOf(message);
  }

  /** How many marks of a kind there are. */
  marks(kind: ToldMark): number {
    return this.#rows[kind].length;
  }

  /** The row of a mark. */
  markRow(kind: ToldMark, index: number): number {
    return this.#rows[kind].at(index);
  }

  /** The first mark of a kind at or after an instant. */
  firstMark(kind: ToldMark, time: number): number {
    const rows = this.#rows[kind];
    return firstFrom(rows.length, (index) => this.trace.time(rows.at(index)) >= time);
  }

  /** How often a lane was handed a message from one instant up to before another, and how many of them were repetitions. */
  handed(lane: number, from: number, to: number): { received: number; repeated: number } {
    const { received, repeated } = this.crossings;
    return {
      received: countBetween(received[lane], from, to),
      repeated: countBetween(repeated[lane], from, to),
    };
  }

  #see(row: number): void {
    const { trace } = this;
    const time = trace.time(row);
    if (time - this.#lastTold > longestIdle) {
      this.idleFrom.push(this.#lastTold);
      this.idleTo.push(time);
    }
    this.#lastTold = time;
    this.crossings.see(row);
    this.spells.see(row);
    if (trace.kind(row) === code['fault-struck']) this.#rows.fault.push(row);
    else if (this.#isMilestone(row)) this.#rows.milestone.push(row);
  }
}

/** The first index from 0 to `length` that meets a condition which all after it meet too. */
function firstFrom(length: number, meets: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (meets(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function countBetween(times: Growing | undefined, from: number, to: number): number {
  if (times === undefined) return 0;
  const { length } = times;
  const first = firstFrom(length, (index) => times.at(index) >= from);
  return firstFrom(length, (index) => times.at(index) >= to) - first;
}
