/** Rules of what consumers may see: nothing above the high watermark, and of transactions nothing but what was committed. */
import { code } from '../../trace/index.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** L8: nobody sees what is not on all in-sync replicas, or what a transaction still may take back. */
export function seesOnlyWhatIsSafe({ accounts, cast, phrases }: Ground): Invariant {
  const { logs, transactions, clients } = accounts;
  return invariant({
    id: 'L8',
    sentence:
      'Consumers are given nothing above the high watermark; and with read_committed nothing past an open transaction.',
    formula:
      'The offset of each record-sent lies below the highest high watermark since the last unclean election, where a partition has several replicas; with isolation.level read_committed it lies below the first record of an open transaction.',
    kinds: ['record-sent'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const offset = trace.b(row);
      const limit = logs.highWatermark(partition);
      const what = (): string =>
        `${phrases.actor(trace.actor(row))} was sent ${phrases.place(partition, offset)} at ${seconds(trace.time(row))}`;
      if (logs.copies(partition) > 1 && offset >= limit) {
        broken(row, () => `${what()}, but the high watermark is ${limit}.`);
        return;
      }
      if (clients.readsCommitted(cast.actors[trace.actor(row)]?.service ?? -1) !== true) return;
      const open = transactions.firstOpen(partition);
      if (offset < open) return;
      broken(row, () => `${what()}, but the transaction at offset ${open} is open.`);
    },
  });
}

/** P7: a transaction is seen whole or not at all. */
export function transactionsAreWhole({ accounts, cast, phrases }: Ground): Invariant {
  const { logs, transactions, clients } = accounts;
  const endedBefore = new Map<number, number>();
  return invariant({
    id: 'P7',
    sentence:
      'With read_committed nobody is given a record of a transaction that was aborted, and a transaction ends once.',
    formula:
      'No record-delivered to a group with isolation.level read_committed names a record of an aborted transaction; each transaction has at most one transaction-ended, and a transaction-record only before it.',
    kinds: ['record-delivered', 'transaction-ended', 'transaction-record'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      if (kind === code['record-delivered']) {
        const partition = trace.a(row);
        const offset = trace.b(row);
        if (transactions.fateAt(partition, offset) !== 'aborted') return;
        // Another record had this offset before.
        const put = logs.rowAt(partition, offset);
        if (put < 0 || trace.message(put) !== trace.message(row)) return;
        if (clients.readsCommitted(cast.actors[trace.actor(row)]?.service ?? -1) !== true) return;
        const who = phrases.actor(trace.actor(row));
        const what = phrases.message(trace, trace.message(row));
        broken(
          row,
          () => `${who} reads committed records only, and was given ${what}, which was aborted.`,
        );
        return;
      }
      const isEnd = kind === code['transaction-ended'];
      const transaction = isEnd ? trace.a(row) : trace.c(row);
      const ended = transactions.endedRow(transaction);
      const before = isEnd ? (endedBefore.get(transaction) ?? -1) : ended;
      if (isEnd) endedBefore.set(transaction, row);
      if (before < 0 || before === row) return;
      const did = isEnd ? 'ended again' : 'was given a record';
      broken(row, () => `Transaction ${transaction} ${did} after it had ended.`, before);
    },
  });
}
