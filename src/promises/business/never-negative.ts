/** The promise that no more is taken from the stock than there is. */
import type { Checker } from '../checker.ts';
import { Findings } from '../findings.ts';
import { Column } from '../folds/column.ts';
import { code } from '../../trace/index.ts';
import { counted, seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/** Initial stock − reserved + released is at least 0 at every moment. Counts the orders that took what was not there. */
export function neverNegative(step: number, books: Books): Checker {
  const findings = new Findings();
  const found = new Column();
  const initial = books.cast.initialStock;
  let left = initial;
  return {
    kinds: ['effect-applied', 'effect-undone'],
    about: 'every moment',
    findings,
    see(trace, row) {
      if (initial < 0 || trace.a(row) !== step) return;
      const taking = trace.kind(row) === code['effect-applied'];
      left += taking ? -trace.b(row) : trace.b(row);
      const order = trace.order(row);
      if (!taking || left >= 0 || found.at(order) === 1) return;
      found.set(order, 1);
      const short = -left;
      findings.add(trace, row, () => {
        const before = counted(trace.b(row) - short, 'unit');
        const took = `order ${order} took ${counted(trace.b(row), 'unit')}`;
        const when = seconds(trace.time(row));
        const sentence = `At ${when} ${took} when ${before} of ${initial} were left.`;
        return { sentence, witness: [row] };
      });
    },
  };
}
