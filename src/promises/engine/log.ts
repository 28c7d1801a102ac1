/** Rules of the log: offsets, keys, and what may be read. */
import { code } from '../../trace/index.ts';
import { Column, columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** L2: offsets are dense. */
export function offsetsAreDense({ cast, phrases }: Ground): Invariant {
  const end = new Float64Array(cast.partitions.length);
  return invariant({
    id: 'L2',
    sentence: 'A new record gets the next offset of its partition.',
    formula: 'The nth record-appended of a partition, counted from 0, has offset n.',
    kinds: ['record-appended'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const next = end[partition] ?? 0;
      const offset = trace.b(row);
      if (offset !== next) {
        broken(
          row,
          () => `A record was put at ${phrases.place(partition, offset)}; the next was ${next}.`,
        );
      }
      end[partition] = offset + 1;
    },
  });
}

/** L4: what has the same key stays together. */
export function sameKeySamePartition({ cast, phrases }: Ground): Invariant {
  const partitionOf = cast.topics.map(() => new Column(-1));
  const firstRow = cast.topics.map(() => new Column(-1));
  return invariant({
    id: 'L4',
    sentence: 'An order’s records on one topic stand in one partition.',
    formula: 'All record-appended rows of an order and a topic name the same partition.',
    kinds: ['record-appended'],
    see(trace, row, broken) {
      const order = trace.order(row);
      const partition = trace.a(row);
      const topic = cast.partitions[partition]?.topic ?? -1;
      const known = partitionOf[topic]?.at(order) ?? -1;
      if (order < 0) return;
      if (known < 0) {
        partitionOf[topic]?.set(order, partition);
        firstRow[topic]?.set(order, row);
      } else if (known !== partition) {
        const where = `${phrases.partition(known)} and in ${phrases.partition(partition)}`;
        broken(
          row,
          () => `Records of order ${order} stand in ${where}.`,
          firstRow[topic]?.at(order) ?? -1,
        );
      }
    },
  });
}

/** L9: what is read is what was written. */
export function readsWhatWasWritten({ cast, phrases }: Ground): Invariant {
  const log = columns(cast.partitions.length, -1);
  return invariant({
    id: 'L9',
    sentence: 'A consumer reads at an offset the record that was put there.',
    formula:
      'For each record-sent and record-delivered, an earlier record-appended has the same partition, offset and message; so has each produce-acked.',
    kinds: ['record-appended', 'record-sent', 'record-delivered', 'produce-acked'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const offset = trace.b(row);
      const message = trace.message(row);
      if (trace.kind(row) === code['record-appended']) {
        log[partition]?.set(offset, message);
        return;
      }
      if (log[partition]?.at(offset) === message) return;
      const who = phrases.actor(trace.actor(row));
      broken(
        row,
        () =>
          `${who} has another record from ${phrases.place(partition, offset)} at ${seconds(trace.time(row))} than was put there.`,
      );
    },
  });
}

/** M1: lag is never negative. */
export function lagIsNeverNegative({ cast, phrases }: Ground): Invariant {
  const end = new Float64Array(cast.partitions.length);
  const lag = cast.groups.map(() => 0);
  const committed = cast.groups.map(() => new Column());
  return invariant({
    id: 'M1',
    sentence: 'No group is ahead of the log.',
    formula:
      'For each group, the sum over its partitions of records appended less the offset committed last is at least 0 after each row.',
    kinds: ['record-appended', 'offset-committed'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      if (trace.kind(row) === code['record-appended']) {
        end[partition] = (end[partition] ?? 0) + 1;
        cast.groups.forEach((group, index) => {
          if (group.partitions.includes(partition)) lag[index] = (lag[index] ?? 0) + 1;
        });
        return;
      }
      const group = trace.c(row);
      const before = committed[group]?.at(partition) ?? 0;
      const now = (lag[group] ?? 0) + before - trace.b(row);
      committed[group]?.set(partition, trace.b(row));
      lag[group] = now;
      if (now < 0) broken(row, () => `${phrases.group(group)} has a lag of ${now}.`);
    },
  });
}
