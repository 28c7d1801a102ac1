/** Adds the lag of all groups up anew after each row, from plain maps and the words of the vocabulary alone: an oracle. */
import {
  acknowledgements,
  code,
  type Cast,
  type Kind,
  type Trace,
  type TraceEvent,
} from '../../trace/index.ts';

/** The rows that can change a lag. */
const telling = new Set(
  (
    [
      'record-appended',
      'transaction-marker',
      'log-truncated',
      'disk-lost',
      'records-replicated',
      'leader-elected',
      'partition-offline',
      'high-watermark-raised',
      'log-start-moved',
      'offset-committed',
      'offsets-expired',
      'position-reset',
      'record-acknowledged',
      'record-archived',
      'share-start-moved',
      'group-attached',
      'member-joined',
    ] satisfies Kind[]
  ).map((kind) => code[kind]),
);

/** What is known of one partition. */
interface Log {
  leader: number;
  readonly ends: Map<number, number>;
  seen: number;
  start: number;
}

/** The lag of all groups, and its highest value so far. */
export class LagRecount {
  max = 0;
  readonly #cast: Cast;
  readonly #logs: Log[];
  /** Where each group would go on, by group and partition; absent until it is known. */
  readonly #next = new Map<string, number>();
  readonly #silent: Set<number>;
  /** What share groups are done with, by group, partition and offset. */
  readonly #done = new Set<string>();

  constructor(cast: Cast) {
    this.#cast = cast;
    this.#logs = cast.partitions.map(({ replicas }) => ({
      leader: replicas[0] ?? -1,
      ends: new Map<number, number>(),
      seen: 0,
      start: 0,
    }));
    this.#silent = new Set(
      cast.groups.flatMap(({ service }, group) =>
        cast.services[service]?.reader === true ? [group] : [],
      ),
    );
  }

  see(trace: Trace, row: number): void {
    if (!telling.has(trace.kind(row))) return;
    this.#take(trace.read(row));
    this.max = Math.max(this.max, this.total());
  }

  total(): number {
    let sum = 0;
    this.#cast.groups.forEach(({ partitions, isShare }, group) => {
      if (this.#silent.has(group)) return;
      for (const partition of partitions) {
        const { seen = 0, start = 0 } = this.#logs[partition] ?? {};
        const next = this.#next.get(`${group} ${partition}`) ?? 0;
        const first = Math.max(next, start);
        if (!isShare) sum += Math.max(0, seen - first);
        for (let offset = first; isShare && offset < seen; offset++)
          if (!this.#done.has(`${group} ${partition} ${offset}`)) sum++;
      }
    });
    return sum;
  }

  #take(event: TraceEvent): void {
    switch (event.kind) {
      case 'record-appended':
      case 'transaction-marker':
        return this.#ends(event.partition, event.actor, event.offset + 1);
      case 'log-truncated':
        return this.#ends(event.partition, event.actor, event.start);
      case 'disk-lost':
        return this.#ends(event.partition, event.actor, 0);
      case 'records-replicated':
        this.#logs[event.partition]?.ends.set(event.actor, event.offset + event.count);
        return;
      case 'leader-elected':
        return this.#led(event.partition, event.actor);
      case 'partition-offline':
        return this.#led(event.partition, -1);
      case 'high-watermark-raised':
        return this.#change(event.partition, { seen: event.offset });
      case 'log-start-moved':
        return this.#change(event.partition, { start: event.offset });
      case 'offset-committed':
        this.#next.set(`${event.group} ${event.partition}`, event.offset);
        return;
      case 'offsets-expired':
        this.#next.delete(`${event.group} ${event.partition}`);
        return;
      case 'position-reset': {
        const service = this.#cast.actors[event.actor]?.service ?? -1;
        const group = this.#cast.services[service]?.group ?? -1;
        this.#next.set(`${group} ${event.partition}`, event.offset);
        return;
      }
      case 'record-acknowledged':
        if (acknowledgements[event.acknowledgement] !== 'released') this.#finish(event);
        return;
      case 'record-archived':
        return this.#finish(event);
      case 'share-start-moved':
        this.#next.set(`${event.group} ${event.partition}`, event.offset);
        return;
      case 'group-attached':
      case 'member-joined':
        this.#silent.delete(event.group);
        return;
      default:
    }
  }

  #finish({ actor, partition, offset }: TraceEvent<'record-acknowledged' | 'record-archived'>) {
    const group = this.#cast.services[this.#cast.actors[actor]?.service ?? -1]?.group ?? -1;
    if (this.#cast.groups[group]?.isShare === true)
      this.#done.add(`${group} ${partition} ${offset}`);
  }

  #change(partition: number, changed: Partial<Log>): void {
    const log = this.#logs[partition];
    if (log !== undefined) Object.assign(log, changed);
  }

  /** Somebody's copy ends here; when it is the leader's, so does the log. */
  #ends(partition: number, actor: number, end: number): void {
    const log = this.#logs[partition];
    if (log === undefined) return;
    const copies = this.#cast.partitions[partition]?.replicas ?? [];
    const isCopy = copies.includes(actor);
    if (isCopy) log.ends.set(actor, end);
    if (isCopy && actor !== log.leader) return;
    if (log.leader >= 0) log.ends.set(log.leader, end);
    this.#settle(log, end, copies.length);
  }

  #led(partition: number, actor: number): void {
    const log = this.#logs[partition];
    if (log === undefined) return;
    log.leader = actor;
    const copies = this.#cast.partitions[partition]?.replicas.length ?? 1;
    if (actor >= 0) this.#settle(log, log.ends.get(actor) ?? 0, copies);
  }

  #settle(log: Log, end: number, copies: number): void {
    log.seen = copies < 2 ? end : Math.min(log.seen, end);
  }
}
