/** When records that no longer stand went: the row that took each from the log. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import { Dispatch } from '../checker.ts';
import { Logs } from '../folds/logs.ts';
import { Transactions } from '../folds/transactions.ts';

const takers: readonly number[] = [
  code['leader-elected'],
  code['log-truncated'],
  code['disk-lost'],
  code['transaction-ended'],
];

/**
 * For each of these rows that appended a record, the row after which it stood in its leader's log no more, or was aborted.
 * What a deposed leader took never stood: its own row is given. Goes over the whole trace: for what was lost only.
 */
export function whenGone(
  trace: Trace,
  cast: Cast,
  appended: readonly number[],
): ReadonlyMap<number, number> {
  const gone = new Map<number, number>();
  if (appended.length === 0) return gone;
  const logs = new Logs(cast);
  const transactions = new Transactions(cast);
  const dispatch = new Dispatch([logs, transactions]);
  const standing = new Set<number>();
  const stands = (record: number): boolean => {
    const [partition, offset] = [trace.a(record), trace.b(record)];
    if (logs.rowAt(partition, offset) !== record) return false;
    return transactions.fateAt(partition, offset) !== 'aborted';
  };
  const wanted = new Set(appended);
  for (let row = 0; row < trace.length; row++) {
    dispatch.seeRow(trace, row);
    if (wanted.has(row)) {
      gone.set(row, row);
      if (stands(row)) standing.add(row);
    } else if (takers.includes(trace.kind(row))) {
      for (const record of gone.keys()) {
        if (stands(record)) standing.add(record);
        else if (standing.delete(record)) gone.set(record, row);
      }
    }
  }
  return gone;
}
