/** The promise that nobody acts upon what a transaction said and took back. */
import { code, type Trace } from '../../trace/index.ts';
import type { Checker } from '../checker.ts';
import { Findings, clause, type Breach } from '../findings.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/** The group is never given a record whose transaction is aborted, before or after. Counts deliveries. */
export function noAbortedRead(group: number, books: Books): Checker {
  const findings = new Findings();
  const { phrases, accounts } = books;
  const { groups, transactions } = accounts;
  /** By open transaction: the deliveries of its records. */
  const early = new Map<number, number[]>();

  function tell(trace: Trace, row: number, delivered: number): Breach {
    const what = phrases.messageOfOrder(trace, trace.message(delivered), trace.order(delivered));
    const given = `${phrases.group(group)} was given ${what} at ${seconds(trace.time(delivered))},`;
    const aborted = transactions.endedRow(transactions.at(trace.a(delivered), trace.b(delivered)));
    const when = seconds(trace.time(Math.max(aborted, 0)));
    return [
      clause(given, delivered),
      clause(`and its transaction was aborted at ${when}`, aborted, row),
    ];
  }

  return {
    kinds: ['record-delivered', 'transaction-ended'],
    about: 'every moment',
    findings,
    see(trace, row) {
      if (trace.kind(row) === code['transaction-ended']) {
        const deliveries = early.get(trace.a(row)) ?? [];
        early.delete(trace.a(row));
        if (trace.b(row) === 1) return;
        for (const each of deliveries) findings.add(trace, row, () => tell(trace, row, each));
        return;
      }
      if (groups.of(trace.actor(row)) !== group) return;
      const transaction = transactions.at(trace.a(row), trace.b(row));
      const fate = transactions.fate(transaction);
      if (fate === 'aborted') findings.add(trace, row, () => tell(trace, row, row));
      else if (fate === 'open') early.set(transaction, [...(early.get(transaction) ?? []), row]);
    },
  };
}
