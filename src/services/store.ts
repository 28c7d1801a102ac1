/** What a service keeps when its processes die: the state of its machines, its inbox, its outbox, its deadlines, its stock. */
import { GrowingList, PairTable, Table, type Scribe } from '../kernel/index.ts';
import type { Answer } from '../trace/index.ts';
import type { Snapshot } from './machine-runner.ts';

/** A message that was stored with the transaction in which it was said. */
export interface OutboxRow {
  readonly row: number;
  readonly message: number;
}

/** What was said when a message was handled: so that the same answer can be given again. */
export interface HandledBefore {
  readonly messages: readonly number[];
  readonly answer: Answer | undefined;
}

/** What was said to a message that was handled. An inbox grows with the run, and nearly always one message was said, or none: then only its number is kept, or one object for all. */
type Said = HandledBefore | number;

const inSilence: HandledBefore = { messages: [], answer: undefined };

/** A wait that outlives a crash. */
export interface Deadline {
  readonly machine: number;
  readonly order: number;
  /** The machine's own name for it, and the type of the event that ends it. */
  readonly id: string;
  readonly dueAt: number;
  /** Tells this deadline from an earlier one of the same name. */
  readonly token: number;
}

const ordersPerMachine = 0x10_0000;

/** The key of one machine's instance for one order. */
export function entityKey(machine: number, order: number): number {
  return machine * ordersPerMachine + order;
}

/** The durable store of one service, shared by its instances. Whatever is read here was committed. */
export class Store {
  /** By machine, then by order. */
  readonly #entities = new PairTable<Snapshot>();
  readonly #inbox = new Table<Said>();
  /** Messages, by row. */
  readonly #outbox = new GrowingList<number>();
  /** By machine and order: an instance has few of them. */
  readonly #deadlines = new Map<number, readonly Deadline[]>();
  #deadlineCount = 0;
  #sentRows = 0;
  #nextToken = 1;
  /** Units on the shelf, where the service keeps stock. */
  stock = 0;

  /** The committed state of a machine's instance, if it was ever stored. */
  entity(machine: number, order: number): Snapshot | undefined {
    return this.#entities.get(machine, order);
  }

  /** Stores the state of a machine's instance. */
  storeEntity(machine: number, order: number, snapshot: Snapshot): void {
    this.#entities.set(machine, order, snapshot);
  }

  /** What was said when this message was handled; absent when it never was. */
  handled(message: number): HandledBefore | undefined {
    const said = this.#inbox.get(message);
    return typeof said === 'number' ? { messages: [said], answer: undefined } : said;
  }

  /** Remembers a message as handled. */
  rememberHandled(message: number, messages: readonly number[], answer: Answer | undefined): void {
    const isBrief = messages.length <= 1 && answer === undefined;
    this.#inbox.set(message, isBrief ? (messages[0] ?? inSilence) : { messages, answer });
  }

  /** Stores a message to be sent by the relay; returns its row. */
  storeOutgoing(message: number): number {
    return this.#outbox.push(message);
  }

  /** Rows that are not marked as sent, oldest first, at most `limit`. */
  unsent(limit: number): readonly OutboxRow[] {
    const first = this.#sentRows;
    const many = Math.min(limit, this.unsentCount);
    const rows: OutboxRow[] = new Array<OutboxRow>(many);
    for (let at = 0; at < many; at++)
      rows[at] = { row: first + at, message: this.#outbox.at(first + at) as number };
    return rows;
  }

  /** How many rows wait for the relay. */
  get unsentCount(): number {
    return this.#outbox.length - this.#sentRows;
  }

  /** Marks a row as sent. The relay marks in order. */
  markSent(row: number): void {
    this.#sentRows = Math.max(this.#sentRows, row + 1);
  }

  /** Stores a deadline, in place of an earlier one of the same machine, order and name. */
  setDeadline(machine: number, order: number, id: string, dueAt: number): Deadline {
    this.cancelDeadline(machine, order, id);
    const deadline = { machine, order, id, dueAt, token: this.#nextToken++ };
    const key = entityKey(machine, order);
    const others = this.#deadlines.get(key);
    this.#deadlines.set(key, others === undefined ? [deadline] : [...others, deadline]);
    this.#deadlineCount += 1;
    return deadline;
  }

  /** Forgets a deadline; tells whether there was one. */
  cancelDeadline(machine: number, order: number, id: string): boolean {
    const key = entityKey(machine, order);
    const all = this.#deadlines.get(key);
    if (all === undefined) return false;
    const others = all.filter((each) => each.id !== id);
    if (others.length === all.length) return false;
    if (others.length === 0) this.#deadlines.delete(key);
    else this.#deadlines.set(key, others);
    this.#deadlineCount -= 1;
    return true;
  }

  /** The deadline of this name, if it still stands. */
  deadline(machine: number, order: number, id: string): Deadline | undefined {
    return this.#deadlines.get(entityKey(machine, order))?.find((each) => each.id === id);
  }

  /** All deadlines that still stand, oldest first. */
  deadlines(): readonly Deadline[] {
    return [...this.#deadlines.values()].flat().sort((one, other) => one.token - other.token);
  }

  /** How many deadlines still stand. */
  get deadlineCount(): number {
    return this.#deadlineCount;
  }

  transcribe(scribe: Scribe): void {
    this.#entities.transcribe(scribe);
    scribe.memento(this.#inbox);
    scribe.memento(this.#outbox);
    scribe.map(this.#deadlines);
    this.#deadlineCount = scribe.value(this.#deadlineCount);
    this.#sentRows = scribe.value(this.#sentRows);
    this.#nextToken = scribe.value(this.#nextToken);
    this.stock = scribe.value(this.stock);
  }
}
