/** The rule that nobody passes over a record without saying why. */
import { code, type Trace } from '../../trace/index.ts';
import { Column } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** What lies in a partition between two offsets, as a group sees it. */
class Sight {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Where a consumer is after a row that skips so many records. */
  pastRecords(trace: Trace, row: number, group: number): number {
    const { logs } = this.#ground.accounts;
    const partition = trace.a(row);
    let offset = trace.b(row);
    for (let left = trace.c(row); left > 0 && offset < logs.peak(partition); offset++) {
      const put = logs.rowAt(partition, offset);
      const isMarker = put >= 0 && !trace.is(put, 'record-appended');
      // What was cleaned after it had been sent was in the buffer all the same.
      const cleaned = logs.cleanedRow(partition, offset);
      const isCleaned = cleaned >= 0 && cleaned < trace.cause(row);
      if (!isMarker && !isCleaned && !this.#isHidden(group, partition, offset)) left--;
    }
    return offset;
  }

  /** The first record between two offsets that stands and that the group may see: the row that put it, -1 for none. */
  firstBetween(
    trace: Trace,
    { group, partition }: { readonly group: number; readonly partition: number },
    from: number,
    until: number,
  ): number {
    const { logs } = this.#ground.accounts;
    for (let offset = from; offset < until; offset++) {
      const put = logs.rowAt(partition, offset);
      if (put < 0 || !trace.is(put, 'record-appended') || !logs.stands(trace, put)) continue;
      if (!this.#isHidden(group, partition, offset)) return put;
    }
    return -1;
  }

  #isHidden(group: number, partition: number, offset: number): boolean {
    const { clients, transactions } = this.#ground.accounts;
    if (transactions.fateAt(partition, offset) !== 'aborted') return false;
    const isConstant = clients.isConstant('isolation.level');
    return !isConstant || clients.ofGroup(group, 'isolation.level') === 'read_committed';
  }
}

/** G11: a consumer reads on where it is. */
export function nothingIsPassedOver(ground: Ground): Invariant {
  const { accounts, cast, phrases } = ground;
  const { groups, logs, clients } = accounts;
  const sight = new Sight(ground);
  // By process: for each partition, the next offset to read, -1 while it is unknown.
  const position = cast.actors.map(() => new Column(-1));
  return invariant({
    id: 'G11',
    sentence:
      'A consumer reads on where it is: from the committed offset when it gets a partition, and from record to record then.',
    formula:
      'A partition-assigned begins at most at the group’s committed offset. Where handling is in turn, each record-delivered or records-skipped of a process and partition begins at its position or later, and in between lies no record that stands and that it may see; a copy made by a fault repeats the one before. After an unclean election or a lost disk offsets are used again, and nothing is said.',
    kinds: ['partition-assigned', 'position-reset', 'record-delivered', 'records-skipped'],
    see(trace, row, broken) {
      const actor = trace.actor(row);
      const group = groups.of(actor);
      const kind = trace.kind(row);
      const partition = trace.a(row);
      const where = position[actor];
      if (where === undefined || groups.isShare(group)) return;
      const who = (): string => phrases.actor(actor);
      if (kind === code['partition-assigned']) {
        const offset = trace.c(row);
        const committed = groups.committed(group, partition);
        where.set(partition, offset);
        if (committed < 0 || offset <= committed) return;
        const what = phrases.partition(partition);
        broken(
          row,
          () =>
            `${who()} was given ${what} from ${offset} on; the group had committed ${committed}.`,
        );
        return;
      }
      const offset = trace.b(row);
      const next = where.at(partition);
      const isSkip = kind === code['records-skipped'];
      const after = isSkip ? sight.pastRecords(trace, row, group) : offset + 1;
      const isReset = kind === code['position-reset'];
      where.set(partition, isReset ? offset : Math.max(after, next));
      if (isReset || next < 0) return;
      if (clients.serviceOfGroup(group)?.handling === 'handed-off') return;
      const when = (): string => seconds(trace.time(row));
      const isSafe = logs.unsafeRow(partition) < 0;
      if (offset < next - 1 && isSafe && !isSkip) {
        const place = phrases.place(partition, offset);
        broken(row, () => `${who()} went back to ${place} at ${when()}; ${next} was next.`);
        return;
      }
      // Offsets that are used again say nothing of what was passed over.
      if (!isSafe) return;
      const put = sight.firstBetween(trace, { group, partition }, next, offset);
      if (put < 0) return;
      broken(
        row,
        () => `${who()} passed over ${phrases.place(partition, trace.b(put))} at ${when()}.`,
        put,
      );
    },
  });
}
