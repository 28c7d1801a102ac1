/** Rules of the log: offsets, keys, and what may be read. */
import { code } from '../../trace/index.ts';
import { Column, columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** L1: a replica copies what its leader has, at the end of what it has. */
export function copiesAreExact({ accounts, phrases }: Ground): Invariant {
  const { logs } = accounts;
  return invariant({
    id: 'L1',
    sentence:
      'What stands at an offset never changes: a follower adds to its end what its leader has.',
    formula:
      'Each records-replicated begins at the end of its follower’s log, or at the log start where that lies above, and goes no further than the leader’s log.',
    kinds: ['records-replicated'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const from = trace.b(row);
      const until = from + trace.c(row);
      const end = logs.before(partition);
      const leaderEnd = logs.end(partition);
      const isAtEnd = from === end || (from > end && from <= logs.start(partition));
      if (isAtEnd && until <= leaderEnd) return;
      const what = `${phrases.actor(trace.actor(row))} copied offsets ${from} to ${until} of ${phrases.partition(partition)}`;
      broken(row, () => `${what}; its own log ended at ${end}, the leader’s at ${leaderEnd}.`);
    },
  });
}

/** L2: offsets are dense. */
export function offsetsAreDense({ accounts, phrases }: Ground): Invariant {
  const { logs } = accounts;
  return invariant({
    id: 'L2',
    sentence: 'A new record gets the next offset of its partition.',
    formula:
      'The offset of each record-appended and transaction-marker is the end of the acting replica’s log, where truncation moves the end back.',
    kinds: ['record-appended', 'transaction-marker'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const next = logs.before(partition);
      const offset = trace.b(row);
      if (offset === next) return;
      broken(
        row,
        () => `A record was put at ${phrases.place(partition, offset)}; the next was ${next}.`,
      );
    },
  });
}

/** L4: what has the same key stays together. */
export function sameKeySamePartition({ accounts, cast, phrases }: Ground): Invariant {
  const { keys } = accounts;
  const partitionOf = cast.topics.map(() => new Column(-1));
  const firstRow = cast.topics.map(() => new Column(-1));
  const hasGrown = cast.topics.map(() => false);
  return invariant({
    id: 'L4',
    sentence: 'Records of one key on one topic stand in one partition.',
    formula:
      'Where records have whole keys and no partition was added, all record-appended rows of a key (an order or a customer) and a topic name the same partition.',
    kinds: ['record-appended', 'partition-added'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const topic = cast.partitions[partition]?.topic ?? -1;
      if (trace.kind(row) === code['partition-added']) {
        hasGrown[topic] = true;
        return;
      }
      const key = keys.of(trace.order(row));
      if (key < 0 || !keys.isWhole || hasGrown[topic] === true) return;
      const known = partitionOf[topic]?.at(key) ?? -1;
      if (known < 0) {
        partitionOf[topic]?.set(key, partition);
        firstRow[topic]?.set(key, row);
      } else if (known !== partition) {
        const where = `${phrases.partition(known)} and in ${phrases.partition(partition)}`;
        const first = firstRow[topic]?.at(key) ?? -1;
        broken(row, () => `Records of ${keys.name(key)} stand in ${where}.`, first);
      }
    },
  });
}

/** L5: what an idempotent producer sends of one partition is stored in that order. */
export function storedAsSent({ accounts, cast, phrases }: Ground): Invariant {
  const { clients, processes, logs } = accounts;
  // By producer: for each message, the row in which it was first sent anew; by producer and partition, that of the last stored.
  const sent = columns(cast.actors.length, -1);
  const last = cast.actors.map(() => new Float64Array(cast.partitions.length).fill(-1));
  const known = ['enable.idempotence', 'max.in.flight.requests.per.connection'] as const;
  return invariant({
    id: 'L5',
    sentence:
      'Records of an idempotent producer, or of one with a single request in flight, are stored in the order in which it sent them.',
    formula:
      'With idempotence or one request in flight, the first record-appended rows of a producer’s messages in one partition have increasing first produce-sent rows, save those sent before a crash of the producer or the loss of what a leader had.',
    kinds: ['produce-sent', 'record-appended'],
    see(trace, row, broken) {
      const message = trace.message(row);
      if (trace.kind(row) === code['produce-sent']) {
        // What is sent anew has no place in the order: either request may be the one that is stored.
        const known = sent[trace.actor(row)];
        if (trace.c(row) === 1) known?.set(message, known.at(message) === -1 ? row : -2);
        return;
      }
      const producer = trace.c(row);
      const partition = trace.a(row);
      const first = sent[producer]?.at(message) ?? -1;
      // A further copy is a repetition: the first one told the order.
      sent[producer]?.set(message, -2);
      const before = last[producer]?.[partition] ?? -1;
      if (first < 0 || first <= processes.crashedRow(producer)) return;
      if (logs.copies(partition) > 1 && logs.unsafeRow(partition) > first) return;
      const lone = clients.ofActor(producer, known[1]) === 1;
      if (!clients.isConstant(...known) || !(clients.isIdempotent(producer) || lone)) return;
      const lanes = last[producer];
      if (lanes !== undefined) lanes[partition] = Math.max(before, first);
      // A message that is sent anew comes after itself.
      if (first >= before || trace.message(before) === message) return;
      const what = phrases.messageOfOrder(trace, message, trace.order(row));
      const other = phrases.messageOfOrder(trace, trace.message(before), trace.order(before));
      broken(
        row,
        () =>
          `${phrases.actor(producer)} sent ${what} before ${other}, but it was stored after it.`,
        first,
        before,
      );
    },
  });
}

/** L9: what is read is what was written. */
export function readsWhatWasWritten({ accounts, phrases }: Ground): Invariant {
  const { logs } = accounts;
  // What stood at offsets that were given to another record since.
  const replaced = new Set<string>();
  return invariant({
    id: 'L9',
    sentence: 'A consumer reads at an offset the record that was put there.',
    formula:
      'For each record-sent and record-delivered, an earlier record-appended has the same partition, offset and message; so has each produce-acked that names an offset.',
    kinds: ['log-truncated', 'disk-lost', 'record-sent', 'record-delivered', 'produce-acked'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const kind = trace.kind(row);
      if (kind === code['log-truncated'] || kind === code['disk-lost']) {
        const replica = logs.replica(partition, trace.actor(row));
        const from = kind === code['disk-lost'] ? 0 : trace.b(row);
        for (let offset = from; offset < logs.before(partition); offset++) {
          const put = replica?.lastRowAt(offset) ?? -1;
          if (put >= 0) replaced.add(`${partition} ${offset} ${trace.message(put)}`);
        }
        return;
      }
      const offset = trace.b(row);
      const message = trace.message(row);
      if (offset < 0 || logs.putRow(trace, { partition, offset, message }) >= 0) return;
      if (replaced.has(`${partition} ${offset} ${message}`)) return;
      const who = phrases.actor(trace.actor(row));
      broken(
        row,
        () =>
          `${who} has another record from ${phrases.place(partition, offset)} at ${seconds(trace.time(row))} than was put there.`,
      );
    },
  });
}
