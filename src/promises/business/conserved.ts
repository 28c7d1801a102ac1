/** The promise that no money appears or disappears: what was taken is what completed orders cost. */
import { endings, type Checker } from '../checker.ts';
import { Findings, clause, type Breach } from '../findings.ts';
import { amount } from '../phrases.ts';
import type { Books } from './books.ts';

/**
 * At the end, the ledger holds for each order its price if it completed, else nothing; so the sums agree too.
 * Its moment is the last that changed the order's account or decided its outcome. Counts orders.
 */
export function conserved(step: number, books: Books): Checker {
  const findings = new Findings();
  const { orders } = books;
  const effect = books.effects.of(step);

  function due(order: number): number {
    return orders.outcome(order) === 'completed' ? orders.price(order) : 0;
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
    const ledger = `At the end the ledger of “${books.phrases.step(step)}” holds ${amount(held)} and completed orders cost ${amount(worth)}:`;
    const [first, last] = [effect.firstAppliedRow(order), effect.lastAppliedRow(order)];
    const booked = `and ${amount(effect.amount(order))} is booked`;
    const [placed, decided] = [orders.placedRow(order), orders.decidedRow(order)];
    // What was never booked has no row: the order itself bears witness.
    const rows = first < 0 ? [placed] : [first, last, effect.lastUndoneRow(order)];
    return [
      clause(ledger, end),
      clause(`order ${order} ${ended},`, decided < 0 ? placed : decided),
      clause(`its price is ${amount(orders.price(order))},`, placed),
      clause(booked, ...rows),
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
