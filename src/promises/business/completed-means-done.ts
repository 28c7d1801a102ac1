/** The promise that a completed order was carried out: each step exactly once, from its end on. */
import { outcomes } from '../../trace/index.ts';
import { code, type Trace } from '../../trace/index.ts';
import type { Checker } from '../checker.ts';
import { Findings, type Breach } from '../findings.ts';
import { Column } from '../folds/column.ts';
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
    const opening = `Order ${order} ended completed at ${seconds(trace.time(row))}, but`;
    const never = effect.firstAppliedRow(order) < 0;
    const taken = `that was taken back at ${seconds(trace.time(Math.max(undone, 0)))}`;
    const missing = never
      ? phrases.clause(step, 'never')
      : `${phrases.clause(step, '')} and ${taken}`;
    const what = net > 1 ? `${phrases.clause(step, times(net))} before` : missing;
    const witness = [effect.firstAppliedRow(order), effect.lastAppliedRow(order), undone, row];
    return { sentence: `${opening} ${what}.`, witness: [...new Set(witness)] };
  }

  function afterwards(trace: Trace, row: number, order: number, step: number): Breach {
    const again = trace.kind(row) === code['effect-applied'];
    const ended = orders.endedRow(order);
    const first = effects.of(step).firstAppliedRow(order);
    const opening = `Order ${order} ended completed at ${seconds(trace.time(ended))}`;
    const when = seconds(trace.time(row));
    const occasion = phrases.occasion(trace, row, first);
    const why = occasion === '' ? '' : `, ${occasion}`;
    const what = again
      ? `${phrases.clause(step, 'again')} at ${when}${why}`
      : `the effect of “${phrases.step(step)}” was taken back at ${when}${why}`;
    return { sentence: `${opening}, and afterwards ${what}.`, witness: [first, ended, row] };
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
