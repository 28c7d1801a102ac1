/** The promise that nothing falls below nought: no more is taken from the stock than there is, no more is given back than was taken. */
import type { Checker } from '../checker.ts';
import { Findings, clause, type Breach } from '../findings.ts';
import { Column } from '../folds/column.ts';
import { code, type Trace } from '../../trace/index.ts';
import { amount, counted, seconds, wereOf } from '../phrases.ts';
import type { Books } from './books.ts';

/**
 * Of a step that takes stock: initial stock − reserved + released is at least 0 at every moment. Of a step that books
 * money: for each order, booked − given back is at least 0 at every moment. Counts orders.
 */
export function neverNegative(step: number, books: Books): Checker {
  return books.cast.steps[step]?.effect === 'ledger'
    ? balanceStays(step, books)
    : stockStays(step, books);
}

function stockStays(step: number, { cast }: Books): Checker {
  const findings = new Findings();
  const found = new Column();
  const initial = cast.initialStock;
  let left = initial;
  let before = -1;

  function tell(trace: Trace, row: number, rest: number, last: number): Breach {
    const took = `At ${seconds(trace.time(row))} order ${trace.order(row)} took ${counted(trace.b(row), 'unit')}`;
    return [
      clause(took, row),
      clause(`when ${counted(rest, 'unit')} of ${initial} ${wereOf(rest)} left`, last),
    ];
  }

  return {
    kinds: ['effect-applied', 'effect-undone'],
    about: 'every moment',
    findings,
    see(trace, row) {
      if (initial < 0 || trace.a(row) !== step) return;
      const [rest, last] = [left, before];
      const taking = trace.kind(row) === code['effect-applied'];
      left += taking ? -trace.b(row) : trace.b(row);
      before = row;
      const order = trace.order(row);
      if (!taking || left >= 0 || found.at(order) === 1) return;
      found.set(order, 1);
      findings.add(trace, row, () => tell(trace, row, rest, last < 0 ? row : last));
    },
  };
}

function balanceStays(step: number, { effects }: Books): Checker {
  const findings = new Findings();
  const found = new Column();
  const booked = effects.of(step);

  function tell(trace: Trace, row: number): Breach {
    const order = trace.order(row);
    const back = `At ${seconds(trace.time(row))} ${amount(trace.b(row))} were given back for order ${order}`;
    const rest = booked.amount(order) + trace.b(row);
    const applied = booked.lastAppliedRow(order);
    return [
      clause(back, row),
      clause(`when ${amount(rest)} were booked`, applied < 0 ? row : applied),
    ];
  }

  return {
    kinds: ['effect-undone'],
    about: 'every moment',
    findings,
    see(trace, row) {
      const order = trace.order(row);
      if (trace.a(row) !== step || booked.amount(order) >= 0 || found.at(order) === 1) return;
      found.set(order, 1);
      findings.add(trace, row, () => tell(trace, row));
    },
  };
}
