/** Polls: what consumers were given, record by record, and where each began to read anew. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { Column, columns } from '../folds/column.ts';

/** One record that poll() returned to a consumer; the ones that its service does not care for too. */
export interface Poll {
  readonly row: number;
  readonly actor: number;
  readonly group: number;
  readonly partition: number;
  readonly offset: number;
  readonly message: number;
  /** The answer to a fetch that brought it: records of one answer share it; -1 when it is not known. */
  readonly answer: number;
  /** Whether the consumer was given the partition, or began anew, since its last record of it. */
  readonly isFresh: boolean;
  /** Whether its consumer has a position in the partition: who shares it record by record has none. */
  readonly isOrdered: boolean;
  /** The row that moved its position by auto.offset.reset, or a fault that handed it over twice, since then; -1 for none. */
  readonly movedRow: number;
}

/** What is known of one consumer in one partition. */
interface Place {
  isFresh: boolean;
  movedRow: number;
  /** By offset: the row that sent it last. */
  readonly sent: Column;
}

/** Follows what consumers are given. */
export class Polls implements Listener {
  readonly kinds = [
    'record-sent',
    'record-delivered',
    'records-skipped',
    'partition-assigned',
    'partition-revoked',
    'partition-lost',
    'position-reset',
    'delivery-duplicated',
    'process-crashed',
    'process-restarted',
    'record-appended',
  ] as const;
  readonly all: Poll[] = [];
  readonly #groupOf: readonly number[];
  readonly #isShare: readonly boolean[];
  readonly #places: readonly Map<number, Place>[];
  /** By partition and offset: the message that was put there last. */
  readonly #stored: readonly Column[];

  constructor(cast: Cast) {
    this.#groupOf = cast.actors.map(({ service }) => cast.services[service]?.group ?? -1);
    this.#isShare = cast.groups.map(({ isShare }) => isShare);
    this.#places = cast.actors.map(() => new Map<number, Place>());
    this.#stored = columns(cast.partitions.length, -1);
  }

  /** Takes in a row about a consumer. */
  see(trace: Trace, row: number): void {
    const kind = trace.kind(row);
    const actor = trace.actor(row);
    const partition = trace.a(row);
    if (kind === code['record-appended']) {
      this.#stored[partition]?.set(trace.b(row), trace.message(row));
      return;
    }
    const places = this.#places[actor];
    if (places === undefined) return;
    if (kind === code['process-crashed'] || kind === code['process-restarted']) {
      places.clear();
      return;
    }
    const place = this.#place(actor, partition);
    if (kind === code['record-sent']) place.sent.set(trace.b(row), row);
    else if (kind === code['record-delivered']) {
      this.#note(trace, row, { offset: trace.b(row), message: trace.message(row) });
    } else if (kind === code['records-skipped']) this.#skip(trace, row, place);
    else if (kind === code['position-reset'] || kind === code['delivery-duplicated']) {
      place.movedRow = row;
    } else place.isFresh = true;
  }

  /** Passed over are the next records that were sent; who tells of none in its trace passes over what stands there. */
  #skip(trace: Trace, row: number, { sent }: Place): void {
    const from = trace.b(row);
    const end = Math.max(sent.length, from + trace.c(row));
    const cause = trace.cause(row);
    // What an earlier answer brought at these offsets may be gone by now.
    const since = cause >= 0 && trace.is(cause, 'record-sent') ? cause : sent.at(from);
    const isTold = since >= 0;
    let left = trace.c(row);
    for (let offset = from; offset < end && left > 0; offset++) {
      const told = sent.at(offset);
      if (isTold && told < since) continue;
      const message = isTold ? trace.message(told) : (this.#stored[trace.a(row)]?.at(offset) ?? -1);
      left--;
      if (message >= 0) this.#note(trace, row, { offset, message });
    }
  }

  #note(
    trace: Trace,
    row: number,
    { offset, message }: { readonly offset: number; readonly message: number },
  ): void {
    const actor = trace.actor(row);
    const partition = trace.a(row);
    const group = this.#groupOf[actor] ?? -1;
    if (group < 0) return;
    const isOrdered = this.#isShare[group] !== true;
    const place = this.#place(actor, partition);
    const sent = place.sent.at(offset);
    const answer = sent < 0 ? -1 : trace.time(sent);
    const { isFresh, movedRow } = place;
    this.all.push({
      ...{ row, actor, group, partition, offset, message, answer, isFresh, isOrdered, movedRow },
    });
    place.isFresh = false;
    place.movedRow = -1;
  }

  #place(actor: number, partition: number): Place {
    const places = this.#places[actor];
    const known = places?.get(partition);
    if (known !== undefined) return known;
    const place = { isFresh: true, movedRow: -1, sent: new Column(-1) };
    places?.set(partition, place);
    return place;
  }
}
