/** Rules of what stays: acknowledged records, the causes of their loss, and replicas that agree in the end. */
import { code, type Trace } from '../../trace/index.ts';
import { Column } from '../folds/column.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** Whether a record was acknowledged on terms that rule out its loss. */
function isSafe({ accounts }: Ground, trace: Trace, appended: number): boolean {
  const { clients } = accounts;
  const partition = trace.a(appended);
  return (
    clients.isConstant('acks', 'min.insync.replicas', 'unclean.leader.election.enable') &&
    clients.ofActor(trace.c(appended), 'acks') === 'all' &&
    Number(clients.ofPartition(partition, 'min.insync.replicas')) >= 2 &&
    clients.ofPartition(partition, 'unclean.leader.election.enable') === false
  );
}

/** Which partitions lost the disks of all who were in sync, or of too many. */
class Disks {
  readonly #cast: Ground['cast'];
  readonly #lost: Float64Array;
  readonly #inSync: Float64Array;
  readonly #isOver: boolean[];

  constructor(cast: Ground['cast']) {
    this.#cast = cast;
    this.#lost = new Float64Array(cast.partitions.length);
    this.#inSync = new Float64Array(cast.partitions.length).fill(-1);
    this.#isOver = cast.partitions.map(({ replicas }) => replicas.length < 2);
  }

  /** Takes in a row, and says whether it was about disks or about who is in sync. */
  see(trace: Trace, row: number): boolean {
    const partition = trace.a(row);
    if (trace.kind(row) === code['isr-changed']) {
      this.#inSync[partition] = trace.b(row);
      return true;
    }
    if (trace.kind(row) !== code['disk-lost']) return false;
    this.#lost[partition] = (this.#lost[partition] ?? 0) + 1;
    const bit = 1 << this.#cast.nodes.indexOf(trace.actor(row));
    if (this.#inSync[partition] === bit) this.#isOver[partition] = true;
    return true;
  }

  /** Whether some disk of a replica in sync has lasted, of so many as must be in sync. */
  lasted(partition: number, least: number): boolean {
    return this.#isOver[partition] !== true && (this.#lost[partition] ?? 0) < least;
  }
}

/** R6: what was acknowledged by enough is never lost. */
export function safeIsNeverLost(ground: Ground): Invariant {
  const { accounts, cast, phrases } = ground;
  const { acknowledged, logs } = accounts;
  const found = new Column();
  const disks = new Disks(cast);
  return invariant({
    id: 'R6',
    sentence:
      'With acks=all, two replicas in sync at least and no unclean election, no acknowledged record is lost while disks last.',
    formula:
      'On these terms, with fewer disk-lost rows of the partition than min.insync.replicas and none of the only replica in sync, after each leader-elected each record of an earlier produce-acked stands in the new leader’s log, or was deleted by policy.',
    kinds: ['isr-changed', 'leader-elected', 'disk-lost', 'produce-acked'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const kind = trace.kind(row);
      const least = Number(accounts.clients.ofPartition(partition, 'min.insync.replicas'));
      if (disks.see(trace, row) || !disks.lasted(partition, least)) return;
      if (kind === code['produce-acked']) {
        const appended = acknowledged.appendedRow(partition, trace.b(row));
        if (appended < 0 || logs.rowAt(partition, trace.b(row)) === appended) return;
      }
      for (const appended of acknowledged.missing(partition)) {
        if (found.at(appended) === 1 || !isSafe(ground, trace, appended)) continue;
        found.set(appended, 1);
        const place = phrases.place(partition, trace.b(appended));
        const what = phrases.messageOfOrder(trace, trace.message(appended), trace.order(appended));
        broken(
          row,
          () => `${what} was acknowledged at ${place} by enough replicas, and is gone.`,
          appended,
        );
      }
    },
  });
}

/** R7: what is lost was lost by something. */
export function lossHasCause({ accounts, cast, phrases }: Ground): Invariant {
  const { acknowledged } = accounts;
  const found = new Column();
  let trouble = -1;
  // Nodes that are down or cut off now.
  const away = new Set<number>();
  return invariant({
    id: 'R7',
    sentence:
      'An acknowledged record is lost only through a broker that crashed, was cut off or lost its disk.',
    formula:
      'When a record of a produce-acked no longer stands in the leader’s log, a node was down or cut off when it was appended or later, or lost its disk since.',
    kinds: [
      ...(['process-crashed', 'node-isolated', 'disk-lost', 'leader-elected'] as const),
      ...(['process-restarted', 'node-rejoined', 'run-drained'] as const),
    ],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      const isNode = cast.nodes.includes(trace.actor(row));
      if (kind === code['run-drained'] || kind === code['leader-elected']) {
        cast.partitions.forEach((_, partition) => {
          if (kind === code['leader-elected'] && partition !== trace.a(row)) return;
          for (const appended of acknowledged.missing(partition)) {
            if (away.size > 0 || appended < trouble || found.at(appended) === 1) continue;
            found.set(appended, 1);
            const place = phrases.place(partition, trace.b(appended));
            broken(
              row,
              () =>
                `The acknowledged record at ${place} is gone, and nothing had happened to a broker.`,
              appended,
            );
          }
        });
      } else if (isNode) {
        trouble = row;
        const actor = trace.actor(row);
        if (kind === code['process-crashed'] || kind === code['node-isolated']) away.add(actor);
        else if (kind !== code['disk-lost']) away.delete(actor);
      }
    },
  });
}

/** R8: what is cut off was never acknowledged on safe terms. */
export function cutOffWasNotSafe(ground: Ground): Invariant {
  const { accounts, cast, phrases } = ground;
  const { acknowledged, logs } = accounts;
  const disks = new Disks(cast);
  return invariant({
    id: 'R8',
    sentence:
      'A replica drops only its tail, and nothing that was acknowledged by enough replicas.',
    formula:
      'The end of each log-truncated is the end of the node’s log, its start lies below; on the terms of R6 no record of an earlier produce-acked stands in between that the leader lacks.',
    kinds: ['isr-changed', 'log-truncated', 'disk-lost'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      if (disks.see(trace, row)) return;
      const from = trace.b(row);
      const until = trace.c(row);
      const end = logs.before(partition);
      const who = phrases.actor(trace.actor(row));
      if (until !== end || from >= until) {
        const what = `${who} dropped offsets ${from} to ${until} of ${phrases.partition(partition)}`;
        broken(row, () => `${what}, but its log ended at ${end}.`);
        return;
      }
      const least = Number(accounts.clients.ofPartition(partition, 'min.insync.replicas'));
      if (!disks.lasted(partition, least)) return;
      const replica = logs.replica(partition, trace.actor(row));
      for (let offset = from; offset < until; offset++) {
        const dropped = replica?.lastRowAt(offset) ?? -1;
        if (dropped < 0 || acknowledged.appendedRow(partition, offset) !== dropped) continue;
        const isKept = logs.rowAt(partition, offset) === dropped;
        if (isKept || !isSafe(ground, trace, dropped)) continue;
        broken(
          row,
          () => `${who} dropped the acknowledged record at ${phrases.place(partition, offset)}.`,
          dropped,
        );
        return;
      }
    },
  });
}

/** R10: in the end live replicas are equal. */
export function replicasEndEqual({ accounts, cast, phrases }: Ground): Invariant {
  const { logs, processes } = accounts;
  const isolated = new Set<number>();
  return invariant({
    id: 'R10',
    sentence: 'When a run has drained, all live replicas of a partition are equal.',
    formula:
      'At run-drained, each replica on a node that is up and not cut off has the end of its leader’s log and the same record at each offset that is still kept.',
    about: 'the end',
    kinds: ['node-isolated', 'node-rejoined', 'run-drained'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      if (kind === code['node-isolated']) isolated.add(trace.actor(row));
      else if (kind === code['node-rejoined']) isolated.delete(trace.actor(row));
      if (kind !== code['run-drained']) return;
      const isReachable = (node: number): boolean =>
        processes.condition(node) === 'up' && !isolated.has(node);
      cast.partitions.forEach((_, partition) => {
        if (logs.copies(partition) < 2 || !isReachable(logs.leader(partition))) return;
        for (const node of logs.nodes(partition)) {
          if (!isReachable(node)) continue;
          const replica = logs.replica(partition, node);
          const end = logs.end(partition);
          const from = Math.max(logs.start(partition), replica?.base ?? 0);
          let offset = from;
          while (offset < end && replica?.rowAt(offset) === logs.rowAt(partition, offset)) offset++;
          if (offset >= end && (replica?.end === end || end === 0)) continue;
          const where = phrases.partition(partition);
          const who = phrases.actor(node);
          broken(
            row,
            () =>
              `At the end ${who} has ${where} up to offset ${replica?.end ?? 0} and differs at ${offset}; the leader ends at ${end}.`,
          );
        }
      });
    },
  });
}
