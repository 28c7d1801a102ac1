/** How many records each group is behind, partition by partition: high watermark less the next offset to read. */
import { acknowledgements, code, type Cast, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import type { Accounts } from './accounts.ts';

const released = acknowledgements.indexOf('released');

/** Lags by group and partition. Kept up after the logs and the groups. */
export class Lags implements Listener {
  readonly kinds = [
    'record-appended',
    'transaction-marker',
    'high-watermark-raised',
    'leader-elected',
    'log-truncated',
    'log-start-moved',
    'disk-lost',
    'partition-assigned',
    'offset-committed',
    'offsets-expired',
    'position-reset',
    'transaction-ended',
    'group-attached',
    'record-acknowledged',
    'record-archived',
    'share-start-moved',
  ] as const;
  readonly #cast: Cast;
  readonly #accounts: Pick<Accounts, 'logs' | 'groups' | 'clients'>;
  /** By group and partition. */
  readonly #lag: readonly Float64Array[];
  readonly #total: Float64Array;
  readonly #readers: readonly (readonly number[])[];
  /** By group and partition: the offsets that a share group is done with beyond its start. */
  readonly #done: readonly (readonly Set<number>[])[];

  constructor(cast: Cast, accounts: Pick<Accounts, 'logs' | 'groups' | 'clients'>) {
    this.#cast = cast;
    const { logs, groups, clients } = accounts;
    this.#accounts = { logs, groups, clients };
    this.#lag = cast.groups.map(() => new Float64Array(cast.partitions.length));
    this.#total = new Float64Array(cast.groups.length);
    this.#done = cast.groups.map(({ isShare }) =>
      isShare ? cast.partitions.map(() => new Set<number>()) : [],
    );
    this.#readers = cast.partitions.map((_, partition) =>
      cast.groups.flatMap((group, index) => (group.partitions.includes(partition) ? [index] : [])),
    );
  }

  /** Takes in a row that moves the end of a log, its start, or a group. */
  see(trace: Trace, row: number): void {
    const kind = trace.kind(row);
    if (kind === code['transaction-ended'] || kind === code['group-attached']) {
      this.#cast.partitions.forEach((_, partition) => this.#reckon(partition));
    } else {
      if (kind === code['record-archived']) this.#finish(trace, row);
      else if (kind === code['record-acknowledged'] && trace.c(row) !== released)
        this.#finish(trace, row);
      this.#reckon(trace.a(row));
    }
  }

  /** How far a group is behind in one partition. */
  of(group: number, partition: number): number {
    return this.#lag[group]?.[partition] ?? 0;
  }
  /** How far a group is behind in all. */
  total(group: number): number {
    return this.#total[group] ?? 0;
  }

  /** The row that put the oldest of what a group has not committed, of those that count; -1 for none. */
  oldest(
    trace: Trace,
    { group, partition }: { readonly group: number; readonly partition: number },
    counts: (put: number) => boolean = () => true,
  ): number {
    const { logs } = this.#accounts;
    const end = logs.highWatermark(partition);
    const done = this.#done[group]?.[partition];
    const first = end - this.of(group, partition) - (done?.size ?? 0);
    for (let offset = first; offset < end; offset++) {
      if (done?.has(offset) === true) continue;
      const put = logs.rowAt(partition, offset);
      if (put >= 0 && logs.stands(trace, put) && counts(put)) return put;
    }
    return -1;
  }

  #finish(trace: Trace, row: number): void {
    const group = this.#accounts.groups.of(trace.actor(row));
    this.#done[group]?.[trace.a(row)]?.add(trace.b(row));
  }

  #reckon(partition: number): void {
    for (const group of this.#readers[partition] ?? []) {
      const lags = this.#lag[group];
      if (lags === undefined) continue;
      const lag = this.#lagNow(group, partition);
      this.#total[group] = (this.#total[group] ?? 0) + lag - (lags[partition] ?? 0);
      lags[partition] = lag;
    }
  }

  /** How many offsets a share group is done with from one on. */
  #doneFrom(group: number, partition: number, from: number): number {
    const done = this.#done[group]?.[partition];
    if (done === undefined) return 0;
    for (const offset of done) if (offset < from) done.delete(offset);
    return done.size;
  }

  #lagNow(group: number, partition: number): number {
    const { logs, groups, clients } = this.#accounts;
    if (!groups.isAttached(group)) return 0;
    const committed = groups.committed(group, partition);
    const begin = groups.begin(group, partition);
    const end = logs.highWatermark(partition);
    const known = committed >= 0 ? committed : begin;
    const policy = groups.isShare(group) ? 'share.auto.offset.reset' : 'auto.offset.reset';
    if (known < 0 && clients.ofGroup(group, policy) !== 'earliest') return 0;
    const from = Math.max(known, logs.start(partition));
    return Math.max(0, end - from - this.#doneFrom(group, partition, from));
  }
}
