/** The promise that a group handles no record twice. */
import type { Checker } from '../checker.ts';
import { Findings, clause, listed } from '../findings.ts';
import { Column } from '../folds/column.ts';
import { repetition } from '../repetition.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/** No two deliveries of a message to the group, or of copies of it, both led to an effect, a transaction or a reading. Counts deliveries. */
export function handledOnce(group: number, books: Books): Checker {
  const findings = new Findings();
  const { phrases, accounts } = books;
  const { groups, work } = accounts;
  /** By message: the delivery that was handled last, and the row in which it was. */
  const delivery = new Column(-1);
  const handled = new Column(-1);
  return {
    kinds: ['effect-applied', 'store-committed', 'record-read'],
    about: 'every moment',
    findings,
    see(trace, row) {
      const actor = trace.actor(row);
      const message = trace.message(row);
      if (message < 0 || groups.of(actor) !== group) return;
      const now = work.deliveredRow(actor, message);
      const before = delivery.at(message);
      const first = handled.at(message);
      if (now < 0) return;
      delivery.set(message, now);
      handled.set(message, row);
      if (before < 0 || before === now) return;
      findings.add(trace, row, () => {
        const what = phrases.messageOfOrder(trace, message, trace.order(row));
        return [
          clause(`${phrases.group(group)} handled ${what} twice:`, before, now),
          clause(`at ${seconds(trace.time(first))}`, first),
          ...listed(
            clause(`and again at ${seconds(trace.time(row))}`, row),
            repetition(trace, books, { before, again: now }),
          ),
        ];
      });
    },
  };
}
