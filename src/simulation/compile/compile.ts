/** Compiles a checked scenario into the world of one style. */
import type { AnyStateMachine } from 'xstate';
import type { Reader, Scenario, Service, Topic } from '../../scenario/index.ts';
import { chartOf, clientMachine, consumerMachine } from '../../services/index.ts';
import type {
  Actor,
  Cast,
  CastGroup,
  CastMachine,
  CastService,
  CastStep,
  CastTopic,
  MessageType,
  Style,
} from '../../trace/index.ts';
import { ownerDraft, stepDrafts, typeDrafts, type Draft, type TypeDraft } from './drafts.ts';
import { lookupsOf } from './lookups.ts';
import { brokerActor, type MachinePlan, type Plan, type ServicePlan } from './plan.ts';
import { placing } from './roles.ts';

/** The topic that carries a type of message: one that names it, else the one for all others of its kind. */
function routeOf({ broker }: Scenario, { name, carries }: TypeDraft): Topic | undefined {
  const fitting = broker.topics.filter((topic) => topic.carries === carries);
  return (
    fitting.find((topic) => topic.messages?.includes(name)) ??
    fitting.find((topic) => topic.messages === undefined)
  );
}

function topicsOf(scenario: Scenario, types: readonly TypeDraft[]): CastTopic[] {
  const routed = new Set(types.map((type) => routeOf(scenario, type)?.id));
  const used = scenario.broker.topics.filter((topic) => routed.has(topic.id));
  const letters = scenario.services.some((service) => service.deadLetter !== undefined)
    ? used.map((topic) => ({
        ...topic,
        id: `${topic.id}.dead-letters`,
        partitions: 1,
        maxPartitions: 1,
        settings: { ...topic.settings, 'cleanup.policy': 'delete' },
        carries: 'dead-letters' as const,
      }))
    : [];
  let firstPartition = 0;
  return [...used, ...letters].map(({ id, carries, partitions, ...rest }) => {
    const maxPartitions = Math.max(partitions, rest.maxPartitions);
    const policy =
      rest.settings['cleanup.policy'] ?? scenario.broker.settings['cleanup.policy'] ?? 'delete';
    const isCompacted = policy === 'compact';
    const topic = { id, carries, partitions, maxPartitions, firstPartition, isCompacted };
    firstPartition += maxPartitions;
    return topic;
  });
}

/** Partition by partition, the leaders go round the nodes, as Kafka places them. */
function castPartitions(
  scenario: Scenario,
  topics: readonly CastTopic[],
  nodes: readonly number[],
): Cast['partitions'] {
  // Dead letters are not stated: they are kept as well as anything else.
  const most = Math.max(1, ...scenario.broker.topics.map(({ replicas }) => replicas));
  return topics.flatMap((topic, index) => {
    const stated = scenario.broker.topics.find((each) => each.id === topic.id);
    const copies = Math.min(nodes.length, stated?.replicas ?? most);
    return Array.from({ length: topic.maxPartitions }, (_, partition) => ({
      topic: index,
      partition,
      replicas: Array.from(
        { length: copies },
        (_each, copy) => nodes[(partition + copy) % nodes.length] ?? brokerActor,
      ),
    }));
  });
}

function actorsOf(scenario: Scenario, relays: ReadonlySet<string>): Actor[] {
  const actors: Actor[] = [
    { id: 'client', name: 'Client', kind: 'client', service: -1, instance: 0 },
    {
      id: 'broker',
      name: scenario.broker.nodes === 1 ? 'Broker' : 'Broker 1',
      kind: 'broker',
      service: -1,
      instance: 0,
    },
    { id: 'outside', name: 'Outside party', kind: 'outside', service: -1, instance: 0 },
  ];
  [...scenario.services, ...scenario.readers].forEach((service, index) => {
    const most = Math.max(service.instances, service.maxInstances);
    for (let instance = 0; instance < most; instance++) {
      const suffix = most === 1 ? '' : `-${instance + 1}`;
      actors.push({
        id: `${service.id}${suffix}`,
        name: `${service.name}${suffix.replace('-', ' ')}`,
        kind: 'service',
        service: index,
        instance,
      });
    }
    if (relays.has(service.id))
      actors.push({
        id: `${service.id}-relay`,
        name: `${service.name} relay`,
        kind: 'relay',
        service: index,
        instance: 0,
      });
  });
  for (let node = 1; node < scenario.broker.nodes; node++)
    actors.push({
      id: `broker-${node + 1}`,
      name: `Broker ${node + 1}`,
      kind: 'broker',
      service: -1,
      instance: node,
    });
  return actors;
}

/** Gives every name its index. */
class Places {
  readonly services: ReadonlyMap<string, number>;
  readonly types: ReadonlyMap<string, number>;
  readonly steps: ReadonlyMap<string, number>;

  constructor(scenario: Scenario, types: readonly TypeDraft[]) {
    this.services = indexOf(scenario.services.map((service) => service.id));
    this.types = indexOf(types.map((type) => type.name));
    this.steps = indexOf(scenario.flow.steps.map((step) => step.id));
  }

  /** Indexes of message types. */
  typesOf(names: readonly string[]): number[] {
    return names.map((name) => place(this.types, name));
  }
}

function indexOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}

function place(index: ReadonlyMap<string, number>, name: string): number {
  const found = index.get(name);
  if (found === undefined)
    throw new Error(`the scenario was not checked: nothing is named ${name}`);
  return found;
}

function castTypes(
  scenario: Scenario,
  drafts: readonly TypeDraft[],
  topics: readonly CastTopic[],
  places: Places,
): MessageType[] {
  return drafts.map((draft) => ({
    name: draft.name,
    kind: draft.kind,
    step: draft.step === undefined ? -1 : place(places.steps, draft.step),
    topic: topics.findIndex((topic) => topic.id === routeOf(scenario, draft)?.id),
    sender: draft.sender === undefined ? -1 : place(places.services, draft.sender),
  }));
}

function groupsOf(
  scenario: Scenario,
  drafts: readonly Draft[],
  types: readonly MessageType[],
  topics: readonly CastTopic[],
  places: Places,
): CastGroup[] {
  return scenario.services.flatMap((service, index) => {
    const heard = drafts
      .filter((draft) => draft.service === service.id)
      .flatMap((draft) => places.typesOf(draft.hears));
    const wanted = new Set(
      heard.map((type) => types[type]?.topic).filter((topic) => topic !== undefined && topic >= 0),
    );
    const partitions = [...wanted]
      .toSorted((a, b) => (a ?? 0) - (b ?? 0))
      .flatMap((topic) => partitionsOf(topics[topic ?? 0]));
    return partitions.length === 0
      ? []
      : [{ id: service.id, service: index, partitions, isShare: service.group === 'share' }];
  });
}

/** The groups of readers: what a style has of their topics. */
function readerGroups({ readers, services }: Scenario, topics: readonly CastTopic[]): CastGroup[] {
  return readers.flatMap((reader, index) => {
    const partitions = topics
      .filter((topic) => reader.topics.includes(topic.id))
      .flatMap((topic) => partitionsOf(topic));
    return partitions.length === 0
      ? []
      : [
          {
            ...{ id: reader.id, service: services.length + index, partitions },
            isShare: reader.group === 'share',
          },
        ];
  });
}

function partitionsOf(topic: CastTopic | undefined): number[] {
  return topic === undefined
    ? []
    : Array.from(
        { length: topic.maxPartitions },
        (_, partition) => topic.firstPartition + partition,
      );
}

function machinesOf(
  drafts: readonly Draft[],
  groups: readonly CastGroup[],
  client: AnyStateMachine,
  places: Places,
): CastMachine[] {
  const own = drafts.map((draft) => ({
    id: draft.id,
    role: draft.role,
    service: place(places.services, draft.service),
    ...chartOf(draft.logic),
  }));
  const consumers = groups.map((group) => ({
    id: `${group.id}-consumer`,
    role: 'consumer' as const,
    service: group.service,
    ...chartOf(consumerMachine),
  }));
  return [...own, ...consumers, { id: 'client', role: 'client', service: -1, ...chartOf(client) }];
}

function planMachines(drafts: readonly Draft[], places: Places): MachinePlan[] {
  return drafts.map((draft, index) => ({
    index,
    logic: draft.logic,
    role: draft.role,
    step: draft.step === undefined ? -1 : place(places.steps, draft.step),
    hears: places.typesOf(draft.hears),
    says: places.typesOf(draft.says),
  }));
}

function hearersOf(machines: readonly MachinePlan[], types: number): ServicePlan['hearers'] {
  return Array.from({ length: types }, (_, type) => {
    const hearing = machines.filter(({ hears }) => hears.includes(type));
    return hearing.length === 0 ? undefined : hearing;
  });
}

/** The world of one style, ready to run. Expects a scenario that was checked. */
export function compile(scenario: Scenario, style: Style): Plan {
  const drafts = [...stepDrafts(scenario, style), ownerDraft(scenario, style)];
  const typed = typeDrafts(scenario, style);
  const places = new Places(scenario, typed);
  const topics = topicsOf(scenario, typed);
  const types = castTypes(scenario, typed, topics, places);
  const overTopics = (name: string) => (types[place(places.types, name)]?.topic ?? -1) >= 0;
  const publishers = new Set(
    drafts.filter((draft) => draft.says.some(overTopics)).map((draft) => draft.service),
  );
  const actors = actorsOf(scenario, publishers);
  const nodes = actors.flatMap(({ kind }, at) => (kind === 'broker' ? [at] : []));
  const groups = [
    ...groupsOf(scenario, drafts, types, topics, places),
    ...readerGroups(scenario, topics),
  ];
  const client = clientOf(scenario);
  const machines = machinesOf(drafts, groups, client, places);
  const planned = planMachines(drafts, places);
  const readers = scenario.readers.map((reader) => readerService(reader));
  const services = [...scenario.services, ...readers].map((settings, index): ServicePlan => {
    const own = planned.filter((machine) => machines[machine.index]?.service === index);
    const group = groups.findIndex((candidate) => candidate.service === index);
    const reader = scenario.readers[index - scenario.services.length];
    return {
      index,
      settings,
      reader,
      machines: own,
      hearers: hearersOf(own, types.length),
      instances: actors.flatMap((actor, at) =>
        actor.kind === 'service' && actor.service === index ? [at] : [],
      ),
      relay: actors.findIndex((actor) => actor.kind === 'relay' && actor.service === index),
      group,
      isShare: groups[group]?.isShare === true,
      consumer: group < 0 ? -1 : drafts.length + group,
    };
  });
  const owner = place(places.services, scenario.flow.owner);
  const cast: Cast = {
    style,
    actors,
    services: services.map((service) => castService(service, owner)),
    types,
    topics,
    partitions: castPartitions(scenario, topics, nodes),
    nodes,
    groups,
    machines,
    steps: castSteps(scenario, places),
    initialStock: scenario.workload.stock ?? -1,
  };
  return {
    scenario,
    cast,
    services,
    client: { logic: client, index: machines.length - 1 },
    owner,
    placing: place(places.types, placing),
    typeByName: places.types,
    ...lookupsOf(scenario, cast, services, places.types),
    deadLetters: topics.map((topic) =>
      topics.findIndex(
        (other) => other.carries === 'dead-letters' && other.id === `${topic.id}.dead-letters`,
      ),
    ),
  };
}

function castSteps({ flow }: Scenario, places: Places): CastStep[] {
  return flow.steps.map((step) => ({
    id: step.id,
    service: place(places.services, step.service),
    effect: step.effect?.kind ?? 'none',
    reach: step.effect?.reach ?? 'local',
    undoable: step.compensation !== undefined,
  }));
}

/** A reader seen as a service: its process has a consumer, and nothing else of a service. */
function readerService(reader: Reader): Service {
  const { id, name, instances, maxInstances, delivery, handling, group, settings } = reader;
  return {
    ...{ id, name, instances, maxInstances, delivery, handling, group, settings },
    ...{ inbox: false, outbox: false, transactional: false, relayPollMs: 1, threads: 8 },
  };
}

function clientOf({ workload }: Scenario): AnyStateMachine {
  const { deadlineMs, backoffMs, attempts } = workload.client;
  return clientMachine({
    deadlineMicros: deadlineMs * 1000,
    backoffMicros: backoffMs * 1000,
    attempts,
  });
}

function castService(service: ServicePlan, owner: number): CastService {
  const unique = (lists: readonly (readonly number[])[]) =>
    [...new Set(lists.flat())].toSorted((a, b) => a - b);
  return {
    id: service.settings.id,
    name: service.settings.name,
    instances: service.instances,
    relay: service.relay,
    started: service.settings.instances,
    reader: service.reader !== undefined,
    group: service.group,
    hears: unique(service.machines.map((machine) => machine.hears)),
    says: unique(service.machines.map((machine) => machine.says)),
    owner: service.index === owner,
  };
}
