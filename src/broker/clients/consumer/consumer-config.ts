/** A consumer's settings as its program writes them, with Kafka's defaults, in the units of the model. Source: ConsumerConfig. */
import { millis, type Micros } from '../../../kernel/index.ts';
import { assignors, type AssignorName } from '../../groups/assignors/assignors.ts';
import type { ResetPolicy } from '../../log/offset-reset.ts';

/** Settings of one consumer. */
export interface ConsumerConfig {
  readonly sessionTimeout: Micros;
  readonly heartbeatInterval: Micros;
  readonly maxPollInterval: Micros;
  readonly maxPollRecords: number;
  readonly autoCommit: boolean;
  readonly autoCommitInterval: Micros;
  readonly reset: ResetPolicy;
  readonly isolation: 'read_uncommitted' | 'read_committed';
  /** partition.assignment.strategy, in order of preference. */
  readonly assignors: readonly AssignorName[];
  /** Whether it keeps what it keeps while it joins anew: only where all of its assignors can. */
  readonly isCooperative: boolean;
  /** group.instance.id */
  readonly instance: string | undefined;
  readonly metadataMaxAge: Micros;
}

/** Reads settings under their real names. A name that is not modelled, or a value that is none, is a `RangeError` with a sentence. */
export function consumerConfig(given: Readonly<Record<string, unknown>>): ConsumerConfig {
  for (const name of Object.keys(given))
    if (!known.has(name) && !irrelevant.has(name))
      throw new RangeError(`the setting ${name} is not modelled`);
  const word = (name: keyof typeof defaults) => String(given[name] ?? defaults[name]).trim();
  const number = (name: keyof typeof defaults) => numberOf(name, word(name));
  const span = (name: keyof typeof defaults) => millis(number(name));
  oneOf('group.protocol', String(given['group.protocol'] ?? 'classic').toLowerCase(), ['classic']);
  const chosen = assignorsOf(given['partition.assignment.strategy']);
  const instance = given['group.instance.id'];
  return {
    sessionTimeout: span('session.timeout.ms'),
    heartbeatInterval: span('heartbeat.interval.ms'),
    maxPollInterval: span('max.poll.interval.ms'),
    maxPollRecords: number('max.poll.records'),
    autoCommit:
      oneOf('enable.auto.commit', word('enable.auto.commit'), ['true', 'false']) === 'true',
    autoCommitInterval: span('auto.commit.interval.ms'),
    reset: oneOf('auto.offset.reset', word('auto.offset.reset').toLowerCase(), [
      'earliest',
      'latest',
      'none',
    ]),
    isolation: oneOf('isolation.level', word('isolation.level').toLowerCase(), [
      'read_uncommitted',
      'read_committed',
    ]),
    assignors: chosen,
    isCooperative: chosen.every((name) => name === 'cooperative-sticky'),
    instance: instance === undefined || instance === null ? undefined : String(instance),
    metadataMaxAge: span('metadata.max.age.ms'),
  };
}

/** group.initial.rebalance.delay.ms: a setting of the brokers, which a script may state beside its consumers'. */
export function initialRebalanceDelay(given: Readonly<Record<string, unknown>>): Micros {
  const name = 'group.initial.rebalance.delay.ms';
  return millis(numberOf(name, String(given[name] ?? 3000)));
}

const defaults = {
  'session.timeout.ms': 45_000,
  'heartbeat.interval.ms': 3000,
  'max.poll.interval.ms': 300_000,
  'max.poll.records': 500,
  'enable.auto.commit': true,
  'auto.commit.interval.ms': 5000,
  'auto.offset.reset': 'latest',
  'isolation.level': 'read_uncommitted',
  'metadata.max.age.ms': 300_000,
} as const;

const known = new Set([
  ...Object.keys(defaults),
  'partition.assignment.strategy',
  'group.instance.id',
  'group.protocol',
  'group.initial.rebalance.delay.ms',
]);

/** What changes nothing that a program sees here. */
const irrelevant = new Set([
  ...['group.id', 'client.id', 'bootstrap.servers', 'key.deserializer', 'value.deserializer'],
  ...['fetch.min.bytes', 'fetch.max.wait.ms', 'fetch.max.bytes', 'max.partition.fetch.bytes'],
  ...['request.timeout.ms', 'default.api.timeout.ms', 'retry.backoff.ms', 'retry.backoff.max.ms'],
  ...['allow.auto.create.topics', 'client.rack', 'check.crcs'],
]);

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`${name} cannot be ${text}`);
}

function oneOf<W extends string>(name: string, word: string, words: readonly W[]): W {
  const found = words.find((each) => each === word);
  if (found === undefined) throw new RangeError(`${name} cannot be ${word}`);
  return found;
}

/** Names, class names, or a list of either, as text or as a list. */
function assignorsOf(given: unknown): readonly AssignorName[] {
  if (given === undefined) return ['range', 'cooperative-sticky'];
  const words = (Array.isArray(given) ? given.map(String) : String(given).split(',')).map((each) =>
    each.trim(),
  );
  return words.filter((each) => each !== '').map(assignorOf);
}

function assignorOf(word: string): AssignorName {
  const plain = (text: string) => text.toLowerCase().replaceAll('-', '').replaceAll('_', '');
  const wanted = plain((word.split('.').at(-1) ?? '').replace(/Assignor$/, ''));
  // Safe: the keys of the table are the names.
  const names = Object.keys(assignors) as AssignorName[];
  const found = names.find((name) => plain(name) === wanted);
  if (found === undefined) throw new RangeError(`${word} is not an assignor that is modelled`);
  return found;
}
