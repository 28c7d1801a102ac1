/** A small world for hand-made traces: four services, one topic of facts in two partitions, one of dead letters. */
import type {
  BusinessPromise,
  Scenario,
  Service,
  Settings,
  Step,
  Workload,
} from '../../src/scenario/index.ts';
import type { Actor, Cast, CastService, MessageType, Style } from '../../src/trace/index.ts';

const serviceNames = ['Order', 'Payment', 'Inventory', 'Shipping'] as const;

function actor(name: string, kind: Actor['kind'], service: number, instance = 0): Actor {
  return { id: name.toLowerCase().replaceAll(' ', '-'), name, kind, service, instance };
}

const actors: readonly Actor[] = [
  actor('Client', 'client', -1),
  actor('Broker', 'broker', -1),
  actor('Outside', 'outside', -1),
  actor('Order', 'service', 0),
  actor('Payment', 'service', 1),
  actor('Payment relay', 'relay', 1),
  actor('Inventory', 'service', 2),
  actor('Shipping', 'service', 3),
  actor('Shipping 2', 'service', 3, 1),
];

/** Actors that only some worlds have: they come last, so that the others keep their places. */
const spares: readonly Actor[] = [
  actor('Audit', 'service', 4),
  actor('Broker 2', 'broker', -1, 1),
  actor('Broker 3', 'broker', -1, 2),
];
const broker = 1;

const eventType = (name: string, step: number, sender: number): MessageType => ({
  name,
  kind: 'event',
  step,
  topic: 0,
  sender,
});

const types: readonly MessageType[] = [
  { name: 'PlaceOrder', kind: 'command', step: -1, topic: -1, sender: -1 },
  eventType('OrderPlaced', -1, 0),
  eventType('CardCharged', 0, 1),
  eventType('CardRefunded', 0, 1),
  eventType('StockReserved', 1, 2),
  eventType('StockRefused', 1, 2),
  eventType('OrderShipped', 2, 3),
  { name: 'ShipOrder', kind: 'command', step: 2, topic: 0, sender: 0 },
];

const hears: readonly (readonly string[])[] = [
  ['PlaceOrder', 'CardCharged', 'CardRefunded', 'StockReserved', 'StockRefused', 'OrderShipped'],
  ['OrderPlaced', 'StockRefused'],
  ['CardCharged'],
  ['StockReserved', 'ShipOrder'],
];

const services: readonly CastService[] = serviceNames.map((name, index) => ({
  id: name.toLowerCase(),
  name,
  instances: actors.flatMap((each, at) =>
    each.service === index && each.kind === 'service' ? [at] : [],
  ),
  relay: index === 1 ? 5 : -1,
  group: index,
  hears: (hears[index] ?? []).map((type) => types.findIndex((each) => each.name === type)),
  says: types.flatMap((type, at) => (type.sender === index ? [at] : [])),
  owner: index === 0,
  started: index === 3 ? 2 : 1,
  reader: false,
}));

const audit: CastService = {
  ...{ id: 'audit', name: 'Audit', instances: [9], relay: -1, group: 4, hears: [], says: [] },
  ...{ owner: false, started: 1, reader: true },
};

const states = ['idle', 'working', 'done', 'undone'];
/** The rules judge rows, not what a machine may do. */
const unmoved = { entries: [], moves: [] };

/** What a test may choose of the cast. */
export interface Shape {
  /** How many nodes keep each partition of the topic of facts. */
  readonly copies?: 1 | 3;
  /** Whether Audit reads the facts. */
  readonly reader?: boolean;
  readonly isCompacted?: boolean;
  /** Whether Shipping is a share group. */
  readonly isShare?: boolean;
}

/** The names of the hand-made world. */
export function castOf(
  style: Style,
  { copies = 1, reader = false, isCompacted = false, isShare = false }: Shape = {},
): Cast {
  const nodes = copies === 1 ? [broker] : [broker, 10, 11];
  const all = reader ? [...services, audit] : services;
  return {
    style,
    actors: [...actors, ...spares],
    services: all,
    types,
    topics: [
      {
        ...{ id: 'orders.events', carries: 'events', partitions: 2, firstPartition: 0 },
        ...{ maxPartitions: 2, isCompacted },
      },
      {
        ...{ id: 'orders.dead-letters', carries: 'dead-letters', partitions: 1, firstPartition: 2 },
        ...{ maxPartitions: 1, isCompacted: false },
      },
    ],
    partitions: [
      { topic: 0, partition: 0, replicas: nodes },
      { topic: 0, partition: 1, replicas: nodes },
      { topic: 1, partition: 0, replicas: [broker] },
    ],
    nodes,
    groups: all.map((service, index) => ({
      id: service.id,
      service: index,
      partitions: [0, 1],
      isShare: isShare && service.id === 'shipping',
    })),
    machines: [
      {
        id: 'client',
        role: 'client',
        service: -1,
        states: ['placing', 'pending'],
        initial: 0,
        ...unmoved,
      },
      { id: 'payment', role: 'entity', service: 1, states, initial: 0, ...unmoved },
      { id: 'shipping', role: 'entity', service: 3, states, initial: 0, ...unmoved },
      {
        id: 'shipping-consumer',
        role: 'consumer',
        service: 3,
        states: ['polling', 'working', 'crashed'],
        initial: 0,
        ...unmoved,
      },
      { id: 'caller', role: 'caller', service: 0, states, initial: 0, ...unmoved },
    ],
    steps: [
      { id: 'payment', service: 1, effect: 'ledger', reach: 'local', undoable: true },
      { id: 'inventory', service: 2, effect: 'stock', reach: 'local', undoable: false },
      { id: 'shipping', service: 3, effect: 'deed', reach: 'external', undoable: false },
      { id: 'greeting', service: 3, effect: 'none', reach: 'local', undoable: false },
    ],
    initialStock: 5,
  };
}

const stepOf = (id: string, service: string, done: string): Step => ({
  id,
  service,
  after: [],
  command: 'DoIt',
  done,
  work: { minMs: 1, maxMs: 1 },
  refusal: { in: 0, of: 1 },
  failure: { in: 0, of: 1 },
  retry: { attempts: 3, backoffMs: 100, factor: 2 },
});

/** What a test may choose of the scenario. */
export interface Choices {
  readonly promises?: readonly BusinessPromise[];
  readonly settings?: Settings;
  /** The delivery of Shipping; the others deliver at least once. */
  readonly delivery?: 'at-least-once' | 'at-most-once';
  /** How Shipping and Audit hand records to their handlers. */
  readonly handling?: Service['handling'];
  readonly key?: Workload['key'];
  readonly topicSettings?: Settings;
  /** Whether Audit reads from the beginning. */
  readonly attached?: boolean;
}

function serviceOf(name: string, { delivery, handling }: Choices): Service {
  const isShipping = name === 'Shipping';
  return {
    id: name.toLowerCase(),
    name,
    instances: 1,
    maxInstances: 2,
    delivery: isShipping && delivery !== undefined ? delivery : 'at-least-once',
    handling: isShipping && handling !== undefined ? handling : 'in-turn',
    inbox: true,
    outbox: name === 'Payment',
    relayPollMs: 10,
    threads: 1,
    transactional: false,
    group: 'consumer',
    settings: {},
  };
}

const calls = { deadlineMs: 1000, attempts: 1, backoffMs: 0 };

function workloadOf(key: Workload['key']): Workload {
  return {
    orders: 3,
    arrivals: { kind: 'steady', everyMs: 100 },
    price: { min: 2400, max: 2400 },
    quantity: { min: 1, max: 1 },
    key,
    customers: 1,
    hotCustomer: { in: 0, of: 1 },
    salt: 1,
    recordBytes: 1000,
    stock: 5,
    client: calls,
    calls,
  };
}

/** The scenario of the hand-made world. */
export function scenarioOf(choices: Choices = {}): Scenario {
  const { promises = [], settings = {}, topicSettings = {}, key = 'order' } = choices;
  return {
    baton: 1,
    title: 'Hand-made',
    summary: 'Told by hand.',
    seed: 1,
    styles: ['choreography'],
    broker: {
      profile: 'kafka',
      nodes: 1,
      settings,
      topics: [
        {
          ...{ id: 'orders.events', partitions: 2, carries: 'events', maxPartitions: 2 },
          ...{ replicas: 1, tombstones: ['CardRefunded'], settings: topicSettings },
        },
      ],
    },
    network: { latency: { minMs: 1, maxMs: 1 }, loss: { in: 0, of: 1 } },
    services: serviceNames.map((name) => serviceOf(name, choices)),
    readers: [
      {
        ...{ id: 'audit', name: 'Audit', topics: ['orders.events'], instances: 1 },
        ...{ maxInstances: 1, attached: choices.attached ?? true, work: { minMs: 1, maxMs: 1 } },
        ...{ delivery: 'at-least-once', handling: choices.handling ?? 'in-turn' },
        ...{ group: 'consumer', settings: {} },
      },
    ],
    flow: {
      owner: 'order',
      placed: 'OrderPlaced',
      steps: [
        stepOf('payment', 'payment', 'CardCharged'),
        stepOf('inventory', 'inventory', 'StockReserved'),
        stepOf('shipping', 'shipping', 'OrderShipped'),
        stepOf('greeting', 'shipping', 'Hello'),
      ],
    },
    workload: workloadOf(key),
    faults: [],
    promises,
  };
}
