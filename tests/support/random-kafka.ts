/** Random worlds on Kafka: a small flow, and by swarm which features of the broker and its clients exist and what goes wrong with them. */
import { writeScenario, type Scenario } from '../../src/scenario/index.ts';
import { drawFaults } from './random-faults.ts';
import { withShares } from './random-shares.ts';
import { checked } from './runs.ts';
import { Seeded } from './seeded.ts';

/** What a random world can have beyond the plainest one. */
export const features = [
  'replicas',
  'acks',
  'retries without idempotence',
  'batches',
  'transactions',
  'auto-commit',
  'cooperative',
  'assignors',
  'static members',
  'late reader',
  'latest',
  'retention',
  'compaction',
  'read_committed',
  'several instances',
  'other keys',
  'handed off',
  'at most once',
  'small polls',
  'loss',
  'naive',
  'share groups',
] as const;
/** A feature that a world has or has not. */
export type Feature = (typeof features)[number];

/** A random world, and what it was made of. */
export interface RandomKafka {
  readonly scenario: Scenario;
  readonly features: readonly Feature[];
}

type Settings = Record<string, string | number | boolean>;

/** Time-outs that fit a run of some seconds. */
const shortened: Settings = {
  'session.timeout.ms': 6000,
  'heartbeat.interval.ms': 1000,
  'max.poll.interval.ms': 8000,
  'group.initial.rebalance.delay.ms': 100,
  'request.timeout.ms': 1000,
  'delivery.timeout.ms': 10_000,
  'transaction.timeout.ms': 4000,
  'replica.lag.time.max.ms': 2000,
  'broker.session.timeout.ms': 2000,
  'metadata.max.age.ms': 2000,
  'auto.commit.interval.ms': 1000,
  'log.retention.check.interval.ms': 1000,
  'log.cleaner.backoff.ms': 1000,
};

/** What is drawn for one world. */
class World {
  readonly draw: Seeded;
  readonly key: 'order' | 'customer' | 'none';
  readonly #has: ReadonlySet<Feature>;

  constructor(seed: number) {
    this.draw = new Seeded(seed);
    const density = this.draw.whole(1, 4);
    // Share groups are drawn by themselves, so that the other worlds stay what they were.
    const drawn = features.filter((feature) => feature !== 'share groups');
    this.#has = new Set(drawn.filter(() => this.draw.chance(density, 8)));
    this.key = this.pick('other keys', ['order', 'customer', 'none'], 'order');
  }

  /** A compacted topic takes records with keys only. */
  get isCompacted(): boolean {
    return this.has('compaction') && this.key !== 'none';
  }

  get features(): readonly Feature[] {
    return [...this.#has];
  }

  has(feature: Feature): boolean {
    return this.#has.has(feature);
  }

  /** One of these where the feature is there, else what is usual. */
  pick<T>(feature: Feature, values: readonly T[], usual: T): T {
    return this.has(feature) ? this.draw.pick(values) : usual;
  }
}

function producerSettings(world: World): Settings {
  const { draw } = world;
  const acks = world.pick('acks', ['0', '1', 'all'], 'all');
  const isPlain = acks !== 'all' || world.has('retries without idempotence');
  const isTransactional = world.has('transactions');
  return {
    acks: isTransactional ? 'all' : acks,
    'enable.idempotence': isTransactional || !isPlain,
    'linger.ms': world.pick('batches', [0, 5, 20, 100], 0),
    'batch.size': world.pick('batches', [1500, 4000, 16_384], 16_384),
    'max.in.flight.requests.per.connection': world.has('batches') ? draw.whole(1, 5) : 5,
    ...(world.has('batches') && draw.chance(1, 4)
      ? { 'buffer.memory': 20_000, 'max.block.ms': 2000 }
      : {}),
  };
}

function consumerSettings(world: World): Settings {
  const cooperative = world.has('cooperative');
  const strategy = world.pick('assignors', ['range', 'roundrobin', 'sticky'], 'range');
  return {
    'enable.auto.commit': world.has('auto-commit'),
    'partition.assignment.strategy': cooperative ? 'cooperative-sticky' : strategy,
    'group.instance.id': world.has('static members'),
    'isolation.level': world.has('read_committed') ? 'read_committed' : 'read_uncommitted',
    'max.poll.records': world.pick('small polls', [1, 2, 5], 500),
  };
}

function topicSettings(world: World, isCompacted: boolean): Settings {
  const { draw } = world;
  const small = { 'segment.bytes': draw.pick([3000, 8000]), 'segment.ms': 2000 };
  if (isCompacted)
    return {
      ...{ 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': 10, ...small },
      'delete.retention.ms': 1000,
    };
  if (!world.has('retention')) return {};
  return {
    ...small,
    ...(draw.chance(1, 2) ? { 'retention.ms': draw.pick([2000, 6000]) } : {}),
    ...(draw.chance(1, 2) ? { 'retention.bytes': draw.pick([6000, 20_000]) } : {}),
  };
}

function broker(world: World) {
  const { draw } = world;
  const nodes = world.has('replicas') ? draw.whole(2, 3) : 1;
  const replicas = draw.whole(Math.min(2, nodes), nodes);
  const partitions = draw.whole(1, 3);
  const topic = (carries: string) => ({
    id: carries,
    partitions,
    carries,
    replicas,
    maxPartitions: partitions + 2,
    settings: topicSettings(world, carries === 'events' && world.isCompacted),
    ...(carries === 'events' && draw.chance(1, 2) ? { tombstones: ['BetaDone'] } : {}),
  });
  return {
    profile: 'kafka',
    nodes,
    settings: {
      ...shortened,
      ...producerSettings(world),
      ...consumerSettings(world),
      'min.insync.replicas': draw.whole(1, replicas),
      'unclean.leader.election.enable': world.has('replicas') && draw.chance(1, 3),
    },
    topics: ['events', 'commands', 'replies'].map(topic),
  };
}

function services(world: World) {
  const { draw } = world;
  const isSafe = !world.has('naive');
  return ['owner', 'service-a', 'service-b'].map((id) => {
    const transactional = world.has('transactions') && draw.chance(1, 2);
    const handling = world.pick('handed off', ['in-turn', 'handed-off'], 'in-turn');
    // Only who commits by itself, record by record, can commit before the work.
    const canBeFirst = handling === 'in-turn' && !world.has('auto-commit');
    const delivery = world.pick('at most once', ['at-least-once', 'at-most-once'], 'at-least-once');
    const switches = { handling, delivery: canBeFirst ? delivery : 'at-least-once' };
    return {
      ...{ id, name: id, maxInstances: 4, inbox: isSafe, transactional },
      instances: world.has('several instances') ? draw.whole(1, 3) : 1,
      outbox: isSafe && !world.has('transactions'),
      ...(transactional ? { settings: { 'enable.auto.commit': false } } : switches),
      ...(draw.chance(2, 3) ? { deadLetter: { afterAttempts: 3, backoffMs: 200 } } : {}),
    };
  });
}

function readers(world: World) {
  const { draw } = world;
  const reset = world.pick('latest', ['earliest', 'latest', 'none'], 'earliest');
  const late = {
    ...{ id: 'late', name: 'Late', topics: ['events'], attached: !world.has('late reader') },
    ...{ instances: draw.whole(1, 2), maxInstances: 3, work: { minMs: 1, maxMs: 80 } },
    settings: { 'auto.offset.reset': reset },
  };
  return [late];
}

function steps(world: World) {
  return ['Alpha', 'Beta'].map((name, index) => ({
    id: name.toLowerCase(),
    service: index === 0 ? 'service-a' : 'service-b',
    after: index === 0 ? [] : ['alpha'],
    command: `Do${name}`,
    done: `${name}Done`,
    refused: `${name}Refused`,
    effect: { kind: 'deed', reach: 'local' },
    compensation: { command: `Undo${name}`, done: `${name}Undone` },
    work: { minMs: 5, maxMs: world.draw.pick([20, 60, 200]) },
    refusal: { in: 1, of: 12 },
    failure: { in: 1, of: 10 },
    retry: { attempts: 3, backoffMs: 20, factor: 2 },
    // Transactions take their time: too little patience, and asking again and again never ends.
    timeout: { afterMs: world.has('transactions') ? 60_000 : 20_000, attempts: 2 },
  }));
}

/** The world of a seed. Its scenario is one that a file could hold. */
export function randomKafka(seed: number): RandomKafka {
  const world = new World(seed);
  const { draw } = world;
  const said = {
    baton: 1,
    title: `Random world ${seed}`,
    seed,
    styles: ['choreography', 'orchestration'],
    broker: broker(world),
    network: {
      latency: { minMs: 1, maxMs: draw.pick([3, 10, 40]) },
      loss: world.has('loss') ? { in: 1, of: 40 } : { in: 0, of: 1 },
    },
    services: services(world),
    readers: readers(world),
    flow: {
      ...{ owner: 'owner', placed: 'OrderPlaced', expired: 'OrderExpired' },
      steps: steps(world),
    },
    workload: {
      orders: draw.whole(8, 30),
      arrivals: { kind: 'random', everyMs: draw.pick([20, 100, 300]) },
      price: { min: 100, max: 900 },
      key: world.key,
      customers: draw.whole(1, 8),
      hotCustomer: world.has('other keys') ? { in: 1, of: 2 } : { in: 0, of: 1 },
      salt: world.key === 'none' ? 1 : world.pick('other keys', [1, 4], 1),
      client: { deadlineMs: 4000, attempts: 3, backoffMs: 500 },
    },
  };
  const plain = checked(JSON.stringify(said));
  const faulty = checked(writeScenario({ ...plain, faults: drawFaults(plain, draw) }));
  const shared = withShares(faulty, seed);
  const scenario = checked(writeScenario(shared ?? faulty));
  const hasShares = shared === undefined ? [] : (['share groups'] as const);
  return { scenario, features: [...world.features, ...hasShares] };
}
