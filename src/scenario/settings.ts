/** The broker settings that are simulated, under their real names: one table for checks, schema, broker and page. */

/** A setting of Kafka's clients or its group coordinator. */
export type BrokerSetting = WholeSetting | FlagSetting;

interface SettingText {
  /** The real name. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly sentence: string;
  /** The class of Apache Kafka that states the default. */
  readonly source: string;
}

/** A setting that is a whole number. */
export interface WholeSetting extends SettingText {
  readonly type: 'whole';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit: 'ms' | 'records';
}

/** A setting that is on or off. */
export interface FlagSetting extends SettingText {
  readonly type: 'flag';
  readonly default: boolean;
}

const consumer = 'org.apache.kafka.clients.consumer.ConsumerConfig';
const producer = 'org.apache.kafka.clients.producer.ProducerConfig';
const coordinator = 'org.apache.kafka.coordinator.group.GroupCoordinatorConfig';
const halfAnHourMs = 1_800_000;
const time = { type: 'whole', unit: 'ms', max: halfAnHourMs } as const;

/** All of them with Kafka's own defaults. */
export const brokerSettings = [
  {
    ...time,
    name: 'session.timeout.ms',
    default: 45_000,
    min: 1_000,
    sentence:
      'How long the coordinator waits for a heartbeat before it expels a member from its group.',
    source: consumer,
  },
  {
    ...time,
    name: 'heartbeat.interval.ms',
    default: 3_000,
    min: 100,
    sentence: 'How often a member tells the coordinator that it is alive.',
    source: consumer,
  },
  {
    ...time,
    name: 'group.initial.rebalance.delay.ms',
    default: 3_000,
    min: 0,
    sentence:
      'How long the coordinator of an empty group waits for more members before it assigns partitions.',
    source: coordinator,
  },
  {
    ...time,
    name: 'max.poll.interval.ms',
    default: 300_000,
    min: 1_000,
    sentence:
      'How long a rebalance waits for the members of a group before it goes on without those that have not joined anew.',
    source: consumer,
  },
  {
    type: 'whole',
    name: 'max.poll.records',
    default: 500,
    min: 1,
    max: 10_000,
    unit: 'records',
    sentence: 'How many records one poll returns at most.',
    source: consumer,
  },
  {
    ...time,
    name: 'request.timeout.ms',
    default: 30_000,
    min: 100,
    sentence: 'How long a client waits for an answer of the broker before it asks again.',
    source: producer,
  },
  {
    ...time,
    name: 'retry.backoff.ms',
    default: 100,
    min: 1,
    sentence: 'How long a client waits before it repeats a request that failed.',
    source: producer,
  },
  {
    type: 'flag',
    name: 'enable.idempotence',
    default: true,
    sentence:
      'Whether the broker recognises a batch that a producer sends again, and stores it once.',
    source: producer,
  },
] as const satisfies readonly BrokerSetting[];

/** The name of a setting that is simulated. */
export type BrokerSettingName = (typeof brokerSettings)[number]['name'];
