/** Random faults of every kind, for worlds of any shape. */
import type { Fault, FaultEffect, Scenario } from '../../src/scenario/index.ts';
import { legs } from '../../src/trace/index.ts';
import type { Seeded } from './seeded.ts';

type Kind = FaultEffect['kind'];

const kinds: readonly Kind[] = [
  ...(['crash', 'slow', 'lose', 'delay', 'duplicate', 'poison', 'spike'] as const),
  ...(['kill-node', 'isolate-node', 'pause', 'block-poll', 'rebalance'] as const),
  ...(['add-partitions', 'set', 'scale', 'attach'] as const),
];

const changes: readonly (readonly [string, readonly (number | boolean | string)[]])[] = [
  ['retention.ms', [1000, 4000]],
  ['linger.ms', [0, 50]],
  ['max.poll.records', [1, 10]],
];

/** Up to five kinds of faults, each up to twice. A reader that is not attached from the beginning is attached at some time. */
export function drawFaults(scenario: Scenario, draw: Seeded): Fault[] {
  const several = draw.whole(0, 5);
  // A single node has no others from which it could be cut off.
  const possible = kinds.filter((kind) => kind !== 'isolate-node' || scenario.broker.nodes > 1);
  const drawn = Array.from({ length: several }, () => draw.pick(possible));
  const faults = drawn.flatMap((kind) =>
    Array.from({ length: draw.whole(1, 2) }, () => fault(kind, scenario, draw)),
  );
  const late = scenario.readers.filter(({ attached }) => !attached);
  const attaching = late.map(({ id }): Fault => ({
    when: { atMs: draw.whole(500, 8000) },
    target: { service: id },
    effect: { kind: 'attach' },
  }));
  return [...faults.filter(({ effect }) => effect.kind !== 'attach'), ...attaching];
}

function fault(kind: Kind, scenario: Scenario, draw: Seeded): Fault {
  const when = { atMs: draw.whole(200, 9000) };
  const service = draw.pick(scenario.services).id;
  const group = draw.pick([...scenario.services, ...scenario.readers]).id;
  const span = draw.pick([300, 2000, 7000, 12_000]);
  switch (kind) {
    case 'crash':
      return { when, target: { service }, effect: { kind, restartAfterMs: span } };
    case 'slow':
      return {
        when,
        target: { service },
        effect: { kind, factor: draw.whole(2, 20), forMs: span },
      };
    case 'lose':
      return {
        when: { nth: draw.whole(1, 20) },
        target: { leg: draw.pick(legs) },
        effect: { kind },
      };
    case 'delay':
      return {
        when: { nth: draw.whole(1, 20) },
        target: { leg: draw.pick(legs) },
        effect: { kind, byMs: span },
      };
    case 'duplicate':
    case 'poison':
      return { when: { nth: draw.whole(1, 10) }, target: { service }, effect: { kind } };
    case 'spike':
      return { when, target: {}, effect: { kind, orders: draw.whole(5, 15), everyMs: 5 } };
    case 'pause':
    case 'cut-off':
    case 'block-poll':
      return { when, target: { service: group }, effect: { kind, forMs: span } };
    case 'rebalance':
      return { when, target: { service: group }, effect: { kind } };
    case 'scale':
      return { when, target: { service: group }, effect: { kind, instances: draw.whole(1, 3) } };
    case 'attach':
      return { when, target: { service: group }, effect: { kind } };
    default:
      return brokerFault(kind, scenario, draw);
  }
}

function brokerFault(
  kind: 'kill-node' | 'isolate-node' | 'add-partitions' | 'set',
  { broker }: Scenario,
  draw: Seeded,
): Fault {
  const when = { atMs: draw.whole(200, 9000) };
  const node = draw.whole(0, broker.nodes - 1);
  const span = draw.pick([500, 4000, 9000]);
  const topic = draw.pick(broker.topics);
  if (kind === 'kill-node') {
    const disk = draw.chance(1, 4) ? 'lost' : 'kept';
    return { when, target: { node }, effect: { kind, restartAfterMs: span, disk } };
  }
  if (kind === 'isolate-node') return { when, target: { node }, effect: { kind, forMs: span } };
  if (kind === 'add-partitions') {
    const count = Math.min(topic.maxPartitions, topic.partitions + draw.whole(1, 2));
    return { when, target: { topic: topic.id }, effect: { kind, count } };
  }
  const [setting, values] = draw.pick(changes);
  return { when, target: {}, effect: { kind, setting, value: draw.pick(values) } };
}
