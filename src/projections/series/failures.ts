/** What went wrong, where and why, in a word or two each: the badges of the stage. */
import {
  code,
  kinds,
  legs,
  produceErrors,
  reasons,
  refusals,
  vocabulary,
  type Cast,
  type Kind,
  type ProduceFailure,
  type Refusal,
  type Trace,
} from '../../trace/index.ts';

/** One thing that went wrong, or was kept from doing so. */
export interface Failure {
  readonly row: number;
  readonly time: number;
  /** Whom it befell; a broker has no place of its own, and then it is the partition's. -1 for none. */
  readonly actor: number;
  readonly partition: number;
  readonly reason: string;
  /** A repetition that did no harm. */
  readonly isHarmless: boolean;
}

/** The same thing at the same place, several times. */
export interface FailureGroup {
  readonly reason: string;
  readonly isHarmless: boolean;
  readonly count: number;
  /** The last row that tells of it. */
  readonly row: number;
}

/** A badge has room for a few letters and a number. */
const suppressed = 'suppressed';

const lost: Readonly<Record<(typeof legs)[number], string>> = {
  'produce-request': 'publish lost',
  'produce-ack': 'ack lost',
  'fetch-response': 'record lost',
  commit: 'commit lost',
  call: 'call lost',
  reply: 'reply lost',
};

type Reason = string | ((numbers: readonly [a: number, b: number, c: number]) => string);

const refused: Readonly<Record<Refusal, string>> = {
  UNKNOWN_MEMBER_ID: 'unknown member',
  ILLEGAL_GENERATION: 'old generation',
  REBALANCE_IN_PROGRESS: 'rebalancing',
  FENCED_INSTANCE_ID: 'fenced',
};

const notProduced: Readonly<Record<ProduceFailure, string>> = {
  REQUEST_TIMED_OUT: 'no ack',
  NETWORK_EXCEPTION: 'no network',
  NOT_LEADER_OR_FOLLOWER: 'not leader',
  LEADER_NOT_AVAILABLE: 'no leader',
  NOT_ENOUGH_REPLICAS: 'few replicas',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'few replicas',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'out of order',
  INVALID_PRODUCER_EPOCH: 'old epoch',
  INVALID_TXN_STATE: 'wrong state',
  DELIVERY_TIMED_OUT: 'gave up',
  BUFFER_EXHAUSTED: 'buffer full',
  TRANSACTION_ABORTED: 'aborted',
};

const failed: Readonly<Record<(typeof reasons)[number], string>> = {
  'passing failure': 'try failed',
  'poisoned message': 'poisoned',
  'refused by chance': 'refused',
  'out of stock': 'out of stock',
  'retries exhausted': 'retries spent',
};

/** What a code of a list stands for. */
function worded<Name extends string>(
  names: readonly Name[],
  words: Readonly<Record<Name, string>>,
  index: number,
): string {
  const name = names[index];
  return name === undefined ? 'failed' : words[name];
}

/** The reason that each kind of row gives; an empty one is none. */
const reasonOf: { readonly [K in Kind]?: Reason } = {
  'leg-lost': ([leg]) => worded(legs, lost, leg),
  'call-timed-out': 'timed out',
  'produce-deduplicated': suppressed,
  'produce-refused': ([, error]) => worded(produceErrors, notProduced, error),
  'produce-failed': ([, , error]) => worded(produceErrors, notProduced, error),
  'send-expired': 'gave up',
  'buffer-full': 'buffer full',
  'producer-fenced': 'fenced',
  'transaction-ended': ([, committed]) => (committed === 1 ? '' : 'aborted'),
  'record-delivered': ([, , attempt]) => (attempt > 1 ? 'redelivered' : ''),
  'duplicate-suppressed': suppressed,
  'effect-deduplicated': suppressed,
  'work-failed': ([, reason]) => worded(reasons, failed, reason),
  'work-refused': ([, reason]) => worded(reasons, failed, reason),
  'commit-refused': ([, , refusal]) => worded(refusals, refused, refusal),
  'dead-lettered': 'dead letter',
  'order-abandoned': 'gave up',
  'process-crashed': 'crashed',
  'process-slowed': 'slowed',
  'process-paused': 'paused',
  'handler-blocked': 'hung',
  'member-expelled': 'expelled',
  'member-fenced': 'fenced',
  'poll-overdue': 'poll overdue',
  'partition-lost': 'partition lost',
  'partition-offline': 'no leader',
  'log-truncated': 'log truncated',
  'disk-lost': 'disk lost',
  'node-isolated': 'cut off',
  'process-cut-off': 'cut off',
  'offset-out-of-range': 'out of range',
  'position-reset': ([, , skipped]) => (skipped > 0 ? 'skipped' : ''),
  'reset-failed': 'no offset',
  'acquisition-expired': 'lock expired',
  'record-archived': 'archived',
  'acknowledgement-refused': 'too late',
  'cap-reached': 'limit reached',
};

/** Reads the failures of a trace once, and reads on when it has grown. */
export class Failures {
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #all: Failure[] = [];
  /** How often the effect of a step is in force, by order and step. */
  readonly #inForce = new Map<number, number>();
  #read = 0;

  constructor(trace: Trace, cast: Cast) {
    this.#trace = trace;
    this.#cast = cast;
  }

  /** Those after an instant and up to a row, oldest first. */
  between(since: number, row: number): readonly Failure[] {
    for (; this.#read < this.#trace.length; this.#read++) this.#see(this.#read);
    const end = this.#firstAfter((failure) => failure.row > row);
    const first = this.#firstAfter((failure) => failure.time > since);
    return this.#all.slice(first, end);
  }

  #firstAfter(isAfter: (failure: Failure) => boolean): number {
    let [low, high] = [0, this.#all.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const failure = this.#all[middle];
      if (failure === undefined || isAfter(failure)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #see(row: number): void {
    const trace = this.#trace;
    const kind = kinds[trace.kind(row)];
    if (kind === undefined) return;
    const numbers = [trace.a(row), trace.b(row), trace.c(row)] as const;
    const told = reasonOf[kind];
    const reason = typeof told === 'function' ? told(numbers) : (told ?? this.#twice(row));
    if (reason === '') return;
    const at = (vocabulary[kind] as readonly string[]).indexOf('partition');
    const actor = trace.actor(row);
    const isBroker = this.#cast.actors[actor]?.kind === 'broker';
    this.#all.push({
      ...{ row, time: trace.time(row), actor: isBroker ? -1 : actor },
      ...{ partition: numbers[at] ?? -1, reason, isHarmless: reason === suppressed },
    });
  }

  /** An effect that is in force already comes in force again. */
  #twice(row: number): string {
    const trace = this.#trace;
    const kind = trace.kind(row);
    const [isApplied, order] = [kind === code['effect-applied'], trace.order(row)];
    if (order < 0 || !(isApplied || kind === code['effect-undone'])) return '';
    const at = order * this.#cast.steps.length + trace.a(row);
    const before = this.#inForce.get(at) ?? 0;
    this.#inForce.set(at, before + (isApplied ? 1 : -1));
    return isApplied && before > 0 ? 'effect twice' : '';
  }
}

/** Puts together what is the same: what did harm first, then what happened last. */
export function groupFailures(failures: readonly Failure[]): readonly FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const { reason, isHarmless, row } of failures) {
    const count = (groups.get(reason)?.count ?? 0) + 1;
    groups.set(reason, { reason, isHarmless, count, row });
  }
  return [...groups.values()].toSorted(
    (one, other) => Number(one.isHarmless) - Number(other.isHarmless) || other.row - one.row,
  );
}
