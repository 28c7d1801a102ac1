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
  readonly assignor: AssignorName;
  /** Whether it has a group.instance.id. */
  readonly isStatic: boolean;
  readonly initialRebalanceDelay: Micros;
}

/** Reads settings under their real names. A name that is not modelled, or a value that is none, is a `RangeError` with a sentence. */
export function consumerConfig(given: Readonly<Record<string, unknown>>): ConsumerConfig {
  for (const name of Object.keys(given))
    if (!known.has(name)) throw new RangeError(`the setting ${name} is not modelled`);
  const number = (name: string, standard: number) => Number(given[name] ?? standard);
  const span = (name: string, standard: number) => millis(number(name, standard));
  return {
    sessionTimeout: span('session.timeout.ms', 45_000),
    heartbeatInterval: span('heartbeat.interval.ms', 3_000),
    maxPollInterval: span('max.poll.interval.ms', 300_000),
    maxPollRecords: number('max.poll.records', 500),
    autoCommit: String(given['enable.auto.commit'] ?? true) === 'true',
    autoCommitInterval: span('auto.commit.interval.ms', 5_000),
    reset: resetPolicy(String(given['auto.offset.reset'] ?? 'latest')),
    assignor: assignorName(given['partition.assignment.strategy']),
    isStatic: given['group.instance.id'] !== undefined,
    initialRebalanceDelay: span('group.initial.rebalance.delay.ms', 3_000),
  };
}

const known = new Set([
  'group.id',
  'client.id',
  'session.timeout.ms',
  'heartbeat.interval.ms',
  'max.poll.interval.ms',
  'max.poll.records',
  'enable.auto.commit',
  'auto.commit.interval.ms',
  'auto.offset.reset',
  'partition.assignment.strategy',
  'group.instance.id',
  'group.initial.rebalance.delay.ms',
  'isolation.level',
]);

function resetPolicy(word: string): ResetPolicy {
  if (word === 'earliest' || word === 'latest' || word === 'none') return word;
  throw new RangeError(`auto.offset.reset cannot be ${word}`);
}

/** The first strategy of a list counts, for all members have the same list. Class names are understood. */
function assignorName(given: unknown): AssignorName {
  if (given === undefined) return 'range';
  const first = String(Array.isArray(given) ? given[0] : given).split(',')[0] ?? '';
  const short =
    first
      .trim()
      .split('.')
      .at(-1)
      ?.replace(/Assignor$/, '') ?? '';
  const name = short.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const found = [name, name.replace('round-robin', 'roundrobin')].find((each) => each in assignors);
  if (found === undefined) throw new RangeError(`${first} is not an assignor that is modelled`);
  // Safe: it was just found among the names.
  return found as AssignorName;
}
