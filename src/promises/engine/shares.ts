/** Rules of share groups: a record has one holder at a time, and a bounded number of deliveries; the start passes over nothing. */
import { code, acknowledgements, type Trace } from '../../trace/index.ts';
import { columns, type Column } from '../folds/column.ts';
import { seconds, times } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

const released = acknowledgements.indexOf('released');
/** Marks a record that is done with for good. */
const over = -2;
const limitName = 'group.share.delivery.count.limit';

/** G15: one holder at a time. */
export function oneHolder({ accounts, cast, phrases }: Ground): Invariant {
  const { clients, groups, logs } = accounts;
  // By group and partition: for each offset, the row that acquired it, -1 while it is free, -2 when it is over.
  const held = cast.groups.map(() => columns(cast.partitions.length, -1));
  /** Where a log was cut off, offsets are used again. */
  function standing(trace: Trace, at: Column | undefined, row: number): number {
    const before = at?.at(trace.b(row)) ?? -1;
    const put = logs.rowAt(trace.a(row), trace.b(row));
    return logs.unsafeRow(trace.a(row)) >= 0 && put > before ? -1 : before;
  }
  return invariant({
    id: 'G15',
    sentence:
      'In a share group a record has one holder at a time, and is delivered no more often than the limit allows.',
    formula:
      'Between two record-acquired rows of one group, partition and offset there is a record-acknowledged as released, an acquisition-expired or an acquisition-ended; none comes after one accepted or rejected, or after a record-archived. Only the holder acknowledges. The deliveries of each record-acquired is at most group.share.delivery.count.limit, unless that was changed. Where a log was cut off, offsets begin anew.',
    kinds: [
      'record-acquired',
      'record-acknowledged',
      'acquisition-expired',
      'acquisition-ended',
      'record-archived',
    ],
    see(trace, row, broken) {
      const group = groups.of(trace.actor(row));
      const kind = trace.kind(row);
      const offset = trace.b(row);
      const at = held[group]?.[trace.a(row)];
      const before = standing(trace, at, row);
      const place = (): string => phrases.place(trace.a(row), offset);
      const who = (): string => phrases.actor(trace.actor(row));
      if (kind === code['record-archived']) at?.set(offset, over);
      else if (kind === code['acquisition-expired'] || kind === code['acquisition-ended'])
        at?.set(offset, before === over ? over : -1);
      else if (kind === code['record-acknowledged']) {
        at?.set(offset, trace.c(row) === released ? -1 : over);
        if (before >= 0 && trace.actor(before) === trace.actor(row)) return;
        broken(
          row,
          () =>
            `${who()} was done with ${place()} at ${seconds(trace.time(row))} without holding it.`,
        );
      } else {
        at?.set(offset, row);
        const limit = Number(clients.of(-1, limitName));
        if (before === over) {
          broken(row, () => `${who()} acquired ${place()} after the group was done with it.`);
        } else if (before >= 0) {
          broken(
            row,
            () =>
              `${who()} acquired ${place()}, which ${phrases.actor(trace.actor(before))} holds.`,
            before,
          );
        } else if (trace.c(row) > limit && clients.isConstant(limitName)) {
          broken(
            row,
            () => `${place()} was delivered ${times(trace.c(row))}; the limit is ${limit}.`,
          );
        }
      }
    },
  });
}

/** G17: the start of a share group passes over nothing that is not done with. */
export function startPassesOverNothing({ accounts, cast, phrases }: Ground): Invariant {
  const { clients, groups, logs, transactions } = accounts;
  // By group and partition: for each offset, 1 when the group is done with it; and the start.
  const done = cast.groups.map(() => columns(cast.partitions.length));
  const starts = columns(cast.groups.length, -1);
  return invariant({
    id: 'G17',
    sentence:
      'The start of a share group only moves forward, over records that are done with, or that are none any more.',
    formula:
      'The offsets of the share-start-moved rows of one group and partition increase. From one to the next each record that stands and is not aborted was accepted, rejected or archived. After an unclean election or a lost disk nothing is said.',
    kinds: ['record-acknowledged', 'record-archived', 'share-start-moved'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const offset = trace.b(row);
      if (trace.kind(row) !== code['share-start-moved']) {
        const isOver = trace.kind(row) === code['record-archived'] || trace.c(row) !== released;
        if (isOver) done[groups.of(trace.actor(row))]?.[partition]?.set(offset, 1);
        return;
      }
      const group = trace.c(row);
      const before = starts[group]?.at(partition) ?? -1;
      starts[group]?.set(partition, offset);
      if (before < 0 || logs.unsafeRow(partition) >= 0) return;
      const who = phrases.group(group);
      const where = phrases.partition(partition);
      if (offset <= before) {
        broken(row, () => `${who}’s start in ${where} went from ${before} to ${offset}.`);
        return;
      }
      const hides = clients.ofGroup(group, 'share.isolation.level') === 'read_committed';
      for (let each = before; each < offset; each++) {
        const put = logs.rowAt(partition, each);
        if (put < 0 || !trace.is(put, 'record-appended') || !logs.stands(trace, put)) continue;
        if (done[group]?.[partition]?.at(each) === 1) continue;
        if (hides && transactions.fateAt(partition, each) === 'aborted') continue;
        broken(
          row,
          () => `${who}’s start in ${where} passed over ${each}, which is not done with.`,
          put,
        );
        return;
      }
    },
  });
}
