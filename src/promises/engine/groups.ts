/** Rules of consumer groups: ownership and generations. */
import { code, leaveReasons } from '../../trace/index.ts';
import { Column } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

const overdueReason = leaveReasons.indexOf('max.poll.interval.ms passed');

/** G1: one owner at a time. */
export function oneOwner({ accounts, cast, phrases }: Ground): Invariant {
  const { groups } = accounts;
  // By group and partition: the row that assigned it last.
  const assigned = cast.groups.map(() => new Column(-1));
  return invariant({
    id: 'G1',
    sentence: 'In one generation a partition has one owner in a group.',
    formula:
      'No two partition-assigned rows of one consumer group, partition and generation name different processes.',
    kinds: ['partition-assigned'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const group = groups.of(trace.actor(row));
      if (groups.isShare(group)) return;
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

/** G2: in a group at rest each partition has an owner. */
export function everyPartitionIsOwned({ accounts, cast, phrases }: Ground): Invariant {
  const { groups, processes } = accounts;
  const dormant = cast.topics.flatMap(({ firstPartition, partitions, maxPartitions }) =>
    Array.from({ length: maxPartitions - partitions }, (_, at) => firstPartition + partitions + at),
  );
  const isDormant = cast.partitions.map((_, partition) => dormant.includes(partition));
  const knownFrom = new Column();
  const metadataAge = 1000 * Number(accounts.clients.of(-1, 'metadata.max.age.ms'));
  const stable = cast.groups.map(() => -1);
  const restless = cast.groups.map(() => -1);
  return invariant({
    id: 'G2',
    sentence: 'When a run has drained and a group is at rest, each of its partitions has an owner.',
    formula:
      'At run-drained, for each consumer group with members and no rebalance since its last group-stable, and whose processes did not change since, each partition that existed, for twice metadata.max.age.ms at least if it was added, was assigned last to a process that did not give it up.',
    about: 'the end',
    kinds: [
      'group-stable',
      'rebalance-started',
      'partition-added',
      'member-left',
      'member-expelled',
      'run-drained',
    ],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      if (kind === code['partition-added']) {
        // Members notice it only when they ask for the topic anew.
        knownFrom.set(trace.a(row), trace.time(row) + 2 * metadataAge);
        isDormant[trace.a(row)] = false;
      } else if (kind === code['group-stable']) stable[trace.a(row)] = row;
      else if (kind !== code['run-drained']) restless[trace.a(row)] = row;
      else {
        cast.groups.forEach(({ service, isShare }, group) => {
          const since = stable[group] ?? -1;
          if (isShare || since < 0 || trace.c(since) === 0) return;
          const instances = cast.services[service]?.instances ?? [];
          const changed = instances.some((each) => processes.changedRow(each) > since);
          if (changed || (restless[group] ?? -1) > since) return;
          for (const partition of groups.partitionsOf(group)) {
            if (isDormant[partition] === true) continue;
            if (knownFrom.at(partition) > trace.time(row)) continue;
            if (groups.holder(trace, group, partition) >= 0) continue;
            broken(
              row,
              () =>
                `Nobody in ${phrases.group(group)}’s group has ${phrases.partition(partition)} at the end.`,
              since,
            );
          }
        });
      }
    },
  });
}

/** G3: a member begins only what it holds. */
export function ownersHandle({ accounts, cast, phrases }: Ground): Invariant {
  const { clients, groups } = accounts;
  // By process: for each partition, 1 while it was assigned and not given up, as the process knows.
  const holds = cast.actors.map(() => new Column());
  return invariant({
    id: 'G3',
    sentence:
      'A member begins to handle only records of partitions that it holds, as far as it knows.',
    formula:
      'Where handling is in turn, each record-delivered of a consumer group comes after a partition-assigned of its process and partition, and after no later partition-revoked, partition-lost or process-crashed of it.',
    kinds: [
      'partition-assigned',
      'partition-revoked',
      'partition-lost',
      'process-crashed',
      'record-delivered',
    ],
    see(trace, row, broken) {
      const actor = trace.actor(row);
      const kind = trace.kind(row);
      if (kind === code['process-crashed']) {
        if (cast.actors[actor]?.kind === 'service') holds[actor] = new Column();
      } else if (kind === code['partition-assigned']) holds[actor]?.set(trace.a(row), 1);
      else if (kind !== code['record-delivered']) holds[actor]?.set(trace.a(row), 0);
      else {
        const group = groups.of(actor);
        if (groups.isShare(group) || holds[actor]?.at(trace.a(row)) === 1) return;
        if (clients.serviceOfGroup(group)?.handling === 'handed-off') return;
        const place = phrases.place(trace.a(row), trace.b(row));
        broken(
          row,
          () =>
            `${phrases.actor(actor)} began to handle ${place} at ${seconds(trace.time(row))}, which it does not hold.`,
        );
      }
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
export function ownerCommits({ accounts, cast, phrases }: Ground): Invariant {
  const { groups } = accounts;
  // By process: for each partition, one more than the highest offset that it gave to a transaction.
  const transacted = cast.actors.map(() => new Column());
  return invariant({
    id: 'G5',
    sentence: 'A commit is accepted only from the partition’s owner.',
    formula:
      'Each offset-committed of a consumer group names the process of the latest partition-assigned row of its group and partition, unless the process gave the offset to a transaction before.',
    kinds: ['transaction-offset', 'offset-committed'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const actor = trace.actor(row);
      if (trace.kind(row) === code['transaction-offset']) {
        transacted[actor]?.set(partition, trace.b(row) + 1);
        return;
      }
      const group = trace.c(row);
      if (groups.isShare(group) || groups.owner(trace, group, partition) === actor) return;
      if ((transacted[actor]?.at(partition) ?? 0) > trace.b(row)) return;
      const where = phrases.partition(partition);
      broken(
        row,
        () =>
          `${phrases.actor(actor)} committed ${where} at ${seconds(trace.time(row))}, which is not its own.`,
      );
    },
  });
}

/** Rows that tell that a process has no longer what it had. */
const givenUp: readonly number[] = [
  code['partition-revoked'],
  code['partition-lost'],
  code['reset-failed'],
];

/** G6: nobody is given what another still holds. */
export function handedOverFirst({ accounts, cast, phrases }: Ground): Invariant {
  const { groups } = accounts;
  // By group and partition: the row that assigned it last. By process: the last row in which it gave up or lost all that it had.
  const assigned = cast.groups.map(() => new Column(-1));
  const released = cast.actors.map(() => new Column(-1));
  const gone = new Float64Array(cast.actors.length).fill(-1);
  return invariant({
    id: 'G6',
    sentence:
      'A partition goes to a new owner only after the old one gave it up, or is out of the group.',
    formula:
      'Between a partition-assigned and the next one of the same consumer group and partition to another process, of the same or a later generation, there is a partition-revoked, partition-lost or reset-failed of the first, or it was expelled, left, was fenced, crashed or stopped, or its poll was overdue.',
    kinds: [
      'partition-assigned',
      'reset-failed',
      'partition-revoked',
      'partition-lost',
      'member-expelled',
      'member-left',
      'member-fenced',
      'poll-overdue',
      'process-crashed',
      'process-stopped',
    ],
    see(trace, row, broken) {
      const actor = trace.actor(row);
      const kind = trace.kind(row);
      if (givenUp.includes(kind)) {
        released[actor]?.set(trace.a(row), row);
        return;
      }
      if (kind !== code['partition-assigned']) {
        gone[actor] = row;
        return;
      }
      const group = groups.of(actor);
      const before = assigned[group]?.at(trace.a(row)) ?? -1;
      // Who stood still learns late what it was dealt in a generation that is over.
      if (before >= 0 && trace.b(row) < trace.b(before)) return;
      assigned[group]?.set(trace.a(row), row);
      if (before < 0 || groups.isShare(group)) return;
      const owner = trace.actor(before);
      const given = Math.max(gone[owner] ?? -1, released[owner]?.at(trace.a(row)) ?? -1);
      if (owner === actor || given > before) return;
      const where = phrases.partition(trace.a(row));
      broken(
        row,
        () =>
          `${phrases.actor(actor)} was given ${where} at ${seconds(trace.time(row))}, which ${phrases.actor(owner)} had not given up.`,
        before,
      );
    },
  });
}

/** G13: who is silent is expelled in time, and who does not poll leaves at once. */
export function silenceIsNoticed({ accounts, phrases, scenario }: Ground): Invariant {
  const { clients, processes, groups } = accounts;
  const microsPerMilli = 1000;
  // A heartbeat may have been on its way when its sender fell silent.
  const onTheWay = scenario.network.latency.maxMs * microsPerMilli;
  const overdue = new Column(-1);
  // By group: the instant at which its members began to be listened to.
  const settled = new Column();
  return invariant({
    id: 'G13',
    sentence:
      'A member that is down is expelled at session.timeout.ms at the latest, and one that does not poll leaves at max.poll.interval.ms.',
    formula:
      'A member-expelled of a process that is down comes at most session.timeout.ms, and the longest way over the network, after its process-crashed, or after its group last became stable or lost a member; a member-left for a poll that is overdue follows a poll-overdue of the process that no other such row followed.',
    kinds: ['poll-overdue', 'group-stable', 'member-left', 'member-expelled'],
    see(trace, row, broken) {
      const actor = trace.actor(row);
      const kind = trace.kind(row);
      const who = phrases.actor(actor);
      const now = trace.time(row);
      const since = settled.at(trace.a(row));
      if (kind !== code['poll-overdue']) settled.set(trace.a(row), now);
      if (kind === code['group-stable']) return;
      if (kind === code['poll-overdue']) overdue.set(actor, row);
      else if (kind === code['member-left']) {
        if (trace.c(row) !== overdueReason) return;
        const told = overdue.at(actor);
        overdue.set(actor, -1);
        if (told >= 0) return;
        broken(row, () => `${who} left at ${seconds(now)} for a poll that was not overdue.`);
      } else {
        if (processes.condition(actor) !== 'crashed') return;
        if (!clients.isConstant('session.timeout.ms', 'max.poll.interval.ms')) return;
        const crashed = processes.changedRow(actor);
        const limit = Number(clients.ofGroup(groups.of(actor), 'session.timeout.ms'));
        const heard = Math.max(trace.time(crashed), since);
        if (now - heard <= limit * microsPerMilli + onTheWay) return;
        broken(
          row,
          () =>
            `${who} was down since ${seconds(trace.time(crashed))} and expelled only at ${seconds(now)}.`,
          crashed,
        );
      }
    },
  });
}
