/** Rules of replication: leaders, in-sync replicas and high watermarks. */
import { code, type Cast } from '../../trace/index.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** A bit for each node that keeps a partition. */
function replicaBits(cast: Cast): readonly number[] {
  return cast.partitions.map(({ replicas }) =>
    replicas.reduce((bits, actor) => bits | (1 << cast.nodes.indexOf(actor)), 0),
  );
}

function inWords(bits: number): string {
  const nodes = Array.from({ length: 31 }, (_, node) => node);
  return nodes
    .filter((node) => (bits >> node) & 1)
    .map((node) => String(node + 1))
    .join(', ');
}

/** R1: one leader in an epoch, and epochs grow. */
export function epochsGrow({ cast, phrases }: Ground): Invariant {
  const elected = new Int32Array(cast.partitions.length).fill(-1);
  return invariant({
    id: 'R1',
    sentence: 'In one epoch a partition has one leader, and each new leader has a higher epoch.',
    formula: 'The epochs of a partition’s leader-elected rows strictly increase.',
    kinds: ['leader-elected'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const before = elected[partition] ?? -1;
      elected[partition] = row;
      if (before < 0 || trace.b(row) > trace.b(before)) return;
      const who = phrases.actor(trace.actor(row));
      const what = `${who} leads ${phrases.partition(partition)} in epoch ${trace.b(row)}`;
      broken(row, () => `${what}, after epoch ${trace.b(before)}.`, before);
    },
  });
}

/** R2: leaders are in sync, and only replicas are. */
export function leadersAreInSync({ accounts, cast, phrases }: Ground): Invariant {
  const replicas = replicaBits(cast);
  const inSync = Float64Array.from(replicas);
  return invariant({
    id: 'R2',
    sentence:
      'Only replicas are in sync, at least one always is, and a leader is among them unless its election was unclean, which must be allowed.',
    formula:
      'The nodes of each isr-changed are some of the partition’s replicas. The node of a leader-elected with clean 1 is among those of the last isr-changed; one with clean 0 only where unclean.leader.election.enable is on or was changed.',
    kinds: ['isr-changed', 'leader-elected'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const all = replicas[partition] ?? 0;
      const where = (): string => phrases.partition(partition);
      if (trace.kind(row) === code['isr-changed']) {
        const nodes = trace.b(row);
        inSync[partition] = nodes;
        if (nodes > 0 && (nodes & ~all) === 0) return;
        broken(
          row,
          () =>
            `The in-sync replicas of ${where()} are said to be on broker ${inWords(nodes)}; its replicas are on ${inWords(all)}.`,
        );
        return;
      }
      const who = phrases.actor(trace.actor(row));
      const bit = 1 << cast.nodes.indexOf(trace.actor(row));
      const name = 'unclean.leader.election.enable';
      const { clients } = accounts;
      if (trace.c(row) === 1) {
        if (((inSync[partition] ?? 0) & bit) !== 0) return;
        broken(row, () => `${who} was elected for ${where()} as if it were in sync.`);
      } else if (clients.isConstant(name) && clients.ofPartition(partition, name) === false) {
        broken(row, () => `${who} was elected for ${where()} though it was not in sync.`);
      }
    },
  });
}

/** R3: below the high watermark all in-sync replicas agree. */
export function replicasAgree({ accounts, cast, phrases }: Ground): Invariant {
  const { logs } = accounts;
  const inSync = Float64Array.from(replicaBits(cast));
  const checked = new Float64Array(cast.partitions.length);
  return invariant({
    id: 'R3',
    sentence: 'What lies below the high watermark stands on all in-sync replicas alike.',
    formula:
      'At each high-watermark-raised, each replica of the last isr-changed has at each offset from the last mark to the new one the very record that the leader has.',
    kinds: ['isr-changed', 'leader-elected', 'high-watermark-raised'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const kind = trace.kind(row);
      if (kind === code['isr-changed']) inSync[partition] = trace.b(row);
      else if (kind === code['leader-elected']) {
        checked[partition] = Math.min(checked[partition] ?? 0, logs.highWatermark(partition));
      }
      if (kind !== code['high-watermark-raised']) return;
      const until = trace.b(row);
      const from = Math.max(checked[partition] ?? 0, logs.start(partition));
      checked[partition] = Math.max(from, until);
      for (const node of logs.nodes(partition)) {
        if ((((inSync[partition] ?? 0) >> cast.nodes.indexOf(node)) & 1) === 0) continue;
        const replica = logs.replica(partition, node);
        for (let offset = Math.max(from, replica?.base ?? 0); offset < until; offset++) {
          if (replica?.rowAt(offset) === logs.rowAt(partition, offset)) continue;
          const place = phrases.place(partition, offset);
          broken(
            row,
            () =>
              `The high watermark passed ${place} at ${seconds(trace.time(row))}, where ${phrases.actor(node)}, in sync, has not what the leader has.`,
          );
          return;
        }
      }
    },
  });
}

/** R4: the high watermark only rises, and never passes the end of the log. */
export function watermarkRises({ accounts, cast, phrases }: Ground): Invariant {
  const { logs } = accounts;
  const last = new Float64Array(cast.partitions.length);
  return invariant({
    id: 'R4',
    sentence:
      'The high watermark never falls, but by an unclean election, and never passes the end of the log.',
    formula:
      'The offsets of a partition’s high-watermark-raised rows increase, from the end of the new leader’s log at most after a leader-elected with clean 0 or a disk-lost; each is at most the end of the acting node’s log.',
    kinds: ['leader-elected', 'disk-lost', 'high-watermark-raised'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const offset = trace.b(row);
      if (trace.kind(row) !== code['high-watermark-raised']) {
        const unsafe = logs.unsafeRow(partition) >= 0;
        if (unsafe) last[partition] = Math.min(last[partition] ?? 0, logs.end(partition));
        return;
      }
      const before = last[partition] ?? 0;
      const end = logs.replica(partition, trace.actor(row))?.end ?? 0;
      last[partition] = Math.max(before, offset);
      if (offset >= before && offset <= end) return;
      const where = phrases.partition(partition);
      broken(
        row,
        () =>
          `The high watermark of ${where} went from ${before} to ${offset}; the log ends at ${end}.`,
      );
    },
  });
}

/** R5: acks=all is given only for what enough replicas have. */
export function ackedIsReplicated({ accounts, cast, phrases }: Ground): Invariant {
  const { clients, logs, acknowledged } = accounts;
  const marked = new Float64Array(cast.partitions.length);
  return invariant({
    id: 'R5',
    sentence:
      'A producer with acks=all is told of success only when all in-sync replicas have the record.',
    formula:
      'With acks=all, the offset of each produce-acked of a partition with several replicas lies below a high watermark that was raised before.',
    kinds: ['high-watermark-raised', 'produce-acked'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const offset = trace.b(row);
      if (trace.kind(row) === code['high-watermark-raised']) {
        marked[partition] = Math.max(marked[partition] ?? 0, offset);
        return;
      }
      if (logs.copies(partition) < 2 || offset < (marked[partition] ?? 0)) return;
      if (!clients.isConstant('acks')) return;
      if (clients.ofActor(trace.actor(row), 'acks') !== 'all') return;
      const who = phrases.actor(trace.actor(row));
      const place = phrases.place(partition, offset);
      broken(
        row,
        () =>
          `${who} was told at ${seconds(trace.time(row))} that ${place} is stored, which not all in-sync replicas have.`,
        acknowledged.appendedRow(partition, offset),
      );
    },
  });
}
