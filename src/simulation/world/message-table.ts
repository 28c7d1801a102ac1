/** All messages of one world: what each is, and where its records go. */
import { partitionForKey, utf8 } from '../../broker/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import type { Plan } from '../compile/plan.ts';
import type { Orders } from './orders.ts';

/** Messages by number, from 0. */
export class MessageTable {
  readonly #plan: Plan;
  readonly #orders: Orders;
  readonly #types: number[] = [];
  readonly #ordersOf: number[] = [];
  readonly #rows: number[] = [];
  readonly #partitions = new Map<number, number>();
  readonly #byIdentity = new Map<number, number>();
  readonly #liveCounts: number[];

  constructor(plan: Plan, orders: Orders) {
    this.#plan = plan;
    this.#orders = orders;
    this.#liveCounts = plan.cast.topics.map(({ partitions }) => partitions);
  }

  /** How many partitions a topic has at present. */
  liveCount(topic: number): number {
    return this.#liveCounts[topic] ?? 0;
  }

  /** A topic has more partitions from now on. */
  setLiveCount(topic: number, count: number): void {
    this.#liveCounts[topic] = count;
  }

  /** Enters a message; `row` is where its making is told. */
  enter(type: number, order: number, row: number): number {
    const message = this.#types.length;
    this.#types.push(type);
    this.#ordersOf.push(order);
    this.#rows.push(row);
    return message;
  }

  /** How many messages there are. */
  get count(): number {
    return this.#types.length;
  }

  type(message: number): number {
    return this.#types[message] as number;
  }

  order(message: number): number {
    return this.#ordersOf[message] as number;
  }

  /** The row in which the making of a message is told. */
  row(message: number): number {
    return this.#rows[message] as number;
  }

  /** The message that carries this type's one identity for an order: a command that is asked for again is the same command. */
  identified(type: number, order: number): number | undefined {
    return this.#byIdentity.get(identity(type, order));
  }

  /** Gives a message the identity of its type and order. */
  identify(message: number): void {
    this.#byIdentity.set(identity(this.type(message), this.order(message)), message);
  }

  /** The key of a message's record, `undefined` where records have none. */
  keyOf(message: number): string | undefined {
    const { workload } = this.#plan.scenario;
    if (workload.key === 'none') return undefined;
    const key = keyOf(this.#plan.scenario, this.#orders, this.order(message));
    // A salt is drawn by the message's number within its order and type: successive records go to different places.
    return workload.salt === 1 ? key : `${key}#${message % workload.salt}`;
  }

  /** The partition (index in the cast) to which a message's record goes, by Kafka's hash of its key. */
  partition(message: number): number {
    const topic = this.#plan.cast.topics[this.#plan.cast.types[this.type(message)]?.topic ?? -1];
    if (topic === undefined) throw new Error('a call has no partition');
    const count = this.liveCount(this.#plan.cast.types[this.type(message)]?.topic ?? -1);
    const { salt } = this.#plan.scenario.workload;
    const memo = identity(count, this.order(message)) * 64 + (message % salt);
    const known = this.#partitions.get(memo);
    if (known !== undefined) return topic.firstPartition + known;
    const partition = partitionForKey(utf8(this.keyOf(message) ?? ''), count);
    this.#partitions.set(memo, partition);
    return topic.firstPartition + partition;
  }
}

function identity(kind: number, order: number): number {
  return order * 4096 + kind;
}

/** The key of an order's records, as text. */
export function keyOf(scenario: Scenario, orders: Orders, order: number): string {
  return scenario.workload.key === 'order'
    ? `order-${order}`
    : `customer-${orders.customer(order)}`;
}
