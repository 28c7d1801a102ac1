/** Tells traces by hand, row by row, in a small fixed world: two services, two topics, one client. */
import {
  code,
  Trace,
  vocabulary,
  type Cast,
  type CastMachine,
  type CastTopic,
  type Kind,
  type Style,
} from '../../src/trace/index.ts';

const consumerStates = ['stopped', 'joining', 'polling', 'working', 'committing', 'crashed'];
const entityStates = ['idle', 'working', 'backingOff', 'done', 'refused', 'undoing', 'undone'];
const sagaStates = [
  'idle',
  'awaitingCharge',
  'undoingCharge',
  'completed',
  'compensated',
  'failed',
];
const clientStates = ['deciding', 'placing', 'waiting', 'pending', 'satisfied', 'gaveUp'];

/** Indexes of the actors of `smallCast`. */
export const actors = {
  client: 0,
  broker: 1,
  outside: 2,
  orders: 3,
  payment: 4,
  secondPayment: 5,
  paymentRelay: 6,
} as const;

/** Indexes of the machines of `smallCast`. */
export const machines = { saga: 0, charge: 1, ordersConsumer: 2, paymentConsumer: 3, client: 4 };

/** Indexes of the message types of `smallCast`. */
export const types = { placeOrder: 0, takePayment: 1, paymentTaken: 2 };

function machine(
  id: string,
  role: CastMachine['role'],
  service: number,
  states: readonly string[],
): CastMachine {
  return { id, role, service, states, initial: 0, entries: [], moves: [] };
}

function topic(
  id: string,
  carries: CastTopic['carries'],
  partitions: number,
  firstPartition: number,
): CastTopic {
  return { id, carries, partitions, maxPartitions: partitions, firstPartition, isCompacted: false };
}

/** Orders (owner) and Payment (two instances and a relay), commands over two partitions, replies over one. */
export function smallCast(style: Style = 'orchestration'): Cast {
  return {
    style,
    actors: [
      { id: 'client', name: 'Client', kind: 'client', service: -1, instance: 0 },
      { id: 'broker', name: 'Broker', kind: 'broker', service: -1, instance: 0 },
      { id: 'outside', name: 'Outside party', kind: 'outside', service: -1, instance: 0 },
      { id: 'orders', name: 'Orders', kind: 'service', service: 0, instance: 0 },
      { id: 'payment-1', name: 'Payment 1', kind: 'service', service: 1, instance: 0 },
      { id: 'payment-2', name: 'Payment 2', kind: 'service', service: 1, instance: 1 },
      { id: 'payment-relay', name: 'Payment relay', kind: 'relay', service: 1, instance: 0 },
    ],
    services: [
      {
        ...{ id: 'orders', name: 'Orders', instances: [3], relay: -1, group: 0 },
        ...{ hears: [0, 2], says: [1], owner: true, started: 1, reader: false },
      },
      {
        ...{ id: 'payment', name: 'Payment', instances: [4, 5], relay: 6, group: 1 },
        ...{ hears: [1], says: [2], owner: false, started: 2, reader: false },
      },
    ],
    types: [
      { name: 'PlaceOrder', kind: 'command', step: -1, topic: -1, sender: -1 },
      { name: 'TakePayment', kind: 'command', step: 0, topic: 0, sender: 0 },
      { name: 'PaymentTaken', kind: 'reply', step: 0, topic: 1, sender: 1 },
    ],
    topics: [
      topic('commands', 'commands', 2, 0),
      topic('replies', 'replies', 1, 2),
      topic('commands.dead-letters', 'dead-letters', 1, 3),
    ],
    partitions: [
      { topic: 0, partition: 0, replicas: [1] },
      { topic: 0, partition: 1, replicas: [1] },
      { topic: 1, partition: 0, replicas: [1] },
      { topic: 2, partition: 0, replicas: [1] },
    ],
    nodes: [1],
    groups: [
      { id: 'orders', service: 0, partitions: [2], isShare: false },
      { id: 'payment', service: 1, partitions: [0, 1], isShare: false },
    ],
    machines: [
      machine('orders-saga', 'saga', 0, sagaStates),
      machine('charge', 'entity', 1, entityStates),
      machine('orders-consumer', 'consumer', 0, consumerStates),
      machine('payment-consumer', 'consumer', 1, consumerStates),
      machine('client', 'client', -1, clientStates),
    ],
    steps: [{ id: 'charge', service: 1, effect: 'ledger', reach: 'external', undoable: true }],
    initialStock: -1,
  };
}

type Numbers<K extends Kind> = { readonly [Name in (typeof vocabulary)[K][number]]?: number };

/** Who acts, and about what. */
export interface About {
  readonly by?: number;
  readonly order?: number;
  readonly message?: number;
  readonly cause?: number;
}

/** Tells rows into a trace; each call is one row. */
export class Telling {
  readonly trace = new Trace();
  readonly cast: Cast;
  #now = 0;

  constructor(cast: Cast = smallCast()) {
    this.cast = cast;
  }

  /** The index of the row told last. */
  get last(): number {
    return this.trace.length - 1;
  }

  /** What follows happens at this virtual millisecond. */
  at(ms: number): this {
    this.#now = ms * 1000;
    return this;
  }

  /** One row. Its cause is the row before unless it is given; numbers that are not given are 0. */
  tell<K extends Kind>(kind: K, about: About, numbers: Numbers<K> = {}): this {
    const names: readonly string[] = vocabulary[kind];
    const given: Readonly<Record<string, number | undefined>> = numbers;
    const [a = 0, b = 0, c = 0] = names.map((name) => given[name] ?? 0);
    const { by = 0, order = -1, message = -1, cause = this.last } = about;
    this.trace.append(code[kind], this.#now, by, order, message, a, b, c, cause);
    return this;
  }

  /** Makes a message, publishes it and appends it to a log: three rows, 5 ms on the way. */
  publish(options: {
    readonly message: number;
    readonly type: number;
    readonly by: number;
    readonly order: number;
    readonly partition: number;
    readonly offset: number;
  }): this {
    const { message, type, by, order, partition, offset } = options;
    const start = this.#now / 1000;
    return this.tell('message-created', { by, order, message }, { type, causation: -1, attempt: 1 })
      .tell('produce-sent', { by, order, message }, { partition, latency: 5000, attempt: 1 })
      .at(start + 5)
      .tell('record-appended', { by: actors.broker, order, message }, { partition, offset });
  }

  /** Sends a record to a consumer, which begins to handle it 5 ms later: two rows. */
  deliver(options: {
    readonly message: number;
    readonly to: number;
    readonly order: number;
    readonly partition: number;
    readonly offset: number;
    readonly attempt?: number;
  }): this {
    const { message, to: by, order, partition, offset, attempt = 1 } = options;
    const start = this.#now / 1000;
    return this.tell('record-sent', { by, order, message }, { partition, offset, latency: 5000 })
      .at(start + 5)
      .tell('record-delivered', { by, order, message }, { partition, offset, attempt });
  }
}

/** One order through the small world, paid and completed. */
export function paidOrder(telling = new Telling(), order = 1, startMs = 0): Telling {
  const first = (order - 1) * 3;
  const { client, orders, payment, broker } = actors;
  const call = { order, message: first };
  const command = { order, message: first + 1, partition: 0, offset: order - 1 };
  const reply = { order, message: first + 2, partition: 2, offset: order - 1 };
  return telling
    .at(startMs)
    .tell(
      'order-placed',
      { by: client, order, cause: -1 },
      { price: 4210, quantity: 1, customer: 3 },
    )
    .tell(
      'message-created',
      { by: client, ...call },
      { type: types.placeOrder, causation: -1, attempt: 1 },
    )
    .tell('call-sent', { by: client, ...call }, { callee: orders, latency: 4000, attempt: 1 })
    .at(startMs + 4)
    .tell('call-received', { by: orders, ...call }, { caller: client, attempt: 1 })
    .tell('order-accepted', { by: orders, order }, { attempt: 1 })
    .tell('state-changed', { by: orders, order }, { machine: machines.saga, from: 0, to: 1 })
    .tell('reply-sent', { by: orders, ...call }, { caller: client, latency: 4000, answer: 0 })
    .publish({ ...command, type: types.takePayment, by: orders })
    .tell('reply-received', { by: client, ...call }, { callee: orders, answer: 0 })
    .deliver({ ...command, to: payment })
    .tell('state-changed', { by: payment, order }, { machine: machines.charge, from: 0, to: 1 })
    .tell('work-started', { by: payment, order }, { step: 0, span: 20_000, attempt: 1 })
    .at(startMs + 40)
    .tell('effect-applied', { by: payment, order }, { step: 0, amount: 4210, reach: 1 })
    .tell('state-changed', { by: payment, order }, { machine: machines.charge, from: 1, to: 3 })
    .tell('store-committed', { by: payment, order }, { step: 0, outboxRows: 1, inboxRows: 1 })
    .publish({ ...reply, type: types.paymentTaken, by: actors.paymentRelay })
    .tell('outbox-marked', { by: actors.paymentRelay, ...reply }, { outboxRow: order })
    .tell('commit-sent', { by: payment }, { partition: 0, offset: order, latency: 2000 })
    .at(startMs + 47)
    .tell('offset-committed', { by: broker }, { partition: 0, offset: order, group: 1 })
    .deliver({ ...reply, to: orders })
    .tell('state-changed', { by: orders, order }, { machine: machines.saga, from: 1, to: 3 })
    .tell('order-ended', { by: orders, order }, { outcome: 0 })
    .tell('offset-committed', { by: broker }, { partition: 2, offset: order, group: 0 });
}
