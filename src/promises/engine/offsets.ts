/** Rules of positions and committed offsets: where groups stand, and where they go on. */
import { code } from '../../trace/index.ts';
import { Column } from '../folds/column.ts';
import { counted } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** G7: what is committed stays committed. */
export function committedNeverFalls({ accounts, cast, phrases }: Ground): Invariant {
  const { groups, logs } = accounts;
  // By group and partition: the offset that was committed last, and one more than the row that did it.
  const committed = cast.groups.map(() => new Column());
  const at = cast.groups.map(() => new Column());
  return invariant({
    id: 'G7',
    sentence:
      'A committed offset never goes back, but by a reset or when the log was cut off below it.',
    formula:
      'The offsets of a group’s offset-committed rows for one partition never decrease, unless in between a position-reset of the group and partition or an offsets-expired allows it, or an unclean election or a lost disk made offsets be used again.',
    kinds: ['offset-committed', 'offsets-expired'],
    see(trace, row, broken) {
      const group = trace.c(row);
      const partition = trace.a(row);
      const expired = trace.kind(row) === code['offsets-expired'];
      const offset = expired ? 0 : trace.b(row);
      const before = committed[group]?.at(partition) ?? 0;
      const since = (at[group]?.at(partition) ?? 0) - 1;
      committed[group]?.set(partition, offset);
      at[group]?.set(partition, row + 1);
      if (expired || offset >= before || groups.isShare(group)) return;
      // Where offsets are used again, a commit of before may still be on its way.
      if (logs.unsafeRow(partition) >= 0 || groups.resetRow(group, partition) > since) return;
      const where = phrases.partition(partition);
      broken(
        row,
        () => `${phrases.group(group)} went back from ${before} to ${offset} in ${where}.`,
      );
    },
  });
}

/** G8: nothing beyond the log is committed. */
export function committedIsInLog({ accounts, phrases }: Ground): Invariant {
  const { logs } = accounts;
  return invariant({
    id: 'G8',
    sentence: 'A committed offset never passes the end of the log.',
    formula:
      'The offset of each offset-committed is at most the end of its partition’s log; where an election was unclean or a disk was lost, at most the highest end that it ever had.',
    kinds: ['offset-committed'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const isCutOff = logs.unsafeRow(partition) >= 0;
      const last = isCutOff ? logs.peak(partition) : logs.end(partition);
      if (trace.b(row) <= last) return;
      const who = phrases.group(trace.c(row));
      const where = phrases.partition(partition);
      broken(row, () => `${who} committed ${trace.b(row)} in ${where}, which ends at ${last}.`);
    },
  });
}

/** K4: who falls out of the log is told, and says how much it misses. */
export function resetsAreTold({ accounts, cast, phrases }: Ground): Invariant {
  const { clients, groups, logs } = accounts;
  // By process: for each partition, one more than the row that told that it is out of the log.
  const out = cast.actors.map(() => new Column());
  return invariant({
    id: 'K4',
    sentence:
      'Who asks for what is no longer in the log is told so, and goes on where auto.offset.reset says.',
    formula:
      'Each offset-out-of-range asks for an offset below the log start or above the log end. Save after an unclean election or a lost disk, a position-reset with earliest goes to the log start, or to the one that the offset-out-of-range before told; after an offset-out-of-range below the start it tells how many offsets lie between.',
    kinds: ['offset-out-of-range', 'position-reset'],
    see(trace, row, broken) {
      const actor = trace.actor(row);
      const partition = trace.a(row);
      const start = logs.start(partition);
      const where = phrases.partition(partition);
      if (trace.kind(row) === code['offset-out-of-range']) {
        out[actor]?.set(partition, row + 1);
        const asked = trace.b(row);
        const end = logs.highWatermark(partition);
        if (asked < start || asked > end || logs.unsafeRow(partition) >= 0) return;
        broken(
          row,
          () =>
            `${phrases.actor(actor)} asked for ${asked} in ${where} and was told that it is out of ${start} to ${end}.`,
        );
        return;
      }
      const told = (out[actor]?.at(partition) ?? 0) - 1;
      out[actor]?.set(partition, 0);
      const group = groups.of(actor);
      const name = groups.isShare(group) ? 'share.auto.offset.reset' : 'auto.offset.reset';
      if (clients.ofGroup(group, name) !== 'earliest' || !clients.isConstant(name)) return;
      // An unclean leader may know of an older log start, or of none.
      if (logs.unsafeRow(partition) >= 0) return;
      const to = trace.b(row);
      const asked = told < 0 ? -1 : trace.b(told);
      const gap = told >= 0 && asked < to ? to - asked : trace.c(row);
      // The log may have moved on since the answer was given.
      const wasStart = told >= 0 && to === trace.c(told);
      if ((to === start || wasStart) && gap === trace.c(row)) return;
      broken(
        row,
        () =>
          `${phrases.actor(actor)} was reset to ${to} in ${where}, which begins at ${start}, over ${counted(trace.c(row), 'record')}.`,
        told,
      );
    },
  });
}
