/** What a comparison of styles asks of one trace beyond its figures: journeys, failures noticed, and where each count begins. Read once, asked at any row. */
import { code, outcomes, type Cast, type Trace } from '../../trace/index.ts';
import { nearestRank } from '../world/figures.ts';
import { Journeys, type Journey } from './journeys.ts';
import { Noticing } from './noticing.ts';

/** What is counted, and begins somewhere. */
export type Counted =
  | 'started'
  | (typeof outcomes)[number]
  | 'messages'
  | 'deliveries'
  | 'redelivered'
  | 'duplicates'
  | 'suppressed'
  | 'effectsTwice'
  | 'undone'
  | 'deadLetters'
  | 'failures';

/** The middle and the end of some numbers; null when there are none. */
export interface Spread {
  readonly median: number | null;
  readonly p95: number | null;
  readonly max: number | null;
  /** The row of the greatest, -1 for none. */
  readonly maxRow: number;
}

/** What is known at a row. */
export interface Reckoning {
  /** From placing an order to its end, in ms. */
  readonly doneMs: Spread;
  readonly hops: Spread;
  readonly failures: number;
  readonly noticed: number;
  /** From a failure to what first notices it, in ms. */
  readonly noticeMs: Spread;
  /** The first row of what is counted, -1 when it has not begun. */
  first(counted: Counted): number;
}

const byKind: ReadonlyMap<number, Counted> = new Map<number, Counted>([
  [code['order-placed'], 'started'],
  [code['message-created'], 'messages'],
  [code['record-delivered'], 'deliveries'],
  [code['call-received'], 'deliveries'],
  [code['duplicate-suppressed'], 'suppressed'],
  [code['effect-undone'], 'undone'],
  [code['dead-lettered'], 'deadLetters'],
]);

/** Reads a trace once, and reads on when it has grown. */
export class Reckoner {
  readonly #trace: Trace;
  readonly #journeys: Journeys;
  readonly #noticing: Noticing;
  readonly #first = new Map<Counted, number>();
  /** How often each effect of each order is in force. */
  readonly #inForce = new Map<string, number>();
  #read = 0;

  constructor(trace: Trace, cast: Cast) {
    this.#trace = trace;
    this.#journeys = new Journeys(trace, cast);
    this.#noticing = new Noticing(trace, cast);
  }

  /** What is known at a row. */
  at(row: number): Reckoning {
    for (; this.#read < this.#trace.length; this.#read++) this.#see(this.#read);
    const ended = until(this.#journeys.ended, row);
    const noticed = until(this.#noticing.noticed, row);
    return {
      doneMs: spread(ended, ({ micros }: Journey) => micros / 1000),
      hops: spread(ended, ({ hops }: Journey) => hops),
      failures: this.#noticing.failures.filter((failure) => failure <= row).length,
      noticed: noticed.length,
      noticeMs: spread(noticed, ({ micros }) => micros / 1000),
      first: (counted) => {
        const first = this.#first.get(counted) ?? -1;
        return first <= row ? first : -1;
      },
    };
  }

  #see(row: number): void {
    const trace = this.#trace;
    const kind = trace.kind(row);
    const counted = byKind.get(kind);
    const ended = this.#journeys.ended.length;
    const failed = this.#noticing.failures.length;
    if (counted !== undefined) this.#begin(counted, row);
    if (this.#journeys.see(row)) this.#begin('duplicates', row);
    this.#noticing.see(row);
    if (kind === code['record-delivered'] && trace.c(row) > 1) this.#begin('redelivered', row);
    if (this.#isTwice(row, kind)) this.#begin('effectsTwice', row);
    if (this.#noticing.failures.length > failed) this.#begin('failures', row);
    const outcome = this.#journeys.ended.length > ended ? outcomes[trace.a(row)] : undefined;
    if (outcome !== undefined) this.#begin(outcome, row);
  }

  #begin(counted: Counted, row: number): void {
    if (!this.#first.has(counted)) this.#first.set(counted, row);
  }

  #isTwice(row: number, kind: number): boolean {
    const isApplied = kind === code['effect-applied'];
    const trace = this.#trace;
    if ((!isApplied && kind !== code['effect-undone']) || trace.order(row) < 0) return false;
    const key = `${trace.order(row)} ${trace.a(row)}`;
    const before = this.#inForce.get(key) ?? 0;
    this.#inForce.set(key, before + (isApplied ? 1 : -1));
    return isApplied && before > 0;
  }
}

/** Those of ascending rows that lie at or before a row. */
function until<Told extends { readonly row: number }>(
  told: readonly Told[],
  row: number,
): readonly Told[] {
  const later = told.findIndex((each) => each.row > row);
  return later < 0 ? told : told.slice(0, later);
}

function spread<Told extends { readonly row: number }>(
  told: readonly Told[],
  of: (each: Told) => number,
): Spread {
  const sorted = told.map(of).sort((a, b) => a - b);
  const max = sorted.at(-1) ?? null;
  const greatest = told.find((each) => of(each) === max);
  return {
    median: nearestRank(sorted, 50),
    p95: nearestRank(sorted, 95),
    ...{ max, maxRow: greatest?.row ?? -1 },
  };
}
