/** The promise that a step takes effect exactly once: once for an order that completed, and not at all for one that came to nothing. */
import { code, type Trace } from '../../trace/index.ts';
import { endings, type Checker } from '../checker.ts';
import { Findings, clause, listed, type Breach } from '../findings.ts';
import { Column } from '../folds/column.ts';
import { seconds, sentence, times } from '../phrases.ts';
import { repetition } from '../repetition.ts';
import type { Books } from './books.ts';

/**
 * At every moment applied less undone is at most 1 for each order, and at the end it is 1 for each completed order and 0
 * for each other one. However often the message was delivered: it is the effect that counts. Counts orders.
 */
export function exactlyOnce(step: number, books: Books): Checker {
  const findings = new Findings();
  const { orders, phrases } = books;
  const effect = books.effects.of(step);
  const found = new Column();

  function twice(trace: Trace, row: number): Breach {
    const order = trace.order(row);
    const first = effect.firstAppliedRow(order);
    const happened = phrases.happened(step, order, times(effect.net(order)));
    return [
      clause(`${sentence(happened)}:`, first, row),
      clause(`at ${seconds(trace.time(first))}`, first),
      ...listed(
        clause(`and again at ${seconds(trace.time(row))}`, row),
        repetition(trace, books, { before: first, again: row }),
      ),
    ];
  }

  function notOnce(trace: Trace, order: number, end: number): Breach {
    const outcome = orders.outcome(order);
    const [placed, decided] = [orders.placedRow(order), orders.decidedRow(order)];
    const ended = outcome === undefined ? 'never ended,' : `ended ${outcome},`;
    const opening = clause(`Order ${order} ${ended}`, decided < 0 ? placed : decided);
    const [applied, undone] = [effect.lastAppliedRow(order), effect.lastUndoneRow(order)];
    if (effect.net(order) > 0) {
      const when = `at ${seconds(trace.time(applied))}`;
      const what = `but ${phrases.clause(step, '')} ${when} and that is still in force`;
      return [opening, clause(what, applied)];
    }
    if (effect.net(order) < 0) {
      const often = `but “${phrases.step(step)}” was undone more often than done`;
      return [opening, clause(often, applied, undone)];
    }
    const never = `but ${phrases.clause(step, 'never')}`;
    if (applied < 0) return [opening, clause(never, end)];
    const taken = `and that was taken back at ${seconds(trace.time(undone))}`;
    return [opening, clause(`but ${phrases.clause(step, '')}`, applied), clause(taken, undone)];
  }

  function settle(trace: Trace, end: number): void {
    for (let order = 0; order < orders.length; order++) {
      if (orders.placedRow(order) < 0 || found.at(order) === 1) continue;
      const due = orders.outcome(order) === 'completed' ? 1 : 0;
      if (effect.net(order) === due) continue;
      const moment = Math.max(effect.lastRow(order), orders.decidedRow(order));
      findings.add(trace, moment < 0 ? end : moment, () => notOnce(trace, order, end));
    }
  }

  return {
    kinds: ['effect-applied', ...endings],
    about: 'the end',
    findings,
    see(trace, row) {
      if (trace.kind(row) !== code['effect-applied']) return settle(trace, row);
      const order = trace.order(row);
      if (trace.a(row) !== step || effect.net(order) <= 1 || found.at(order) === 1) return;
      found.set(order, 1);
      findings.add(trace, row, () => twice(trace, row));
    },
  };
}
