/** Random scenarios that are valid: every field of the format appears, with and without its default. */
import fc from 'fast-check';
import type { Fault, Reader, Scenario, Service, Step, Topic } from '../../src/scenario/index.ts';
import { legs, moments, points, styles } from '../../src/trace/index.ts';

const upTo = (max: number, min = 0) => fc.integer({ min, max });
const label = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => /^[^\p{C}\p{Z}]+$/u.test(text) && [...text].length <= 80);
const range = (max: number, min = 0) =>
  fc.tuple(upTo(max, min), upTo(max, min)).map(([one, other]) => ({
    min: Math.min(one, other),
    max: Math.max(one, other),
  }));
const span = range(86_400_000).map(({ min, max }) => ({ minMs: min, maxMs: max }));
const chance = range(1_000, 1).map(({ min, max }) => ({ in: min - 1, of: max }));
const calls = fc.record({
  deadlineMs: upTo(9_000, 1),
  attempts: upTo(100, 1),
  backoffMs: upTo(9_000),
});

const settings = fc.record(
  {
    'session.timeout.ms': upTo(90_000, 4_000),
    'request.timeout.ms': upTo(90_000, 100),
    'enable.idempotence': fc.constant(false),
  },
  { requiredKeys: [] },
);

const handling = fc.constantFrom('in-turn', 'handed-off');
const clientSettings = fc.record(
  {
    acks: fc.constantFrom('0', '1', 'all'),
    'isolation.level': fc.constantFrom('read_uncommitted', 'read_committed'),
    'group.instance.id': fc.boolean(),
    'max.poll.records': upTo(900, 1),
  },
  { requiredKeys: [] },
);

/** Members of a share group work in turn, are done when their work is, and do not know some settings. */
function likeItsGroup<T extends Service | Reader>(group: T): T {
  if (group.group === 'consumer') return inTurnAtMostOnce(group);
  const known = Object.entries(group.settings).filter(
    ([name]) => name !== 'isolation.level' && name !== 'group.instance.id',
  );
  const settings = { ...Object.fromEntries(known), 'share.acknowledgement.mode': 'explicit' };
  return { ...group, delivery: 'at-least-once', handling: 'in-turn', settings };
}

/** Threads begin at once, so nothing can be committed before their work. */
function inTurnAtMostOnce<T extends Service | Reader>(group: T): T {
  return group.delivery === 'at-most-once' ? { ...group, handling: 'in-turn' } : group;
}

function service(index: number): fc.Arbitrary<Service> {
  const any: fc.Arbitrary<Service> = fc.record(
    {
      id: fc.constant(`service${index}`),
      name: label,
      instances: upTo(16, 1),
      delivery: fc.constantFrom('at-least-once', 'at-most-once'),
      inbox: fc.boolean(),
      outbox: fc.boolean(),
      relayPollMs: upTo(50, 1),
      threads: upTo(16, 1),
      deadLetter: fc.record({ afterAttempts: upTo(100, 1), backoffMs: upTo(9_000) }),
      maxInstances: fc.constantFrom(0, 16),
      handling,
      transactional: fc.constant(false),
      group: fc.constantFrom('consumer', 'share'),
      settings: clientSettings,
    },
    {
      requiredKeys: [
        ...(['id', 'name', 'instances', 'delivery'] as const),
        ...(['inbox', 'outbox', 'relayPollMs', 'threads'] as const),
        ...(['maxInstances', 'handling', 'transactional', 'group', 'settings'] as const),
      ],
    },
  );
  return any.map(likeItsGroup);
}

const anyReader: fc.Arbitrary<Reader> = fc.record({
  id: fc.constant('report'),
  name: label,
  topics: fc.constantFrom(['all.events'], ['all.events', 'all.replies']),
  instances: upTo(3, 1),
  maxInstances: fc.constantFrom(0, 3),
  attached: fc.boolean(),
  work: span,
  delivery: fc.constantFrom('at-least-once', 'at-most-once'),
  handling,
  group: fc.constantFrom('consumer', 'share'),
  settings: clientSettings,
});
const reader = anyReader.map(likeItsGroup);

function topic(carries: 'events' | 'commands' | 'replies', nodes: number): fc.Arbitrary<Topic> {
  return fc.record({
    id: fc.constant(`all.${carries}`),
    partitions: upTo(9, 1),
    maxPartitions: fc.constantFrom(0, 9),
    replicas: upTo(nodes, 1),
    carries: fc.constant(carries),
    tombstones: fc.constantFrom([], [carries === 'commands' ? 'Do0' : 'Step0Done']),
    settings: fc.record(
      {
        'retention.ms': fc.oneof(fc.constant(-1), upTo(90_000, 1)),
        'unclean.leader.election.enable': fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  });
}

const cluster = upTo(5, 1).chain((nodes) =>
  fc.record({
    profile: fc.constant('kafka' as const),
    nodes: fc.constant(nodes),
    settings,
    topics: fc.tuple(topic('events', nodes), topic('commands', nodes), topic('replies', nodes)),
  }),
);

// Every step can refuse and be compensated, so that any order of them is a valid flow.
function step(index: number, services: number): fc.Arbitrary<Step> {
  const earlier = Array.from({ length: index }, (_, each) => `step${each}`);
  const effect = fc.oneof(
    fc.record({
      kind: fc.constantFrom('ledger', 'deed'),
      reach: fc.constant('external'),
      idempotencyKey: fc.boolean(),
    }),
    fc.record({
      kind: index === 0 ? fc.constant('stock') : fc.constantFrom('ledger', 'deed'),
      reach: fc.constant('local'),
      idempotencyKey: fc.constant(false),
    }),
  );
  return fc.record(
    {
      id: fc.constant(`step${index}`),
      service: upTo(services - 1).map((each) => `service${each}`),
      after: fc.subarray(earlier),
      command: fc.constant(`Do${index}`),
      done: fc.constant(`Step${index}Done`),
      refused: fc.constant(`Step${index}Refused`),
      effect,
      compensation: fc.constant({ command: `Undo${index}`, done: `Step${index}Undone` }),
      work: span,
      refusal: chance,
      failure: chance,
      retry: fc.record({ attempts: upTo(6, 1), backoffMs: upTo(200), factor: upTo(10, 1) }),
      timeout: fc.record({ afterMs: upTo(90_000, 1), attempts: upTo(5, 1) }),
    },
    {
      requiredKeys: [
        ...(['id', 'service', 'after', 'command', 'done', 'refused', 'effect'] as const),
        ...(['compensation', 'work', 'refusal', 'failure', 'retry'] as const),
      ],
    },
  );
}

const match = fc.record(
  {
    fromMs: upTo(9_000),
    order: upTo(5, 1),
    step: fc.constant('step0'),
    message: fc.constantFrom('Do0', 'Step0Done', 'OrderPlaced'),
    attempt: upTo(3, 1),
    nth: upTo(3, 1),
  },
  { requiredKeys: [] },
);
const atMs = fc.record({ atMs: upTo(90_000) });
const aService = fc.constant({ service: 'service0' });
const anInstance = fc.constant({ service: 'service0', instance: 0 });
const sides = points
  .slice(0, 6)
  .flatMap((point) => moments.map((moment) => `${moment} ${point}` as const));
const kind = <const Kind extends string>(value: Kind) => fc.record({ kind: fc.constant(value) });

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    when: fc.oneof(
      atMs,
      fc.constantFrom(...sides).map((point) => ({ point })),
    ),
    target: fc.oneof(aService, anInstance),
    effect: fc.record({ kind: fc.constant('crash' as const), restartAfterMs: upTo(9_000, 1) }),
  }),
  fc.record({
    when: atMs,
    target: fc.oneof(aService, anInstance),
    effect: fc.record({
      kind: fc.constant('slow' as const),
      factor: upTo(99, 2),
      forMs: upTo(9_000, 1),
    }),
  }),
  fc.record({
    when: fc.oneof(match, fc.constant({ every: true, order: 1 })),
    target: fc.record({ leg: fc.constantFrom(...legs) }),
    effect: fc.oneof(
      kind('lose'),
      fc.record({ kind: fc.constant('delay' as const), byMs: upTo(9_000, 1) }),
    ),
  }),
  fc.record({ when: match, target: aService, effect: fc.oneof(kind('duplicate'), kind('poison')) }),
  fc.record({
    when: atMs,
    target: fc.constant({}),
    effect: fc.record({
      kind: fc.constant('spike' as const),
      orders: upTo(90, 1),
      everyMs: upTo(90, 1),
    }),
  }),
  fc.record({
    when: atMs,
    target: aService,
    effect: fc.oneof(
      fc.record({ kind: fc.constantFrom('pause', 'block-poll', 'cut-off'), forMs: upTo(9_000, 1) }),
      kind('rebalance'),
      fc.record({ kind: fc.constant('scale' as const), instances: fc.constantFrom(0, 1) }),
    ),
  }),
  fc.record({
    when: atMs,
    target: fc.constantFrom({ node: 0 }, { topic: 'all.events', partition: 0 }),
    effect: fc.record({
      kind: fc.constant('kill-node' as const),
      restartAfterMs: upTo(9_000, 1),
      disk: fc.constantFrom('kept', 'lost'),
    }),
  }),
  fc.record({
    when: atMs,
    target: fc.constantFrom({}, { topic: 'all.events' }),
    effect: fc.record({
      kind: fc.constant('set' as const),
      setting: fc.constant('retention.ms'),
      value: upTo(90_000, 1),
    }),
  }),
);

const ofStep = { step: 'step0' } as const;
const ofSteps = { steps: ['step0'] } as const;
const promiseKinds = [
  { kind: 'at-most-once', ...ofStep },
  { kind: 'exactly-once', ...ofStep },
  { kind: 'completed-means-done', ...ofSteps },
  { kind: 'compensated-means-undone', ...ofSteps },
  { kind: 'nothing-lost' },
  { kind: 'ordered-per-key' },
  { kind: 'every-order-ends' },
  { kind: 'bounded-lag', service: 'service0', records: 7 },
  { kind: 'bounded-age', service: 'service0', ms: 9_000 },
  { kind: 'delivered-within', service: 'service0', ms: 9_000 },
  { kind: 'handled-once', service: 'service0' },
  { kind: 'acknowledged-stays' },
] as const;

const promises = fc
  .tuple(label, fc.subarray([...promiseKinds]))
  .map(([text, kinds]) => kinds.map((each) => ({ id: `promise-${each.kind}`, text, ...each })));

const workload: fc.Arbitrary<Scenario['workload']> = fc.record({
  orders: upTo(9_000, 5),
  arrivals: fc.record({ kind: fc.constantFrom('steady', 'random'), everyMs: upTo(900, 1) }),
  price: range(100_000_000),
  quantity: range(9, 1),
  key: fc.constantFrom('order', 'customer'),
  hotCustomer: chance,
  salt: upTo(64, 1),
  recordBytes: upTo(9_000, 1),
  customers: upTo(99, 1),
  stock: upTo(999),
  client: calls,
  calls,
});

/** Share groups keep no order, and have no rebalance to force. */
function withoutOrder(scenario: Scenario): Scenario {
  const shares = [...scenario.services, ...scenario.readers].some(({ group }) => group === 'share');
  if (!shares) return scenario;
  return {
    ...scenario,
    faults: scenario.faults.filter(({ effect }) => effect.kind !== 'rebalance'),
    promises: scenario.promises.filter(({ kind: each }) => each !== 'ordered-per-key'),
  };
}

const galleryEntry = fc.record({ concept: label, teaches: label, minutes: upTo(120, 1) });

/** Any valid scenario of one to five services and steps. */
export const anyScenario: fc.Arbitrary<Scenario> = fc
  .tuple(upTo(5, 1), upTo(5, 1))
  .chain(([services, steps]) =>
    fc.record({
      baton: fc.constant(1 as const),
      title: label,
      summary: fc.oneof(fc.constant(''), label),
      seed: fc.oneof(fc.constant(1), upTo(2 ** 32 - 1)),
      styles: fc.shuffledSubarray([...styles], { minLength: 1 }),
      broker: cluster,
      network: fc.record({ latency: span, loss: chance }),
      services: fc.tuple(...Array.from({ length: services }, (_, index) => service(index))),
      readers: fc.array(reader, { maxLength: 1 }),
      flow: fc.record({
        owner: fc.constant('service0'),
        placed: fc.constant('OrderPlaced'),
        expired: fc.constant('OrderExpired'),
        steps: fc.tuple(...Array.from({ length: steps }, (_, index) => step(index, services))),
      }),
      workload,
      faults: fc.array(fault, { maxLength: 5 }),
      promises,
    }),
  )
  .chain((scenario) =>
    fc.oneof(
      fc.constant<Scenario>(scenario),
      galleryEntry.map((gallery): Scenario => ({ ...scenario, gallery })),
    ),
  )
  .map(withoutOrder);
