/** Rules of consumer groups: ownership, generations and committed offsets. */
import { code, type Cast } from '../../trace/index.ts';
import { Column } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

function groupsOfActors(cast: Cast): readonly number[] {
  return cast.actors.map((actor) => cast.services[actor.service]?.group ?? -1);
}

/** G1: one owner at a time. */
export function oneOwner({ cast, phrases }: Ground): Invariant {
  const groupOf = groupsOfActors(cast);
  // By group and partition: the row that assigned it last.
  const assigned = cast.groups.map(() => new Column(-1));
  return invariant({
    id: 'G1',
    sentence: 'In one generation a partition has one owner in a group.',
    formula:
      'No two partition-assigned rows of one group, partition and generation name different processes.',
    kinds: ['partition-assigned'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const group = groupOf[trace.actor(row)] ?? -1;
      const before = assigned[group]?.at(partition) ?? -1;
      assigned[group]?.set(partition, row);
      if (before < 0 || trace.b(before) !== trace.b(row)) return;
      if (trace.actor(before) === trace.actor(row)) return;
      const owners = `${phrases.actor(trace.actor(before))} and ${phrases.actor(trace.actor(row))}`;
      const where = phrases.partition(partition);
      broken(row, () => `${owners} both own ${where} in generation ${trace.b(row)}.`, before);
    },
  });
}

/** G4: generations only grow. */
export function generationsGrow({ cast, phrases }: Ground): Invariant {
  const stable = cast.groups.map(() => -1);
  return invariant({
    id: 'G4',
    sentence: 'Each rebalance makes a new generation.',
    formula: 'The generations of a group’s group-stable rows strictly increase.',
    kinds: ['group-stable'],
    see(trace, row, broken) {
      const group = trace.a(row);
      const before = stable[group] ?? -1;
      const generation = trace.b(row);
      if (generation <= before) {
        broken(
          row,
          () => `${phrases.group(group)}’s group went from generation ${before} to ${generation}.`,
        );
      }
      stable[group] = generation;
    },
  });
}

/** G5: only the owner commits. */
export function ownerCommits({ cast, phrases }: Ground): Invariant {
  const groupOf = groupsOfActors(cast);
  const owner = cast.groups.map(() => new Column(-1));
  return invariant({
    id: 'G5',
    sentence: 'A commit is accepted only from the partition’s owner.',
    formula:
      'Each offset-committed names the process of the latest partition-assigned row of its group and partition.',
    kinds: ['partition-assigned', 'offset-committed'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const actor = trace.actor(row);
      if (trace.kind(row) === code['partition-assigned']) {
        owner[groupOf[actor] ?? -1]?.set(partition, actor);
        return;
      }
      if (owner[trace.c(row)]?.at(partition) === actor) return;
      const where = phrases.partition(partition);
      broken(
        row,
        () =>
          `${phrases.actor(actor)} committed ${where} at ${seconds(trace.time(row))}, which is not its own.`,
      );
    },
  });
}

/** G7: what is committed stays committed. */
export function committedNeverFalls({ cast, phrases }: Ground): Invariant {
  const committed = cast.groups.map(() => new Column());
  return invariant({
    id: 'G7',
    sentence: 'A committed offset never goes back.',
    formula: 'The offsets of a group’s offset-committed rows for one partition never decrease.',
    kinds: ['offset-committed'],
    see(trace, row, broken) {
      const group = trace.c(row);
      const before = committed[group]?.at(trace.a(row)) ?? 0;
      const offset = trace.b(row);
      if (offset < before) {
        const where = phrases.partition(trace.a(row));
        broken(
          row,
          () => `${phrases.group(group)} went back from ${before} to ${offset} in ${where}.`,
        );
      }
      committed[group]?.set(trace.a(row), offset);
    },
  });
}

/** G8: nothing beyond the log is committed. */
export function committedIsInLog({ cast, phrases }: Ground): Invariant {
  const end = new Float64Array(cast.partitions.length);
  return invariant({
    id: 'G8',
    sentence: 'A committed offset never passes the end of the log.',
    formula:
      'The offset of each offset-committed is at most the records appended to its partition.',
    kinds: ['record-appended', 'offset-committed'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const last = end[partition] ?? 0;
      if (trace.kind(row) === code['record-appended']) end[partition] = last + 1;
      else if (trace.b(row) > last) {
        const who = phrases.group(trace.c(row));
        const where = phrases.partition(partition);
        broken(row, () => `${who} committed ${trace.b(row)} in ${where}, which ends at ${last}.`);
      }
    },
  });
}
