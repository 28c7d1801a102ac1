/** Makes share groups of some consumer groups of a random world. */
import type { Fault, Reader, Scenario, Service, Settings } from '../../src/scenario/index.ts';
import { Seeded } from './seeded.ts';

/** Settings that members of a share group do not know. */
const foreign = ['auto.offset.reset', 'enable.auto.commit', 'isolation.level', 'group.instance.id'];

/** The same world with share groups, in one of five worlds. */
export function withShares(scenario: Scenario, seed: number): Scenario | undefined {
  const draw = new Seeded(seed + 0x5a5a);
  if (!draw.chance(1, 5)) return undefined;
  const services = scenario.services.map((service) =>
    draw.chance(2, 3) ? { ...shared(service, draw), transactional: false } : service,
  );
  const readers = scenario.readers.map((reader) =>
    draw.chance(1, 2) ? shared(reader, draw) : reader,
  );
  const shares = new Set(
    [...services, ...readers].filter(({ group }) => group === 'share').map(({ id }) => id),
  );
  const settings: Settings = {
    ...scenario.broker.settings,
    'group.share.record.lock.duration.ms': draw.pick([1500, 4000, 15_000]),
    'group.share.delivery.count.limit': draw.whole(2, 5),
    'group.share.partition.max.record.locks': draw.pick([1, 4, 2000]),
    'group.share.heartbeat.interval.ms': 1000,
    'group.share.session.timeout.ms': 6000,
  };
  const faults = scenario.faults
    .filter(
      ({ effect, target }) => effect.kind !== 'rebalance' || !shares.has(target.service ?? ''),
    )
    .map((fault) => (draw.chance(1, 2) ? withHost(fault) : fault));
  return { ...scenario, broker: { ...scenario.broker, settings }, services, readers, faults };
}

function shared<T extends Service | Reader>(group: T, draw: Seeded): T {
  const kept = Object.entries(group.settings).filter(([name]) => !foreign.includes(name));
  const settings: Settings = {
    ...Object.fromEntries(kept),
    'share.auto.offset.reset': draw.pick(['earliest', 'earliest', 'latest']),
    'share.isolation.level': draw.pick(['read_uncommitted', 'read_committed']),
    'share.acknowledgement.mode': draw.pick(['implicit', 'explicit']),
    'max.poll.records': draw.pick([1, 3, 500]),
  };
  const instances = draw.whole(1, 4);
  return {
    ...group,
    ...{ group: 'share', delivery: 'at-least-once', handling: 'in-turn' },
    ...{ instances, maxInstances: 4, settings },
  };
}

/** A crash that takes its host along. */
function withHost(fault: Fault): Fault {
  const { effect } = fault;
  return effect.kind === 'crash' ? { ...fault, effect: { ...effect, connections: 'open' } } : fault;
}
