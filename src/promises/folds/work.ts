/** Who works on which message, from its delivery to the end of its handler. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import type { Accounts } from './accounts.ts';
import type { Column } from './column.ts';
import { columns } from './column.ts';

/** The rows that end the work on a message. */
const ends = [
  'duplicate-suppressed',
  'event-ignored',
  'store-committed',
  'dead-lettered',
  'record-read',
] as const;

/** Work under way, by process and message. */
export class Work implements Listener {
  readonly kinds = ['record-delivered', ...ends, 'process-crashed', 'process-stopped'] as const;
  readonly #cast: Cast;
  readonly #inTurn: readonly boolean[];
  /** By process: for each message, the row of its last delivery. */
  readonly #deliveredRow: readonly Column[];
  /** By process: for each message, 1 while it is worked on. */
  readonly #isOpen: readonly Column[];
  /** By process: the messages that are worked on. */
  readonly #open: number[][];

  constructor(cast: Cast, { clients }: Accounts) {
    this.#cast = cast;
    this.#inTurn = cast.actors.map(
      ({ service }) => clients.service(service)?.handling !== 'handed-off',
    );
    this.#deliveredRow = columns(cast.actors.length, -1);
    this.#isOpen = columns(cast.actors.length);
    this.#open = cast.actors.map(() => []);
  }

  /** Takes in a delivery or the end of a handler. */
  see(trace: Trace, row: number): void {
    const actor = trace.actor(row);
    const kind = trace.kind(row);
    if (kind === code['process-crashed'] || kind === code['process-stopped']) this.#drop(actor);
    else if (kind === code['record-delivered']) {
      // Who handles one record after the other has done with the one before, whatever came of it.
      if (this.#inTurn[actor] === true) this.#drop(actor);
      this.#deliveredRow[actor]?.set(trace.message(row), row);
      this.#isOpen[actor]?.set(trace.message(row), 1);
      this.#open[actor]?.push(trace.message(row));
    } else this.#isOpen[actor]?.set(trace.message(row), 0);
  }

  /** The row of a process's last delivery of a message, -1 for none. */
  deliveredRow(actor: number, message: number): number {
    return this.#deliveredRow[actor]?.at(message) ?? -1;
  }
  /** Whether a process works on a message now. */
  isOpen(actor: number, message: number): boolean {
    return this.#isOpen[actor]?.at(message) === 1;
  }
  /** Another instance of the same service that works on the message, -1 for none. */
  other(actor: number, message: number): number {
    const service = this.#cast.actors[actor]?.service ?? -1;
    const instances = this.#cast.services[service]?.instances ?? [];
    return instances.find((each) => each !== actor && this.isOpen(each, message)) ?? -1;
  }

  #drop(actor: number): void {
    const open = this.#open[actor] ?? [];
    for (const message of open) this.#isOpen[actor]?.set(message, 0);
    open.length = 0;
  }
}
