/** All messages of one world: what each is, and where its records go. */
import { partitionForKey, utf8 } from '../../broker/index.ts';
import { GrowingList, Table, type Scribe } from '../../kernel/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { Plan } from '../compile/plan.ts';
import type { Orders } from './orders.ts';

/** By cast, then by key and number of partitions: keys of one plan are hashed once for all its worlds. */
const partitionsOf = new WeakMap<Cast, Map<number, number>>();
/** Beyond so many, keys are hashed anew. */
const mostKnown = 100_000;

/** Messages by number, from 0. */
export class MessageTable {
  readonly #plan: Plan;
  readonly #orders: Orders;
  readonly #types = new GrowingList<number>();
  readonly #ordersOf = new GrowingList<number>();
  readonly #rows = new GrowingList<number>();
  readonly #hops = new GrowingList<number>();
  readonly #roots = new GrowingList<number>();
  /** By first message: how many messages go back to it, itself included. */
  readonly #families = new Table<number>();
  /** Only spares hashing a key again. No checkpoint holds it. */
  readonly #partitions: Map<number, number>;
  readonly #byIdentity = new Table<number>();
  #liveCounts: number[];

  constructor(plan: Plan, orders: Orders) {
    this.#plan = plan;
    this.#orders = orders;
    this.#partitions = partitionsOf.get(plan.cast) ?? new Map<number, number>();
    partitionsOf.set(plan.cast, this.#partitions);
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

  /** Enters a message; `causation` is the message that led to it, -1 for none, and `row` is where its making is told. */
  enter(type: number, order: number, causation: number, row: number): number {
    const root = this.#roots.at(causation) ?? this.#types.length;
    this.#roots.push(root);
    this.#hops.push((this.#hops.at(causation) ?? -1) + 1);
    this.#families.set(root, (this.#families.get(root) ?? 0) + 1);
    this.#ordersOf.push(order);
    this.#rows.push(row);
    return this.#types.push(type);
  }

  /** How many messages there are. */
  get count(): number {
    return this.#types.length;
  }

  /** How many messages led to this one, one after the other. */
  hops(message: number): number {
    return this.#hops.at(message) as number;
  }

  /** How many messages go back to the same first one. */
  familyOf(message: number): number {
    return this.#families.get(this.#roots.at(message) as number) ?? 0;
  }

  type(message: number): number {
    return this.#types.at(message) as number;
  }

  order(message: number): number {
    return this.#ordersOf.at(message) as number;
  }

  /** The row in which the making of a message is told. */
  row(message: number): number {
    return this.#rows.at(message) as number;
  }

  /** The message that carries this type's one identity for an order: a command that is asked for again is the same command. */
  identified(type: number, order: number): number | undefined {
    return this.#byIdentity.get(this.#identity(type, order));
  }

  /** Gives a message the identity of its type and order. */
  identify(message: number): void {
    this.#byIdentity.set(this.#identity(this.type(message), this.order(message)), message);
  }

  /** The key of a message's record, `undefined` where records have none. */
  keyOf(message: number): string | undefined {
    const { key, salt } = this.#plan.scenario.workload;
    if (key === 'none') return undefined;
    const whole = `${key}-${this.#keyed(message)}`;
    return salt === 1 ? whole : `${whole}#${this.#part(message)}`;
  }

  /** The same number for equal keys, -1 where records have none. */
  keyNumber(message: number): number {
    const { key, salt } = this.#plan.scenario.workload;
    return key === 'none' ? -1 : this.#keyed(message) * salt + this.#part(message);
  }

  /** The partition (index in the cast) to which a keyed message's record goes, by Kafka's hash of its key and the number of partitions at present. */
  partition(message: number): number {
    const index = this.#plan.cast.types[this.type(message)]?.topic ?? -1;
    const topic = this.#plan.cast.topics[index];
    const count = this.liveCount(index);
    const memo = this.keyNumber(message) * 4096 + count;
    const known = this.#partitions.get(memo);
    if (known !== undefined && topic !== undefined) return topic.firstPartition + known;
    const key = this.keyOf(message);
    if (topic === undefined || key === undefined)
      throw new Error('only a record with a key has its place');
    const partition = partitionForKey(utf8(key), count);
    if (this.#partitions.size >= mostKnown) this.#partitions.clear();
    this.#partitions.set(memo, partition);
    return topic.firstPartition + partition;
  }

  transcribe(scribe: Scribe): void {
    scribe.memento(this.#types);
    scribe.memento(this.#ordersOf);
    scribe.memento(this.#rows);
    scribe.memento(this.#hops);
    scribe.memento(this.#roots);
    scribe.memento(this.#families);
    scribe.memento(this.#byIdentity);
    this.#liveCounts = scribe.list(this.#liveCounts);
  }

  #identity(type: number, order: number): number {
    return order * this.#plan.cast.types.length + type;
  }

  /** The number of what a message's record is keyed by: its order, or the customer of its order. */
  #keyed(message: number): number {
    const order = this.order(message);
    return this.#plan.scenario.workload.key === 'customer' ? this.#orders.customer(order) : order;
  }

  /** Messages of different types go different ways, so that a split key no longer keeps their order. */
  #part(message: number): number {
    return this.#orders.salt(this.order(message), this.#plan.hashes.types[this.type(message)] ?? 0);
  }
}
