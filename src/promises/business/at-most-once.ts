/** The promise that a step's effect is never in force twice for one order. */
import type { Checker } from '../checker.ts';
import { Findings, clause, listed } from '../findings.ts';
import { Column } from '../folds/column.ts';
import { repetition } from '../repetition.ts';
import { seconds, sentence, times } from '../phrases.ts';
import type { Books } from './books.ts';

/** Applied less undone is at most 1 for every order, at every moment. Counts orders. */
export function atMostOnce(step: number, books: Books): Checker {
  const findings = new Findings();
  const effects = books.effects.of(step);
  const found = new Column();
  return {
    kinds: ['effect-applied'],
    about: 'every moment',
    findings,
    see(trace, row) {
      const order = trace.order(row);
      if (trace.a(row) !== step || effects.net(order) <= 1 || found.at(order) === 1) return;
      found.set(order, 1);
      findings.add(trace, row, () => {
        const first = effects.firstAppliedRow(order);
        const happened = books.phrases.happened(step, order, times(effects.net(order)));
        return [
          clause(`${sentence(happened)}:`, first, row),
          clause(`at ${seconds(trace.time(first))}`, first),
          ...listed(
            clause(`and again at ${seconds(trace.time(row))}`, row),
            repetition(trace, books, { before: first, again: row }),
          ),
        ];
      });
    },
  };
}
