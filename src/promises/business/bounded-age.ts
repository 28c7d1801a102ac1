/** The promise that a service falls behind by no more than a span of time. */
import { endings, type Checker } from '../checker.ts';
import { Findings, clause, type Breach } from '../findings.ts';
import { Column } from '../folds/column.ts';
import { apart, seconds } from '../phrases.ts';
import type { Trace } from '../../trace/index.ts';
import type { Books } from './books.ts';

const microsPerMilli = 1000;

/**
 * The group's time lag is the age of the oldest record that it has not committed, counted from when it was stored or the
 * group was attached; it is at most `ms` at every moment at which a log, its start or the group moves, and at the end.
 * Counts records.
 */
export function boundedAge(group: number, ms: number, books: Books): Checker {
  const findings = new Findings();
  const { groups, lags, transactions } = books.accounts;
  // By partition: the oldest record that waited after the last row, -1 for none.
  let waiting: readonly number[] = [];
  const found = new Column();
  let attachedAt = 0;
  let wasAttached = groups.isAttached(group);

  function tell(trace: Trace, row: number, oldest: number): Breach {
    const { phrases } = books;
    const what = phrases.messageOfOrder(trace, trace.message(oldest), trace.order(oldest));
    const since = Math.max(attachedAt, trace.time(oldest));
    const [waited, promised] = apart(trace.time(row) - since, ms * microsPerMilli);
    return [
      clause(`${what} was stored at ${seconds(trace.time(oldest))}`, oldest),
      clause(`and ${phrases.group(group)} had not committed it ${waited} later;`, row),
      clause(`${promised} was promised`, oldest, row),
    ];
  }

  return {
    kinds: [...new Set([...lags.kinds, ...endings])],
    about: 'every moment',
    findings,
    see(trace, row) {
      if (!wasAttached && groups.isAttached(group)) {
        wasAttached = true;
        attachedAt = trace.time(row);
      }
      // What a row commits was waiting until it came: those before it are looked at first.
      for (const oldest of waiting) {
        if (oldest < 0 || found.at(oldest) === 1) continue;
        const since = Math.max(attachedAt, trace.time(oldest));
        if (trace.time(row) - since <= ms * microsPerMilli) continue;
        found.set(oldest, 1);
        findings.add(trace, row, () => tell(trace, row, oldest));
      }
      waiting = groups.partitionsOf(group).map((partition) =>
        lags.oldest(trace, { group, partition }, (put) => {
          return transactions.fateAt(partition, trace.b(put)) !== 'aborted' && isRecord(trace, put);
        }),
      );
    },
  };
}

/** A marker of a transaction is no record, and nobody waits for it. */
function isRecord(trace: Trace, put: number): boolean {
  return trace.is(put, 'record-appended');
}
