/** The promise that no order is stuck: each one is told how it ended. */
import type { Trace } from '../../trace/index.ts';
import { endings, type Checker } from '../checker.ts';
import { Findings, clause, type Breach } from '../findings.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/**
 * At the end, each order that was placed has an outcome, or its client gave up and nobody ever took it.
 * Its moment is the last row that tells of the order: there it got stuck. Counts orders.
 */
export function everyOrderEnds(books: Books): Checker {
  const findings = new Findings();
  const { orders, phrases } = books;

  function tell(trace: Trace, order: number, last: number): Breach {
    const placed = orders.placedRow(order);
    const who = phrases.serviceOf(trace.actor(last));
    const message = trace.message(last);
    const what = message < 0 ? who : `${who}, ${phrases.message(trace, message)}`;
    const opening = `Order ${order} was placed at ${seconds(trace.time(placed))} and never ended:`;
    const heard = `the last that was heard of it is from ${seconds(trace.time(last))} (${what})`;
    return [clause(opening, placed), clause(heard, last)];
  }

  return {
    kinds: endings,
    about: 'the end',
    findings,
    see(trace, row) {
      const last = lastRows(trace, row, books);
      for (let order = 0; order < orders.length; order++) {
        const moment = last.get(order);
        if (moment !== undefined) findings.add(trace, moment, () => tell(trace, order, moment));
      }
    },
  };
}

/** For each stuck order, the last row before the end that tells of it. */
function lastRows(trace: Trace, end: number, { orders }: Books): ReadonlyMap<number, number> {
  const stuck = new Set<number>();
  for (let order = 0; order < orders.length; order++) {
    const placed = orders.placedRow(order) >= 0;
    if (placed && orders.outcome(order) === undefined) stuck.add(order);
  }
  const last = new Map<number, number>();
  for (let row = end - 1; row >= 0 && last.size < stuck.size; row--) {
    const order = trace.order(row);
    if (stuck.has(order) && !last.has(order)) last.set(order, row);
  }
  return last;
}
