/** Consumer groups as the trace tells them: who owns which partition, and how far each group has come. */
import type { Scenario } from '../../scenario/index.ts';
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import type { Column } from './column.ts';
import { columns } from './column.ts';

/** An offset that waits for its transaction. */
interface PendingOffset {
  readonly group: number;
  readonly partition: number;
  readonly offset: number;
}

/** The groups of one run. */
export class Groups implements Listener {
  readonly kinds = [
    'partition-assigned',
    'partition-revoked',
    'partition-lost',
    'offset-committed',
    'offsets-expired',
    'position-reset',
    'transaction-offset',
    'transaction-ended',
    'group-attached',
    'share-start-moved',
  ] as const;
  readonly #cast: Cast;
  readonly #groupOf: readonly number[];
  /** By group and partition: the row of the last assignment, and one more than the row after which nobody has it. */
  readonly #assignedRow: readonly Column[];
  readonly #releasedRow: readonly Column[];
  readonly #committed: readonly Column[];
  readonly #committedRow: readonly Column[];
  readonly #begin: readonly Column[];
  readonly #resetRow: readonly Column[];
  readonly #pending = new Map<number, PendingOffset[]>();
  readonly #attached: boolean[];

  constructor(scenario: Scenario, cast: Cast) {
    this.#cast = cast;
    this.#groupOf = cast.actors.map((actor) => cast.services[actor.service]?.group ?? -1);
    const count = cast.groups.length;
    this.#assignedRow = columns(count, -1);
    this.#releasedRow = columns(count, -1);
    this.#committed = columns(count, -1);
    this.#committedRow = columns(count, -1);
    this.#begin = columns(count, -1);
    this.#resetRow = columns(count, -1);
    const late = scenario.readers.filter(({ attached }) => !attached).map(({ id }) => id);
    this.#attached = cast.groups.map(({ id, service }) => {
      return !(cast.services[service]?.reader === true && late.includes(id));
    });
  }

  /** Takes in a row about a group. */
  see(trace: Trace, row: number): void {
    const kind = trace.kind(row);
    const partition = trace.a(row);
    const group = this.of(trace.actor(row));
    if (kind === code['partition-assigned']) {
      this.#assignedRow[group]?.set(partition, row);
      this.#beginAt(group, partition, trace.c(row));
    } else if (kind === code['partition-revoked'] || kind === code['partition-lost']) {
      if (trace.actor(row) !== this.owner(trace, group, partition)) return;
      this.#releasedRow[group]?.set(partition, row);
    } else if (kind === code['offset-committed'] || kind === code['share-start-moved']) {
      this.#commit(trace.c(row), partition, trace.b(row), row);
    } else if (kind === code['offsets-expired']) {
      this.#committed[trace.c(row)]?.set(partition, -1);
      this.#committedRow[trace.c(row)]?.set(partition, row);
      this.#begin[trace.c(row)]?.set(partition, -1);
    } else if (kind === code['position-reset']) {
      this.#resetRow[group]?.set(partition, row);
      this.#beginAt(group, partition, trace.b(row));
    } else if (kind === code['group-attached']) this.#attached[trace.a(row)] = true;
    else this.#transact(trace, row, group);
  }

  /** The group of a process, -1 for none. */
  of(actor: number): number {
    return this.#groupOf[actor] ?? -1;
  }
  /** Whether members share partitions record by record. */
  isShare(group: number): boolean {
    return this.#cast.groups[group]?.isShare === true;
  }
  /** Whether the group only reads. */
  isReader(group: number): boolean {
    return this.#cast.services[this.#cast.groups[group]?.service ?? -1]?.reader === true;
  }
  /** Whether the group reads already. */
  isAttached(group: number): boolean {
    return this.#attached[group] === true;
  }
  /** The partitions that a group reads. */
  partitionsOf(group: number): readonly number[] {
    return this.#cast.groups[group]?.partitions ?? [];
  }
  /** The row in which a partition was assigned last, -1 for never. */
  assignedRow(group: number, partition: number): number {
    return this.#assignedRow[group]?.at(partition) ?? -1;
  }
  /** The process to which a partition was assigned last, given up since or not; -1 for none. */
  owner(trace: Trace, group: number, partition: number): number {
    const row = this.assignedRow(group, partition);
    return row < 0 ? -1 : trace.actor(row);
  }
  /** The same, -1 when it was given up. */
  holder(trace: Trace, group: number, partition: number): number {
    const released = this.#releasedRow[group]?.at(partition) ?? -1;
    return released > this.assignedRow(group, partition) ? -1 : this.owner(trace, group, partition);
  }
  /** The next offset to read, -1 when none is stored. */
  committed(group: number, partition: number): number {
    return this.#committed[group]?.at(partition) ?? -1;
  }
  /** The row that stored or forgot the group's offset last, -1 for none. */
  committedRow(group: number, partition: number): number {
    return this.#committedRow[group]?.at(partition) ?? -1;
  }
  /** Where the group began to read a partition, -1 when it has not. */
  begin(group: number, partition: number): number {
    return this.#begin[group]?.at(partition) ?? -1;
  }
  /** The row in which a position was last set by auto.offset.reset, -1 for none. */
  resetRow(group: number, partition: number): number {
    return this.#resetRow[group]?.at(partition) ?? -1;
  }

  #beginAt(group: number, partition: number, offset: number): void {
    if (offset < 0 || this.committed(group, partition) >= 0) return;
    this.#begin[group]?.set(partition, offset);
  }

  #commit(group: number, partition: number, offset: number, row: number): void {
    this.#committed[group]?.set(partition, offset);
    this.#committedRow[group]?.set(partition, row);
  }

  #transact(trace: Trace, row: number, group: number): void {
    if (trace.kind(row) === code['transaction-offset']) {
      const offsets = this.#pending.get(trace.c(row)) ?? [];
      offsets.push({ group, partition: trace.a(row), offset: trace.b(row) });
      this.#pending.set(trace.c(row), offsets);
      return;
    }
    const offsets = this.#pending.get(trace.a(row)) ?? [];
    this.#pending.delete(trace.a(row));
    if (trace.b(row) !== 1) return;
    for (const each of offsets) this.#commit(each.group, each.partition, each.offset, row);
  }
}
