/** Which records a group has handled: by group, partition and offset, the row in which it was last. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Accounts } from '../folds/accounts.ts';
import { columns, type Column } from '../folds/column.ts';

/** The kinds that tell that a record is handled. */
export const handlingKinds = ['effect-applied', 'store-committed', 'record-read'] as const;
const handling = handlingKinds.map((kind) => code[kind]);

/** Handled records. */
export class Handled {
  readonly #accounts: Pick<Accounts, 'groups' | 'work'>;
  readonly #rows: readonly (readonly Column[])[];

  constructor(cast: Cast, { groups, work }: Accounts) {
    this.#accounts = { groups, work };
    this.#rows = cast.groups.map(() => columns(cast.partitions.length, -1));
  }

  /** Takes in a row, and says whether it told that a record is handled. */
  see(trace: Trace, row: number): boolean {
    if (!handling.includes(trace.kind(row))) return false;
    const actor = trace.actor(row);
    const delivered = this.#accounts.work.deliveredRow(actor, trace.message(row));
    if (delivered >= 0) {
      const group = this.#accounts.groups.of(actor);
      this.#rows[group]?.[trace.a(delivered)]?.set(trace.b(delivered), row);
    }
    return true;
  }

  /** The row in which a record was handled last, -1 for never. */
  row(group: number, partition: number, offset: number): number {
    return this.#rows[group]?.[partition]?.at(offset) ?? -1;
  }
}
