/** On which terms each rule of the engine says anything: conditions on the scenario as the run begins. */
import type { BrokerSettingName } from '../../scenario/index.ts';
import type { Ground } from './invariant.ts';

/** A condition on the configuration, and whether it is met. */
interface Precondition {
  readonly words: string;
  readonly isMet: boolean;
}

const always: Precondition = { words: 'None: it holds in every configuration.', isMet: true };

type Condition = (ground: Ground) => Precondition;

function condition(words: string, isMet: (ground: Ground) => boolean): Condition {
  return (ground) => ({ words, isMet: isMet(ground) });
}

/** Whether the clients of some process that says something have a setting. */
function someSender({ cast }: Ground, of: (service: number) => boolean): boolean {
  return cast.services.some(({ says }, service) => says.length > 0 && of(service));
}

/** Whether some consumer group of a log fulfils a condition. */
function someGroup({ cast }: Ground, of: (group: number) => boolean): boolean {
  return cast.groups.some(({ isShare }, group) => !isShare && of(group));
}

const isReplicated = ({ cast }: Ground): boolean =>
  cast.partitions.some(({ replicas }) => replicas.length > 1);

const replicated = condition('Some partition has several replicas.', isReplicated);

const settingOf = (ground: Ground, service: number, name: BrokerSettingName): unknown =>
  ground.accounts.clients.of(service, name);

const safe = condition(
  'Some partition has several replicas, and its topic min.insync.replicas ≥ 2 without unclean elections; acks=all.',
  (ground) =>
    ground.cast.partitions.some(({ replicas }, partition) => {
      const { clients } = ground.accounts;
      return (
        replicas.length > 1 &&
        Number(clients.ofPartition(partition, 'min.insync.replicas')) >= 2 &&
        clients.ofPartition(partition, 'unclean.leader.election.enable') !== true
      );
    }) && someSender(ground, (service) => settingOf(ground, service, 'acks') === 'all'),
);

const allAcks = condition(
  'Some partition has several replicas, and some producer acks=all.',
  (ground) =>
    isReplicated(ground) &&
    someSender(ground, (service) => settingOf(ground, service, 'acks') === 'all'),
);

const isIdempotent = (ground: Ground): boolean =>
  ground.cast.actors.some((_, actor) => ground.accounts.clients.isIdempotent(actor));

const idempotent = condition(
  'Some producer is idempotent: enable.idempotence, acks=all, retries > 0, at most 5 requests in flight.',
  isIdempotent,
);

const orderedSender = condition(
  'Some producer is idempotent, or has max.in.flight.requests.per.connection=1.',
  (ground) =>
    isIdempotent(ground) ||
    someSender(
      ground,
      (service) => settingOf(ground, service, 'max.in.flight.requests.per.connection') === 1,
    ),
);

const transactional = condition('Some service is transactional.', ({ scenario }) =>
  scenario.services.some((service) => service.transactional),
);

const readCommitted = condition(
  'Some service is transactional, and some group has isolation.level=read_committed.',
  (ground) =>
    ground.scenario.services.some((service) => service.transactional) &&
    someGroup(
      ground,
      (group) =>
        ground.accounts.clients.readsCommitted(ground.cast.groups[group]?.service ?? -1) === true,
    ),
);

const sharing = condition('Some group shares its partitions.', ({ cast }) =>
  cast.groups.some(({ isShare }) => isShare),
);

const delivering = (delivery: 'at-least-once' | 'at-most-once'): Condition =>
  condition(
    `Some group delivers ${delivery.replaceAll('-', ' ')}, with enable.auto.commit=false and handling in turn.`,
    (ground) =>
      someGroup(ground, (group) => {
        const { clients } = ground.accounts;
        const service = clients.serviceOfGroup(group);
        const inTurn = service?.handling === 'in-turn';
        return service?.delivery === delivery && inTurn && !clients.commitsByItself(group);
      }),
  );

const inTurn = condition('Some group handles its records in turn.', (ground) =>
  someGroup(
    ground,
    (group) => ground.accounts.clients.serviceOfGroup(group)?.handling === 'in-turn',
  ),
);

const consumerGroup = condition('Some consumer group reads a topic.', (ground) =>
  someGroup(ground, () => true),
);

const relay = condition('Some service has an outbox.', ({ cast }) =>
  cast.services.some((service) => service.relay >= 0),
);

const compacted = condition('Some topic is compacted.', ({ cast }) =>
  cast.topics.some(({ isCompacted }) => isCompacted),
);

const table: Readonly<Record<string, Condition>> = {
  ...{ L1: replicated, R1: replicated, R2: replicated, R3: replicated, R4: replicated },
  ...{ R5: allAcks, R6: safe, R7: replicated, R8: safe, R10: replicated },
  ...{ P1: idempotent, P3: idempotent, P4: transactional, P7: readCommitted, L5: orderedSender },
  ...{ G1: consumerGroup, G2: consumerGroup, G3: inTurn, G5: consumerGroup, G6: consumerGroup },
  ...{ G9: delivering('at-least-once'), G10: delivering('at-most-once'), G11: inTurn },
  ...{ G7: consumerGroup, G8: consumerGroup, G12: consumerGroup, G16: consumerGroup },
  ...{ M1: consumerGroup, M2: consumerGroup, K5: consumerGroup },
  ...{ O1: relay, O4: relay, K2: compacted },
  K6: condition('Some service has an inbox.', ({ scenario }) =>
    scenario.services.some(({ inbox }) => inbox),
  ),
  ...{ G15: sharing, G17: sharing },
  L4: condition('Records have whole keys: key is not none, and salt is 1.', ({ accounts }) => {
    return accounts.keys.isWhole;
  }),
  L6: condition('Records have no key.', ({ scenario }) => scenario.workload.key === 'none'),
  L8: condition(
    'Some partition has several replicas, or some group isolation.level=read_committed.',
    (ground) => isReplicated(ground) || readCommitted(ground).isMet,
  ),
  X3: condition('The style is choreography.', ({ cast }) => cast.style === 'choreography'),
  SG3: condition(
    'Some step can be undone; no process crashed, and nothing was repeated.',
    (ground) => ground.cast.steps.some(({ undoable }) => undoable),
  ),
};

/** On which terms a rule says anything. */
export function preconditionOf(id: string, ground: Ground): Precondition {
  return table[id]?.(ground) ?? always;
}
