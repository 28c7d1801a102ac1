/** The promise that what a producer was told is stored stays stored. */
import { code, type Trace } from '../../trace/index.ts';
import type { Checker } from '../checker.ts';
import { Findings, clause, type Breach } from '../findings.ts';
import { Column } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/** An acknowledged record stands in its leader's log until retention or the cleaner takes it. Counts records. */
export function acknowledgedStays(books: Books): Checker {
  const findings = new Findings();
  const { phrases, accounts } = books;
  const { acknowledged, logs } = accounts;
  const found = new Column();

  function tell(trace: Trace, row: number, appended: number): Breach {
    const partition = trace.a(appended);
    const what = phrases.messageOfOrder(trace, trace.message(appended), trace.order(appended));
    const where = phrases.place(partition, trace.b(appended));
    const acked = acknowledged.ackedRow(partition, trace.b(appended));
    const leader = phrases.actor(logs.leader(partition));
    const elected = lastElection(trace, row, partition);
    const lost = trace.is(row, 'disk-lost')
      ? clause(
          `${phrases.actor(trace.actor(row))} lost its disk at ${seconds(trace.time(row))}`,
          row,
        )
      : clause(`${leader} leads since ${seconds(trace.time(elected))} without it`, elected);
    return [
      clause(`${what} was acknowledged at ${where}`, appended, acked),
      clause('and is gone:', row),
      lost,
    ];
  }

  return {
    kinds: ['produce-acked', 'leader-elected', 'disk-lost', 'log-truncated'],
    about: 'every moment',
    findings,
    see(trace, row) {
      const partition = trace.a(row);
      // A replica that does not lead takes nothing from the partition.
      const isFollower = trace.actor(row) !== logs.leader(partition);
      const kind = trace.kind(row);
      if (kind === code['produce-acked']) {
        const appended = acknowledged.appendedRow(partition, trace.b(row));
        if (appended < 0 || logs.rowAt(partition, trace.b(row)) === appended) return;
      } else if (isFollower && logs.copies(partition) > 1) return;
      for (const appended of acknowledged.missing(partition)) {
        if (found.at(appended) === 1) continue;
        found.set(appended, 1);
        findings.add(trace, row, () => tell(trace, row, appended));
      }
    },
  };
}

/** The row that made the present leader, or the one at hand. */
function lastElection(trace: Trace, from: number, partition: number): number {
  for (let row = from; row >= 0; row--) {
    if (trace.is(row, 'leader-elected') && trace.a(row) === partition) return row;
  }
  return from;
}
