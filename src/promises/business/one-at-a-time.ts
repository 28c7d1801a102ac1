/** The promise that no record is worked on by two instances at once. */
import type { Checker } from '../checker.ts';
import { Findings, clause } from '../findings.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/** When a record is delivered, no other instance of the group is between its delivery and the end of its handler. Counts deliveries. */
export function oneAtATime(group: number, books: Books): Checker {
  const findings = new Findings();
  const { phrases, accounts } = books;
  const { groups, work } = accounts;
  return {
    kinds: ['record-delivered'],
    about: 'every moment',
    findings,
    see(trace, row) {
      const actor = trace.actor(row);
      if (groups.of(actor) !== group) return;
      const message = trace.message(row);
      const other = work.other(actor, message);
      if (other < 0) return;
      const first = work.deliveredRow(other, message);
      findings.add(trace, row, () => {
        const what = phrases.messageOfOrder(trace, message, trace.order(row));
        const when = seconds(trace.time(row));
        const since = seconds(trace.time(first));
        return [
          clause(`${phrases.actor(actor)} began to work on ${what} at ${when},`, row),
          clause(`while ${phrases.actor(other)} had been working on it since ${since}`, first),
        ];
      });
    },
  };
}
