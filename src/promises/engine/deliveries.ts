/** Rules of deliveries: at least once, at most once, and why something is delivered again. */
import { code } from '../../trace/index.ts';
import { Column, columns } from '../folds/column.ts';
import { seconds, times } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** G9: an at-least-once service commits only what it finished. */
export function committedIsDone({ accounts, cast, phrases }: Ground): Invariant {
  const { handling, clients, groups, logs, transactions } = accounts;
  const committed = columns(cast.groups.length, -1);
  const careful = cast.groups.map((_, group) => {
    const service = clients.serviceOfGroup(group);
    const inTurn = service?.handling !== 'handed-off';
    return service?.delivery !== 'at-most-once' && inTurn && !clients.commitsByItself(group);
  });
  return invariant({
    id: 'G9',
    sentence: 'A service that delivers at least once commits only what it finished.',
    formula:
      'Where enable.auto.commit is off and handling is in turn, and no election was unclean and no disk lost, before an offset-committed of an at-least-once consumer group, each record from where it began or was reset to up to the offset, that stands, was not aborted and is of a type that the service hears, was stored, suppressed, ignored, skipped, read or dead-lettered by the group, or has a dead letter in the same committed transaction.',
    kinds: ['position-reset', 'offset-committed'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      if (trace.kind(row) === code['position-reset']) {
        committed[groups.of(trace.actor(row))]?.set(partition, trace.b(row));
        return;
      }
      const group = trace.c(row);
      const known = committed[group]?.at(partition) ?? -1;
      const from = known < 0 ? Math.max(0, groups.begin(group, partition)) : known;
      committed[group]?.set(partition, Math.max(from, trace.b(row)));
      if (careful[group] !== true || groups.isShare(group)) return;
      // Where offsets are used again, a commit of before may still be on its way.
      if (logs.unsafeRow(partition) >= 0) return;
      if (!clients.isConstant('enable.auto.commit')) return;
      for (let offset = from; offset < trace.b(row); offset++) {
        const appended = logs.rowAt(partition, offset);
        const message = appended < 0 ? -1 : trace.message(appended);
        if (!handling.owes(group, message) || !logs.stands(trace, appended)) continue;
        if (transactions.fateAt(partition, offset) === 'aborted') continue;
        // A dead letter and the offset of its record become visible in one transaction.
        const letter = handling.letterRow(group, message);
        if (letter >= 0 && transactions.fateAt(trace.a(letter), trace.b(letter)) === 'committed')
          continue;
        const when = seconds(trace.time(row));
        const what = `${phrases.group(group)} committed past ${phrases.message(trace, message)}`;
        broken(row, () => `${what} at ${when} before it was finished.`, appended);
        return;
      }
    },
  });
}

/** G10: an at-most-once service works on nothing before it is committed. */
export function committedFirst({ accounts, cast, phrases }: Ground): Invariant {
  const { clients, groups, work } = accounts;
  const cautious = cast.groups.map((_, group) => {
    const isCautious = clients.serviceOfGroup(group)?.delivery === 'at-most-once';
    return isCautious && !clients.commitsByItself(group) && !groups.isShare(group);
  });
  // By group and partition: the highest offset that was ever committed.
  const committed = columns(cast.groups.length);
  return invariant({
    id: 'G10',
    sentence:
      'A service that delivers at most once works on a record only after its offset is committed.',
    formula:
      'Where enable.auto.commit is off, each store-committed and record-read of an at-most-once consumer group about a delivered record comes after an offset-committed of the group above the record’s offset.',
    kinds: ['offset-committed', 'store-committed', 'record-read'],
    see(trace, row, broken) {
      if (trace.kind(row) === code['offset-committed']) {
        const known = committed[trace.c(row)];
        known?.set(trace.a(row), Math.max(trace.b(row), known.at(trace.a(row))));
        return;
      }
      const actor = trace.actor(row);
      const group = groups.of(actor);
      if (cautious[group] !== true || !clients.isConstant('enable.auto.commit')) return;
      const delivered = work.deliveredRow(actor, trace.message(row));
      if (delivered < 0) return;
      const partition = trace.a(delivered);
      const offset = trace.b(delivered);
      if ((committed[group]?.at(partition) ?? 0) > offset) return;
      const place = phrases.place(partition, offset);
      broken(
        row,
        () => `${phrases.actor(actor)} worked on ${place} before it was committed.`,
        delivered,
      );
    },
  });
}

/** G12: what is delivered again has a reason. */
export function repetitionsHaveCauses({ accounts, cast, phrases }: Ground): Invariant {
  const { groups, logs } = accounts;
  // By process and partition: for each offset the row of its last delivery; by group, the last row that explains a repetition.
  const delivered = cast.actors.map(() => new Map<number, Column>());
  const excuse = cast.groups.map(() => new Float64Array(cast.partitions.length).fill(-1));
  return invariant({
    id: 'G12',
    sentence:
      'A record is delivered again to a group only after a new assignment, a reset, or a fault that says so.',
    formula:
      'Between two record-delivered rows of one process of a consumer group, partition and offset there is a partition-assigned, position-reset or delivery-duplicated of the group and partition, or another record stands at the offset.',
    kinds: ['partition-assigned', 'position-reset', 'delivery-duplicated', 'record-delivered'],
    see(trace, row, broken) {
      const actor = trace.actor(row);
      const group = groups.of(actor);
      const partition = trace.a(row);
      const excuses = excuse[group];
      if (excuses === undefined || groups.isShare(group)) return;
      if (trace.kind(row) !== code['record-delivered']) {
        excuses[partition] = row;
        return;
      }
      const offset = trace.b(row);
      const known = delivered[actor]?.get(partition) ?? new Column(-1);
      delivered[actor]?.set(partition, known);
      const before = known.at(offset);
      known.set(offset, row);
      if (before < 0 || (excuses[partition] ?? -1) > before) return;
      if (trace.message(before) !== trace.message(row) || logs.unsafeRow(partition) > before)
        return;
      const place = phrases.place(partition, offset);
      broken(
        row,
        () =>
          `${phrases.actor(actor)} was given ${place} again at ${seconds(trace.time(row))} without a reason.`,
        before,
      );
    },
  });
}

/** M3: deliveries are counted right. */
export function deliveriesAreCounted({ accounts, cast, phrases }: Ground): Invariant {
  const { groups } = accounts;
  // By group and partition: for each offset, how often it was delivered, and to which message that belongs.
  const count = cast.groups.map(() => columns(cast.partitions.length));
  const messages = cast.groups.map(() => columns(cast.partitions.length, -1));
  return invariant({
    id: 'M3',
    sentence: 'The number of a delivery is what one gets by counting.',
    formula:
      'The attempt of each record-delivered is at least 1 and at most one more than the earlier record-delivered rows of the same group, partition and offset; it is 1 exactly when there are none of the same message.',
    kinds: ['record-delivered'],
    see(trace, row, broken) {
      const group = groups.of(trace.actor(row));
      const partition = trace.a(row);
      const offset = trace.b(row);
      const known = messages[group]?.[partition];
      if (known === undefined) return;
      const isOther = known.at(offset) !== trace.message(row);
      if (isOther) count[group]?.[partition]?.set(offset, 0);
      known.set(offset, trace.message(row));
      const due = count[group]?.[partition]?.add(offset, 1) ?? 0;
      const attempt = trace.c(row);
      if (attempt === due || (attempt > 1 && due === 1)) return;
      // A crash before the handler began counts as a delivery to nobody.
      if (attempt > due) return;
      const place = phrases.place(partition, offset);
      const often = times(due);
      broken(
        row,
        () =>
          `${phrases.group(group)} was given ${place} ${often}, and this is called delivery ${attempt}.`,
      );
    },
  });
}
