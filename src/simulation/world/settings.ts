/** The settings of one world, in its units: what is stated nearest counts, else the default. They can be changed while the run goes on; whoever holds an object of them sees the new value. */
import { idempotence, type GroupSettings, type ResetPolicy } from '../../broker/index.ts';
import { millis, present, type Micros, type Scribe } from '../../kernel/index.ts';
import {
  assumedValue,
  brokerSetting,
  type BrokerSettingName,
  type SettingValue,
  type Settings,
} from '../../scenario/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { Plan } from '../compile/plan.ts';

/** What the clients of a service go by: its producers and its consumers. Spans are in µs, sizes in bytes. */
export interface ClientSettings {
  acks: '0' | '1' | 'all';
  isIdempotent: boolean;
  retries: number;
  deliveryTimeout: Micros;
  requestTimeout: Micros;
  retryBackoff: Micros;
  retryBackoffMax: Micros;
  linger: Micros;
  batchBytes: number;
  maxInFlight: number;
  bufferBytes: number;
  maxBlock: Micros;
  transactionTimeout: Micros;
  /** Whether records without a key go by how much waits for each partition. */
  adaptsPartitions: boolean;
  metadataMaxAge: Micros;
  sessionTimeout: Micros;
  heartbeatInterval: Micros;
  maxPollInterval: Micros;
  maxPollRecords: number;
  commitsByItself: boolean;
  autoCommitInterval: Micros;
  resetPolicy: ResetPolicy;
  isolation: 'read_uncommitted' | 'read_committed';
  assignor: 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky';
  isStatic: boolean;
  /** Of members of a share group: where the group begins, what it sees, and whether each record is acknowledged by itself. */
  shareReset: 'earliest' | 'latest';
  shareIsolation: ClientSettings['isolation'];
  isExplicit: boolean;
}

/** What the partitions of a topic go by. Retention and timestamps are in ms, as brokers reckon; -1 means without limit. */
export interface TopicSettings {
  minInSync: number;
  isUncleanAllowed: boolean;
  isCompacted: boolean;
  retentionMs: number;
  retentionBytes: number;
  segmentMs: number;
  segmentBytes: number;
  deleteRetentionMs: number;
  /** From 0 to 1. */
  minCleanableRatio: number;
  minCompactionLagMs: number;
}

/** What the cluster and its coordinators go by. */
export interface NodeSettings {
  initialRebalanceDelay: Micros;
  offsetsRetention: Micros;
  replicaLagMax: Micros;
  nodeSession: Micros;
  retentionCheck: Micros;
  cleanerBackoff: Micros;
  shareHeartbeat: Micros;
  shareSession: Micros;
  lockDuration: Micros;
  deliveryLimit: number;
  maxInFlight: number;
}

type Reader = (name: BrokerSettingName) => SettingValue;

/** Where a changed setting counts: everywhere, for one service, or for one topic. Indexes of the cast. */
export interface SettingPlace {
  readonly service?: number;
  readonly topic?: number;
}

/** What a plan states, reckoned out. */
interface Stated {
  readonly broker: Plan['scenario']['broker'];
  readonly general: ClientSettings;
  readonly node: NodeSettings;
  readonly clients: readonly ClientSettings[];
  readonly topics: readonly TopicSettings[];
}

/** By the services of a plan: a hunt makes thousands of worlds of one plan, and all of them begin alike. */
const stated = new WeakMap<Plan['services'], Stated>();

/** All settings of one world. */
export class WorldSettings {
  readonly #plan: Plan;
  /** What is stated where; made when it is needed. */
  #tables: SettingTables | undefined;
  readonly #carries: readonly Cast['topics'][number]['carries'][];
  #hasChanged = false;
  readonly #clients: readonly ClientSettings[];
  /** By actor: those of its service. */
  readonly #ofActors: readonly ClientSettings[];
  readonly #topics: readonly TopicSettings[];
  /** What a client without a service goes by. */
  readonly general: ClientSettings;
  readonly node: NodeSettings;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#carries = plan.cast.topics.map(({ carries }) => carries);
    const begins = this.#begin(plan);
    this.general = { ...begins.general };
    this.node = { ...begins.node };
    this.#clients = begins.clients.map((each) => ({ ...each }));
    this.#ofActors = plan.cast.actors.map(({ service }) => this.client(service));
    this.#topics = begins.topics.map((each) => ({ ...each }));
  }

  /** What the clients of a service go by; those of the client process, whose service is -1, by what counts everywhere. */
  client(service: number): ClientSettings {
    // An index that no list has makes an engine take every later one for a name.
    return service < 0 ? this.general : (this.#clients[service] ?? this.general);
  }

  /** What the client of a process goes by. */
  ofActor(actor: number): ClientSettings {
    return this.#ofActors[actor] ?? this.general;
  }

  topic(topic: number): TopicSettings {
    return present(this.#topics[topic], 'the settings of a topic');
  }

  /** What the groups' coordinators go by; what members bring along is their own. */
  get group(): GroupSettings {
    return this.node;
  }

  /** Changes a setting from now on. */
  change(name: BrokerSettingName, value: SettingValue, { service, topic }: SettingPlace): void {
    const { general, ofService, ofTopic } = this.#stated;
    if (service !== undefined) ofService[service]?.set(name, value);
    else if (topic !== undefined) ofTopic[topic]?.set(name, value);
    else general.set(name, value);
    this.#hasChanged = true;
    this.#refresh();
  }

  transcribe(scribe: Scribe): void {
    this.#hasChanged = scribe.value(this.#hasChanged);
    if (!this.#hasChanged) return;
    const { general, ofService, ofTopic } = this.#stated;
    for (const table of [general, ...ofService, ...ofTopic]) scribe.map(table);
    this.#refresh();
  }

  /** Whoever holds an object of settings sees its new values. */
  #refresh(): void {
    const { ofService } = this.#stated;
    Object.assign(this.general, clientSettings(this.#reader()));
    Object.assign(this.node, nodeSettings(this.#reader()));
    this.#clients.forEach((each, index) =>
      Object.assign(each, clientSettings(this.#reader(ofService[index]))),
    );
    this.#topics.forEach((each, index) => Object.assign(each, this.#ofTopicNow(index)));
  }

  #begin({ scenario: { broker }, services, cast }: Plan): Stated {
    const known = stated.get(services);
    if (known?.broker === broker) return known;
    const begins: Stated = {
      broker,
      general: clientSettings(this.#reader()),
      node: nodeSettings(this.#reader()),
      clients: this.#stated.ofService.map((own) => clientSettings(this.#reader(own))),
      topics: cast.topics.map((_, index) => this.#ofTopicNow(index)),
    };
    stated.set(services, begins);
    return begins;
  }

  get #stated(): SettingTables {
    return (this.#tables ??= tablesOf(this.#plan));
  }

  /** Dead letters are never compacted away. */
  #ofTopicNow(topic: number): TopicSettings {
    const own = topicSettings(this.#reader(this.#stated.ofTopic[topic]));
    return this.#carries[topic] === 'dead-letters' ? { ...own, isCompacted: false } : own;
  }

  #reader(own?: ReadonlyMap<string, SettingValue>): Reader {
    const { general } = this.#stated;
    return (name) =>
      own?.get(name) ??
      general.get(name) ??
      assumedValue(present(brokerSetting(name), `the setting ${name}`));
  }
}

interface SettingTables {
  readonly general: Map<string, SettingValue>;
  readonly ofService: readonly Map<string, SettingValue>[];
  readonly ofTopic: readonly Map<string, SettingValue>[];
}

function tablesOf({ scenario: { broker }, cast, services }: Plan): SettingTables {
  const table = (settings: Settings) => new Map(Object.entries(settings));
  return {
    general: table(broker.settings),
    ofService: services.map(({ settings }) => table(settings.settings)),
    ofTopic: cast.topics.map((topic) =>
      table(broker.topics.find((each) => each.id === topic.id)?.settings ?? {}),
    ),
  };
}

function clientSettings(value: Reader): ClientSettings {
  const whole = (name: BrokerSettingName) => Number(value(name));
  const span = (name: BrokerSettingName) => millis(whole(name));
  return {
    // Safe: a checked scenario holds one of the setting's words.
    acks: value('acks') as ClientSettings['acks'],
    isIdempotent: idempotence({
      acks: value('acks') as ClientSettings['acks'],
      retries: whole('retries'),
      maxInFlight: whole('max.in.flight.requests.per.connection'),
      stated: value('enable.idempotence') === false ? false : undefined,
    }).isOn,
    retries: whole('retries'),
    // A default that is too short for one request is raised. Source: KafkaProducer#configureDeliveryTimeout.
    deliveryTimeout: millis(
      Math.max(whole('delivery.timeout.ms'), whole('linger.ms') + whole('request.timeout.ms')),
    ),
    requestTimeout: span('request.timeout.ms'),
    retryBackoff: span('retry.backoff.ms'),
    retryBackoffMax: span('retry.backoff.max.ms'),
    linger: span('linger.ms'),
    batchBytes: whole('batch.size'),
    maxInFlight: whole('max.in.flight.requests.per.connection'),
    bufferBytes: whole('buffer.memory'),
    maxBlock: span('max.block.ms'),
    transactionTimeout: span('transaction.timeout.ms'),
    adaptsPartitions: value('partitioner.adaptive.partitioning.enable') === true,
    metadataMaxAge: span('metadata.max.age.ms'),
    sessionTimeout: span('session.timeout.ms'),
    heartbeatInterval: span('heartbeat.interval.ms'),
    maxPollInterval: span('max.poll.interval.ms'),
    maxPollRecords: whole('max.poll.records'),
    commitsByItself: value('enable.auto.commit') === true,
    autoCommitInterval: span('auto.commit.interval.ms'),
    resetPolicy: value('auto.offset.reset') as ResetPolicy,
    isolation: value('isolation.level') as ClientSettings['isolation'],
    assignor: value('partition.assignment.strategy') as ClientSettings['assignor'],
    isStatic: value('group.instance.id') === true,
    shareReset: value('share.auto.offset.reset') as ClientSettings['shareReset'],
    shareIsolation: value('share.isolation.level') as ClientSettings['isolation'],
    isExplicit: value('share.acknowledgement.mode') === 'explicit',
  };
}

function topicSettings(value: Reader): TopicSettings {
  const whole = (name: BrokerSettingName) => Number(value(name));
  return {
    minInSync: whole('min.insync.replicas'),
    isUncleanAllowed: value('unclean.leader.election.enable') === true,
    isCompacted: value('cleanup.policy') === 'compact',
    retentionMs: whole('retention.ms'),
    retentionBytes: whole('retention.bytes'),
    segmentMs: whole('segment.ms'),
    segmentBytes: whole('segment.bytes'),
    deleteRetentionMs: whole('delete.retention.ms'),
    minCleanableRatio: whole('min.cleanable.dirty.ratio') / 100,
    minCompactionLagMs: whole('min.compaction.lag.ms'),
  };
}

function nodeSettings(value: Reader): NodeSettings {
  const whole = (name: BrokerSettingName) => Number(value(name));
  const span = (name: BrokerSettingName) => millis(whole(name));
  return {
    initialRebalanceDelay: span('group.initial.rebalance.delay.ms'),
    offsetsRetention: millis(whole('offsets.retention.minutes') * 60_000),
    replicaLagMax: span('replica.lag.time.max.ms'),
    nodeSession: span('broker.session.timeout.ms'),
    retentionCheck: span('log.retention.check.interval.ms'),
    cleanerBackoff: span('log.cleaner.backoff.ms'),
    shareHeartbeat: span('group.share.heartbeat.interval.ms'),
    shareSession: span('group.share.session.timeout.ms'),
    lockDuration: span('group.share.record.lock.duration.ms'),
    deliveryLimit: whole('group.share.delivery.count.limit'),
    maxInFlight: whole('group.share.partition.max.record.locks'),
  };
}
