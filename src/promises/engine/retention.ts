/** Rules of what is deleted and cleaned. */
import { cleaningReasons, code, deletionReasons } from '../../trace/index.ts';
import { columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

const microsPerMilli = 1000;
const byAge = deletionReasons.indexOf('retention.ms');
const asTombstone = cleaningReasons.indexOf('tombstone');

/** K1: retention takes the old head of a log, and only that. */
export function retentionTakesTheHead({ accounts, cast, phrases }: Ground): Invariant {
  const { clients, logs } = accounts;
  return invariant({
    id: 'K1',
    sentence:
      'Retention deletes only the head of a log, nothing above the high watermark, and nothing before its time.',
    formula:
      'The offset of each log-start-moved is above the log start before and at most the high watermark; with the reason retention.ms each record below it that was kept so far is older than retention.ms; there is a limit of that kind, and the topic is not compacted.',
    kinds: ['log-start-moved'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const offset = trace.b(row);
      const before = logs.before(partition);
      const where = phrases.partition(partition);
      const isSafe = logs.unsafeRow(partition) < 0;
      // Followers move theirs after their leader.
      const isFollower = logs.copies(partition) > 1 && trace.actor(row) !== logs.leader(partition);
      const end = logs.highWatermark(partition);
      if (!isFollower && isSafe && (offset <= before || offset > end)) {
        broken(
          row,
          () =>
            `The log of ${where} began at ${before}, and now at ${offset}; the high watermark is ${end}.`,
        );
        return;
      }
      const name = trace.c(row) === byAge ? 'retention.ms' : 'retention.bytes';
      if (isFollower || !clients.isConstant(name)) return;
      const limit = Number(clients.ofPartition(partition, name));
      const topic = cast.topics[cast.partitions[partition]?.topic ?? -1];
      if (limit < 0 || topic?.isCompacted === true) {
        broken(row, () => `Records of ${where} were deleted, though ${name} is ${limit}.`);
        return;
      }
      if (trace.c(row) !== byAge) return;
      for (let at = before; at < offset; at++) {
        const put = logs.rowAt(partition, at);
        if (put < 0) continue;
        const age = trace.time(row) - trace.time(put);
        if (age >= limit * microsPerMilli) continue;
        broken(
          row,
          () =>
            `${phrases.place(partition, at)} was deleted at the age of ${seconds(age)}, before retention.ms was over.`,
          put,
        );
        return;
      }
    },
  });
}

/** K2: the cleaner takes what is superseded, and tombstones after their time. */
export function cleanerKeepsTheLast({ accounts, cast, phrases }: Ground): Invariant {
  const { clients, keys, logs, transactions } = accounts;
  // By partition: for each key, the row that appended its last record.
  const last = columns(cast.partitions.length, -1);
  const compacted = cast.partitions.map(({ topic }) => cast.topics[topic]?.isCompacted === true);
  return invariant({
    id: 'K2',
    sentence:
      'The cleaner removes only records of compacted topics that a later one of the same key has superseded, and tombstones after delete.retention.ms.',
    formula:
      'Each record-cleaned is of a compacted topic, unless cleanup.policy was changed. Where keys are whole, one that is superseded is not the last record-appended of its key in the partition; one that is a tombstone is older than delete.retention.ms.',
    kinds: ['record-appended', 'record-cleaned'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      if (trace.kind(row) === code['record-appended']) {
        if (compacted[partition] === true) last[partition]?.set(keys.of(trace.order(row)), row);
        return;
      }
      const offset = trace.b(row);
      const put = logs.rowAt(partition, offset);
      const place = phrases.place(partition, offset);
      if (compacted[partition] !== true && clients.isConstant('cleanup.policy')) {
        broken(row, () => `The record at ${place} was cleaned, though the topic is not compacted.`);
        return;
      }
      if (put < 0 || transactions.fateAt(partition, offset) === 'aborted') return;
      if (trace.c(row) === asTombstone) {
        const age = trace.time(row) - trace.time(put);
        const name = 'delete.retention.ms';
        const least = Number(clients.ofPartition(partition, name)) * microsPerMilli;
        if (age >= least || !clients.isConstant(name)) return;
        broken(
          row,
          () => `The tombstone at ${place} was cleaned at the age of ${seconds(age)}.`,
          put,
        );
      } else if (keys.isWhole && last[partition]?.at(keys.of(trace.order(put))) === put) {
        broken(
          row,
          () => `The record at ${place} was cleaned, though it is the last of its key.`,
          put,
        );
      }
    },
  });
}

/** L3: log start, high watermark and log end keep their order. */
export function boundsKeepTheirOrder({ accounts, phrases }: Ground): Invariant {
  const { logs } = accounts;
  return invariant({
    id: 'L3',
    sentence: 'A log begins before its high watermark, and that comes before its end.',
    formula:
      'After each log-start-moved, leader-elected and log-truncated: log start ≤ high watermark ≤ end of the leader’s log, save after an unclean election or a lost disk.',
    kinds: ['log-start-moved', 'leader-elected', 'log-truncated'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      if (logs.unsafeRow(partition) >= 0) return;
      const [start, mark, end] = [
        logs.start(partition),
        logs.highWatermark(partition),
        logs.end(partition),
      ];
      if (start <= mark && mark <= end) return;
      broken(
        row,
        () =>
          `${phrases.partition(partition)} begins at ${start} and ends at ${end}, its high watermark is ${mark}.`,
      );
    },
  });
}

/** L10: nothing is removed that is not there. */
export function removesWhatIsThere({ accounts, cast, phrases }: Ground): Invariant {
  const { logs } = accounts;
  const cleaned = columns(cast.partitions.length, -1);
  return invariant({
    id: 'L10',
    sentence:
      'Only what stands in a log is removed, and it is removed once: what was stored is kept, cleaned, deleted or cut off.',
    formula:
      'Each record-cleaned names an offset at which a record stands in the leader’s log, at or above the log start, that was not cleaned before; log-cleaned tells of a stretch of the log.',
    kinds: ['record-cleaned', 'log-cleaned'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const offset = trace.b(row);
      const where = (): string => phrases.place(partition, offset);
      if (trace.kind(row) === code['log-cleaned']) {
        if (offset <= trace.c(row) && trace.c(row) <= logs.end(partition)) return;
        broken(
          row,
          () =>
            `The log of ${phrases.partition(partition)} was cleaned from ${offset} to ${trace.c(row)}; it ends at ${logs.end(partition)}.`,
        );
        return;
      }
      const put = logs.rowAt(partition, offset);
      const before = cleaned[partition]?.at(offset) ?? -1;
      cleaned[partition]?.set(offset, row);
      const isFollower = logs.copies(partition) > 1 && trace.actor(row) !== logs.leader(partition);
      if (isFollower) return;
      if (put >= 0 && offset >= logs.start(partition) && (before < 0 || before < put)) return;
      broken(row, () => `The cleaner removed a record at ${where()}, where none stands.`, before);
    },
  });
}
