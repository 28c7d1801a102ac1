/** The promise that nothing appears or disappears: what was taken is what completed orders cost, or the units that they asked for. */
import { endings, type Checker } from '../checker.ts';
import { Findings, clause, type Breach } from '../findings.ts';
import type { Orders } from '../folds/orders.ts';
import { amount, areOf, counted } from '../phrases.ts';
import type { Books } from './books.ts';

/** What a step takes from the world, and how that is said. */
interface Measure {
  /** What an order takes when it completes, in cents or in units. */
  readonly of: (orders: Orders, order: number) => number;
  /** What was taken and what was due, of all orders. */
  readonly sums: (step: string, held: number, worth: number) => string;
  readonly due: (much: number) => string;
  readonly taken: (much: number) => string;
}

const money: Measure = {
  of: (orders, order) => orders.price(order),
  sums: (step, held, worth) =>
    `At the end the ledger of “${step}” holds ${amount(held)} and completed orders cost ${amount(worth)}:`,
  due: (cents) => `its price is ${amount(cents)},`,
  taken: (cents) => `and ${amount(cents)} is booked`,
};

const units: Measure = {
  of: (orders, order) => orders.quantity(order),
  sums: (step, held, worth) =>
    `At the end ${unitsAre(held)} taken from the stock by “${step}” and completed orders asked for ${worth}:`,
  due: (count) => `it asked for ${counted(count, 'unit')},`,
  taken: (count) => `and ${unitsAre(count)} taken`,
};

const unitsAre = (count: number): string => `${counted(count, 'unit')} ${areOf(count)}`;

/**
 * At the end, the ledger holds for each order its price if it completed, else nothing; so the sums agree too. Of a step
 * that takes stock, the units that the order asked for are taken, else none. Its moment is the last that changed the
 * order's account or decided its outcome. Counts orders.
 */
export function conserved(step: number, books: Books): Checker {
  const findings = new Findings();
  const { orders } = books;
  const effect = books.effects.of(step);
  const measure = books.cast.steps[step]?.effect === 'stock' ? units : money;

  function due(order: number): number {
    return orders.outcome(order) === 'completed' ? measure.of(orders, order) : 0;
  }

  function tell(order: number, end: number): Breach {
    let held = 0;
    let worth = 0;
    for (let each = 0; each < orders.length; each++) {
      held += effect.amount(each);
      worth += due(each);
    }
    const outcome = orders.outcome(order);
    const ended = outcome === undefined ? 'never ended' : `ended ${outcome}`;
    const [first, last] = [effect.firstAppliedRow(order), effect.lastAppliedRow(order)];
    const [placed, decided] = [orders.placedRow(order), orders.decidedRow(order)];
    // What was never booked has no row: the order itself bears witness.
    const rows = first < 0 ? [placed] : [first, last, effect.lastUndoneRow(order)];
    return [
      clause(measure.sums(books.phrases.step(step), held, worth), end),
      clause(`order ${order} ${ended},`, decided < 0 ? placed : decided),
      clause(measure.due(measure.of(orders, order)), placed),
      clause(measure.taken(effect.amount(order)), ...rows),
    ];
  }

  return {
    kinds: endings,
    about: 'the end',
    findings,
    see(trace, row) {
      for (let order = 0; order < orders.length; order++) {
        if (effect.amount(order) === due(order)) continue;
        const moment = Math.max(effect.lastRow(order), orders.decidedRow(order));
        findings.add(trace, Math.max(moment, orders.placedRow(order)), () => tell(order, row));
      }
    },
  };
}
