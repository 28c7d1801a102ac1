/** The records that consumers gave up: as dead letters, or archived by a share group at its limit of deliveries. */
import { code, reasons, type Cast, type Trace } from '../../trace/index.ts';

/** Where a record lies. */
export interface RecordPlace {
  readonly partition: number;
  readonly offset: number;
}

/** One record that was given up. */
export interface GivenUp extends RecordPlace {
  readonly row: number;
  /** `dead-lettered`: its consumer published it to a dead-letter topic and went on. `archived`: a share group delivers it no more. */
  readonly kind: 'dead-lettered' | 'archived';
  readonly time: number;
  readonly actor: number;
  readonly order: number;
  readonly message: number;
  /** How often it was tried, or delivered to the group. */
  readonly tries: number;
  /** Why the last try failed; empty when no try failed, but its lock ran out or it was given back. */
  readonly reason: (typeof reasons)[number] | '';
  /** Whether the lock of its last holder ran out. */
  readonly expired: boolean;
  /** Where it lies as a dead letter, undefined for one that was archived. */
  readonly letter: RecordPlace | undefined;
}

/** Reads a trace once, and reads on when it has grown. */
export class GivenUpRecords {
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #all: GivenUp[] = [];
  /** The last row that told of a failed try, by service and message. */
  readonly #failed = new Map<string, number>();
  readonly #letters = new Map<number, RecordPlace>();
  #read = 0;

  constructor(trace: Trace, cast: Cast) {
    this.#trace = trace;
    this.#cast = cast;
  }

  /** Those that were given up at or before a row, oldest first. */
  upTo(row: number): readonly GivenUp[] {
    for (; this.#read < this.#trace.length; this.#read++) this.#see(this.#read);
    const later = this.#all.findIndex((each) => each.row > row);
    return later < 0 ? this.#all.slice() : this.#all.slice(0, later);
  }

  #see(row: number): void {
    const trace = this.#trace;
    switch (trace.kind(row)) {
      case code['work-failed']:
        this.#failed.set(this.#key(row), row);
        return;
      case code['record-appended']:
        if (this.#isLetter(trace.a(row)))
          this.#letters.set(trace.message(row), placeIn(trace, row));
        return;
      case code['dead-lettered']:
        this.#all.push(this.#made(row, 'dead-lettered'));
        return;
      case code['record-archived']:
        this.#all.push(this.#made(row, 'archived'));
    }
  }

  #made(row: number, kind: GivenUp['kind']): GivenUp {
    const trace = this.#trace;
    const cause = trace.cause(row);
    const expired = kind === 'archived' && cause >= 0 && trace.is(cause, 'acquisition-expired');
    const failed = this.#failed.get(this.#key(row));
    const reason = failed === undefined || expired ? '' : (reasons[trace.b(failed)] ?? '');
    return {
      ...{ row, kind, time: trace.time(row), actor: trace.actor(row) },
      ...{ order: trace.order(row), message: trace.message(row) },
      ...placeIn(trace, row),
      ...{ tries: trace.c(row), reason, expired },
      letter: kind === 'archived' ? undefined : this.#letters.get(trace.message(row)),
    };
  }

  #key(row: number): string {
    const { actors } = this.#cast;
    return `${actors[this.#trace.actor(row)]?.service ?? -1} ${this.#trace.message(row)}`;
  }

  #isLetter(partition: number): boolean {
    const { partitions, topics } = this.#cast;
    return topics[partitions[partition]?.topic ?? -1]?.carries === 'dead-letters';
  }
}

function placeIn(trace: Trace, row: number): RecordPlace {
  return { partition: trace.a(row), offset: trace.b(row) };
}
