/** The promise that a completed order was carried out: each step exactly once, from its end on. */
import { outcomes } from '../../trace/index.ts';
import { code, type Trace } from '../../trace/index.ts';
import type { Checker } from '../checker.ts';
import { Findings, clause, listed, type Breach } from '../findings.ts';
import { Column } from '../folds/column.ts';
import { repetition } from '../repetition.ts';
import { seconds, times } from '../phrases.ts';
import type { Books } from './books.ts';

const completed = outcomes.indexOf('completed');

/**
 * From the row in which an order is stored as completed, the effect of each step is in force exactly once.
 * A later effect that changes this breaks it at once. Counts orders.
 */
export function completedMeansDone(steps: readonly number[], books: Books): Checker {
  const findings = new Findings();
  const { orders, effects, phrases } = books;
  const found = new Column();

  function atTheEnd(trace: Trace, row: number, order: number, step: number): Breach {
    const effect = effects.of(step);
    const net = effect.net(order);
    const undone = effect.lastUndoneRow(order);
    const opening = clause(`Order ${order} ended completed at ${seconds(trace.time(row))},`, row);
    const [first, last] = [effect.firstAppliedRow(order), effect.lastAppliedRow(order)];
    if (net > 1) {
      const often = `but ${phrases.clause(step, times(net))} before`;
      return [opening, clause(often, first, last)];
    }
    // What never happened has no row: the one that says that it did bears witness.
    if (first < 0) return [opening, clause(`but ${phrases.clause(step, 'never')}`, row)];
    const taken = `and that was taken back at ${seconds(trace.time(undone))}`;
    return [opening, clause(`but ${phrases.clause(step, '')}`, last), clause(taken, undone)];
  }

  function afterwards(trace: Trace, row: number, order: number, step: number): Breach {
    const again = trace.kind(row) === code['effect-applied'];
    const ended = orders.endedRow(order);
    const first = effects.of(step).firstAppliedRow(order);
    const when = seconds(trace.time(row));
    const what = again
      ? `${phrases.clause(step, 'again')} at ${when}`
      : `the effect of “${phrases.step(step)}” was taken back at ${when}`;
    return [
      clause(`Order ${order} ended completed at ${seconds(trace.time(ended))},`, ended),
      ...listed(
        clause(`and afterwards ${what}`, first, row),
        repetition(trace, books, { before: first, again: row }),
      ),
    ];
  }

  return {
    kinds: ['order-ended', 'effect-applied', 'effect-undone'],
    about: 'every moment',
    findings,
    see(trace, row) {
      const order = trace.order(row);
      if (orders.outcome(order) !== 'completed' || found.at(order) === 1) return;
      const ending = trace.kind(row) === code['order-ended'];
      if (ending && trace.a(row) !== completed) return;
      for (const step of steps) {
        if (effects.of(step).net(order) === 1) continue;
        found.set(order, 1);
        const tell = ending ? atTheEnd : afterwards;
        findings.add(trace, row, () => tell(trace, row, order, step));
        return;
      }
    },
  };
}
