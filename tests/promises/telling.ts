/** Tells a trace by hand: one method for each thing that happens, with the bookkeeping that keeps it consistent. */
import {
  code,
  Trace,
  outcomes,
  vocabulary,
  type Cast,
  type Kind,
  type Outcome,
} from '../../src/trace/index.ts';
import { castOf } from './world.ts';

/** One row, by name. What is left out is -1, or 0 for the kind's own numbers. */
export interface Row {
  kind: Kind;
  time: number;
  actor: number;
  order: number;
  message: number;
  cause: number;
  numbers: number[];
}

/** What a row says beyond its kind. */
export interface Words {
  readonly by?: string;
  readonly order?: number;
  readonly message?: number;
  readonly cause?: number;
  readonly numbers?: Readonly<Record<string, number>>;
}

interface Message {
  readonly type: number;
  readonly order: number;
  partition: number;
  offset: number;
}

const stepNames = ['payment', 'inventory', 'shipping', 'greeting'];

/** A trace in the making. */
export class Telling {
  readonly rows: Row[] = [];
  readonly cast: Cast;
  readonly #messages: Message[] = [];
  readonly #ends = [0, 0, 0];
  #now = 0;

  constructor(cast: Cast = castOf('choreography')) {
    this.cast = cast;
  }

  /** Lets milliseconds pass. */
  wait(millis: number): this {
    this.#now += millis * 1000;
    return this;
  }

  /** The index of a process by name. */
  actor(name: string): number {
    return this.cast.actors.findIndex((actor) => actor.name === name);
  }

  /** Tells any row and returns its index. */
  tell(
    kind: Kind,
    { by = 'Broker', order = -1, message = -1, cause, numbers = {} }: Words,
  ): number {
    const before = this.rows.findLastIndex((row) =>
      message >= 0 ? row.message === message : order >= 0 && row.order === order,
    );
    const names: readonly string[] = vocabulary[kind];
    const unknown = Object.keys(numbers).filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new Error(`${kind} has no ${unknown.join(', ')}`);
    this.rows.push({
      kind,
      time: this.#now,
      actor: this.actor(by),
      order,
      message,
      cause: cause ?? before,
      numbers: names.map((name) => numbers[name] ?? 0),
    });
    return this.rows.length - 1;
  }

  placed(order: number, price = 2400, quantity = 1): this {
    this.tell('order-placed', { by: 'Client', order, numbers: { price, quantity, customer: 1 } });
    return this;
  }

  accepted(order: number): this {
    this.tell('order-accepted', { by: 'Order', order, numbers: { attempt: 1 } });
    return this;
  }

  /** Makes a message and returns its number. */
  creates(by: string, type: string, order: number, causation = -1): number {
    const index = this.cast.types.findIndex((each) => each.name === type);
    const message = this.#messages.length;
    this.#messages.push({ type: index, order, partition: order % 2, offset: -1 });
    const numbers = { type: index, causation, attempt: 1 };
    this.tell('message-created', { by, order, message, cause: this.rows.length - 1, numbers });
    return message;
  }

  /** Sends a message to the log, where it gets the next offset, and acknowledges it. */
  publishes(by: string, message: number, partition = this.#message(message).partition): this {
    this.tell('produce-sent', { by, ...this.#of(message), numbers: { partition, attempt: 1 } });
    this.appended(by, message, partition);
    const { offset } = this.#message(message);
    const numbers = { partition, offset, attempt: 1 };
    this.tell('produce-acked', { by, ...this.#of(message), numbers });
    return this;
  }

  appended(producer: string, message: number, partition = this.#message(message).partition): this {
    const at = this.#message(message);
    at.partition = partition;
    at.offset = this.#ends[partition] ?? 0;
    this.#ends[partition] = at.offset + 1;
    const numbers = { partition, offset: at.offset, producer: this.actor(producer) };
    this.tell('record-appended', { ...this.#of(message), numbers });
    return this;
  }

  /** Sends the request with a message once more, and the broker appends it again. */
  repeats(by: string, message: number, attempt = 2): this {
    const { partition } = this.#message(message);
    this.tell('produce-sent', { by, ...this.#of(message), numbers: { partition, attempt } });
    return this.appended(by, message, partition);
  }

  /** A member gets both partitions of the facts, from an offset on. */
  assigned(by: string, generation = 1, offset = 0): this {
    for (const partition of [0, 1]) {
      this.tell('partition-assigned', { by, numbers: { partition, generation, offset } });
    }
    return this;
  }

  /** Makes a message and sends it, without a transaction around it. */
  says(by: string, type: string, order: number, causation = -1): number {
    const message = this.creates(by, type, order, causation);
    this.publishes(by, message);
    return message;
  }

  delivered(to: string, message: number, attempt = 1): this {
    const { partition, offset } = this.#message(message);
    const numbers = { partition, offset, attempt };
    this.tell('record-delivered', { by: to, ...this.#of(message), numbers });
    return this;
  }

  suppressed(by: string, message: number, attempt = 2): this {
    const { partition, offset } = this.#message(message);
    const numbers = { partition, offset, attempt };
    this.tell('duplicate-suppressed', { by, ...this.#of(message), numbers });
    return this;
  }

  /** The effect of a step, for the order of the message that is being handled. */
  does(by: string, step: string, message: number, amount = 1): this {
    return this.#effect('effect-applied', by, step, message, amount);
  }

  undoes(by: string, step: string, message: number, amount = 1): this {
    return this.#effect('effect-undone', by, step, message, amount);
  }

  stores(by: string, message: number, step = -1): this {
    this.tell('store-committed', { by, ...this.#of(message), numbers: { step } });
    return this;
  }

  /** Commits the offset after a message. */
  commits(by: string, message: number): this {
    const { partition, offset } = this.#message(message);
    const group = this.cast.services.findIndex(
      (_, service) => this.cast.actors[this.actor(by)]?.service === service,
    );
    const of = this.#of(message);
    this.tell('commit-sent', { by, ...of, numbers: { partition, offset: offset + 1 } });
    this.tell('offset-committed', { by, ...of, numbers: { partition, offset: offset + 1, group } });
    return this;
  }

  /** Delivery, transaction and commit of a message by a consumer that does nothing more. */
  hears(by: string, message: number): this {
    return this.delivered(by, message).stores(by, message).commits(by, message);
  }

  /** A consumer passes over a record that does not concern it. */
  skips(by: string, message: number): this {
    const { partition, offset } = this.#message(message);
    this.tell('records-skipped', { by, numbers: { partition, offset, count: 1 } });
    return this.commits(by, message);
  }

  crashes(by: string): this {
    this.tell('process-crashed', { by });
    return this;
  }

  restarts(by: string): this {
    this.tell('process-restarted', { by });
    return this;
  }

  ended(order: number, outcome: Outcome): this {
    this.tell('order-ended', {
      by: 'Order',
      order,
      numbers: { outcome: outcomes.indexOf(outcome) },
    });
    return this;
  }

  abandoned(order: number): this {
    this.tell('order-abandoned', { by: 'Client', order, numbers: { attempts: 1 } });
    return this;
  }

  drained(): this {
    this.tell('run-drained', { by: 'Broker' });
    return this;
  }

  /** The rows as a trace. */
  trace(): Trace {
    return traceOf(this.rows);
  }

  #message(message: number): Message {
    const found = this.#messages[message];
    if (found === undefined) throw new Error(`nobody made message ${message}`);
    return found;
  }

  #of(message: number): { readonly order: number; readonly message: number } {
    return { order: this.#message(message).order, message };
  }

  #effect(kind: Kind, by: string, step: string, message: number, amount: number): this {
    const numbers = { step: stepNames.indexOf(step), amount, reach: 0 };
    this.tell(kind, { by, ...this.#of(message), numbers });
    return this;
  }
}

/** Rows as a trace. */
export function traceOf(rows: readonly Row[]): Trace {
  const trace = new Trace();
  for (const { kind, time, actor, order, message, cause, numbers } of rows) {
    const [a = 0, b = 0, c = 0] = numbers;
    trace.append(code[kind], time, actor, order, message, a, b, c, cause);
  }
  return trace;
}
