/** The figures of a run, and the recount that every figure on screen must equal. */
import { placeOfRank } from '../ledger/ranked.ts';
import { counted } from '../words/names.ts';

/** How many orders started, and how they ended. The four endings add up to `started`. */
export interface OutcomeFigures {
  readonly started: number;
  readonly completed: number;
  readonly compensated: number;
  /** Ended as failed, or given up by the client before anybody had accepted them. */
  readonly failed: number;
  /** Started and not ended: `pending` while the run goes on, `stuck` once it is over. */
  readonly stuck: number;
}

/** What can be counted in a run up to a row. */
export interface Figures {
  readonly outcomes: OutcomeFigures;
  /** Whether the run is over: it has drained, or a cap has stopped it. */
  readonly over: boolean;
  /** Messages made. */
  readonly messages: number;
  /** Records handed to handlers, and calls received. */
  readonly deliveries: number;
  /** Deliveries of a message to a service that had been given it before. */
  readonly duplicates: number;
  /** Deliveries of a record to a group that had been given this very record before. */
  readonly redelivered: number;
  /** Duplicates that an inbox recognised. */
  readonly suppressed: number;
  /** Effects put in force. */
  readonly effects: number;
  /** Effects put in force for an order and step while the same effect was in force already. */
  readonly effectsTwice: number;
  /** Effects taken back: compensations that ran. */
  readonly undone: number;
  /** Records that a consumer gave up, counted when it had published them to a dead-letter topic. */
  readonly deadLetters: number;
  /** Log end less committed offset, summed over all groups and the partitions that they subscribe to. */
  readonly lag: { readonly max: number; readonly end: number };
  /** From placing an order to its end, by nearest rank; null while no order has ended. */
  readonly latencyMs: LatencyFigures;
}

/** Latencies in milliseconds. */
export interface LatencyFigures {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** How the orders ended, in words: `3 completed, 0 compensated, 0 failed, 1 stuck`. */
export function endings({ outcomes, over }: Figures): string {
  const { completed, compensated, failed, stuck } = outcomes;
  const open = `${stuck} ${over ? 'stuck' : 'pending'}`;
  return `${completed} completed, ${compensated} compensated, ${failed} failed, ${open}`;
}

/** How the run stands, in words: of how many orders, and what went wrong. */
export function standing(figures: Figures): string {
  const { outcomes, effectsTwice } = figures;
  const twice = effectsTwice === 0 ? '' : `; ${counted(effectsTwice, 'effect')} done twice`;
  return `of ${counted(outcomes.started, 'order')} ${endings(figures)}${twice}`;
}

/** The nearest-rank percentile of ascending numbers, null when there are none. */
export function nearestRank(sorted: ArrayLike<number>, percent: number): number | null {
  return sorted[placeOfRank(percent, sorted.length)] ?? null;
}

/** The percentiles that we show. */
export const shownPercents = [50, 95, 99] as const;

/** The percentiles that we show, from latencies in microseconds that are ascending at least where these stand. */
export function latencyFigures(sortedMicros: ArrayLike<number>): LatencyFigures {
  const inMs = (percent: number): number | null => {
    const micros = nearestRank(sortedMicros, percent);
    return micros === null ? null : micros / 1000;
  };
  return { p50: inMs(50), p95: inMs(95), p99: inMs(99) };
}
