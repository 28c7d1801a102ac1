/** Why nobody has polled a record that is acknowledged: what became of it, and of those who read its partition. */
import { code } from '../../trace/index.ts';
import type { History } from './history.ts';
import { lossOfSend } from './allowances.ts';
import type { Send } from './sends.ts';

/** The reason in words; empty when each reader could have read it and had to. */
export function unreadOf(history: History, send: Send): string {
  const { accounts, cast, phrases, trace, isDrained } = history;
  const { logs, groups } = accounts;
  const { partition, offset, message } = send;
  const put = logs.rowAt(partition, offset);
  if (put < 0 || trace.message(put) !== message) return lossOfSend(history, send);
  if (logs.deletedRow(trace, partition, offset) >= 0)
    return 'retention deleted it before it was read';
  if (logs.cleanedRow(partition, offset) > put)
    return 'the topic is compacted: the cleaner removed it before it was read';
  const readers = cast.groups.flatMap(({ partitions }, group) =>
    partitions.includes(partition) && groups.isAttached(group) ? [group] : [],
  );
  if (readers.length === 0) return 'nobody reads its topic';
  if (!isDrained) return 'the run was stopped before its readers had drained';
  const reasons = readers.map((group) =>
    cast.groups[group]?.isShare === true && shareStart(history, group, send) > offset
      ? `${phrases.group(group)} was past that offset already, which the log had lost and gave again`
      : readerOf(history, send, group),
  );
  return reasons.includes('') ? '' : (reasons[0] ?? '');
}

/** Where the share group stood in the partition when the record was put there, -1 when it had not begun. It never goes back. */
function shareStart(
  { accounts, trace }: History,
  group: number,
  { partition, offset }: Send,
): number {
  for (let row = accounts.logs.rowAt(partition, offset); row >= 0; row--) {
    const isStart = trace.kind(row) === code['share-start-moved'] && trace.c(row) === group;
    if (isStart && trace.a(row) === partition) return trace.b(row);
  }
  return -1;
}

/** Why one group has not polled it. */
function readerOf({ accounts, phrases, trace }: History, send: Send, group: number): string {
  const { logs, groups, clients, processes, transactions, handling } = accounts;
  const { partition, offset } = send;
  const who = phrases.group(group);
  if (
    groups.begin(group, partition) > offset ||
    isReset(trace, groups.resetRow(group, partition), offset)
  )
    return `auto.offset.reset let ${who} begin after it`;
  const committed = groups.committed(group, partition);
  if (committed > offset) {
    const isEager =
      clients.commitsByItself(group) || clients.serviceOfGroup(group)?.delivery === 'at-most-once';
    return isEager ? `${who} committed past it before it was handled` : '';
  }
  const holder = groups.holder(trace, group, partition);
  if (holder < 0) return `no instance of ${who} holds its partition at the end`;
  const condition = processes.condition(holder);
  if (condition !== 'up') return `${phrases.actor(holder)} is ${condition} at the end`;
  if (offset >= logs.highWatermark(partition)) return 'it is above the high watermark at the end';
  if (offset >= transactions.firstOpen(partition))
    return 'a transaction before it is open at the end';
  for (let at = Math.max(0, committed); at < offset; at++) {
    const before = logs.rowAt(partition, at);
    if (before >= 0 && handling.owes(group, trace.message(before)))
      return `${who} cannot get past a record before it`;
  }
  return '';
}

/** Whether a reset went past an offset. */
function isReset(trace: History['trace'], row: number, offset: number): boolean {
  return row >= 0 && trace.b(row) > offset;
}
