/**
 * How long a failure stays unnoticed. A failure: a process crashes, stands still or hangs, a broker is cut off, something is lost on the
 * network. It is noticed by the first row after it that only comes because something is missing or comes again: a timeout, a
 * deadline, an expulsion, a new leader, a second try or delivery, a repetition that is recognised. That row must be about the
 * same order or the same service; a broker concerns everybody, and so does a deadline.
 */
import { code, type Cast, type Kind, type Trace } from '../../trace/index.ts';

/** A failure that was noticed. */
export interface Noticed {
  /** The row that reacts to it. */
  readonly row: number;
  readonly failure: number;
  readonly micros: number;
}

const failures = codes(
  'process-crashed',
  ...(['process-paused', 'handler-blocked', 'process-cut-off', 'node-isolated'] as const),
  'leg-lost',
);
const reactions = codes(
  ...(['call-timed-out', 'produce-failed', 'send-expired', 'deadline-passed'] as const),
  ...(['member-expelled', 'poll-overdue', 'rebalance-started', 'commit-refused'] as const),
  ...(['member-fenced', 'partition-lost', 'leader-elected', 'partition-offline'] as const),
  ...(['isr-changed', 'acquisition-expired', 'acquisition-ended'] as const),
  ...(['produce-deduplicated', 'duplicate-suppressed', 'effect-deduplicated'] as const),
);
/** They react when they say that it is not the first time: their third number counts from 1. */
const repeats = codes('call-sent', 'produce-sent', 'message-created', 'record-delivered');
const namingGroup = codes('member-expelled', 'rebalance-started', 'member-fenced', 'poll-overdue');

interface Failure {
  readonly row: number;
  isNoticed: boolean;
}

/** Reads failures and what notices them row by row. */
export class Noticing {
  /** The rows of all failures. */
  readonly failures: number[] = [];
  /** Those that were noticed, in the order in which they were. */
  readonly noticed: Noticed[] = [];
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #byOrder = new Map<number, Failure[]>();
  readonly #byService = new Map<number, Failure[]>();
  #ofBrokers: Failure[] = [];

  constructor(trace: Trace, cast: Cast) {
    this.#trace = trace;
    this.#cast = cast;
  }

  see(row: number): void {
    const kind = this.#trace.kind(row);
    const isReaction = reactions.has(kind) || (repeats.has(kind) && this.#trace.c(row) > 1);
    if (isReaction) this.#react(row, kind);
    if (failures.has(kind)) this.#fail(row, kind);
  }

  #fail(row: number, kind: number): void {
    const failure = { row, isNoticed: false };
    const order = this.#trace.order(row);
    this.failures.push(row);
    if (order >= 0) add(this.#byOrder, order, failure);
    // What is lost is missed by its order; when it belongs to none, by its sender.
    if (order >= 0 && kind === code['leg-lost']) return;
    const actor = this.#trace.actor(row);
    const service = this.#cast.actors[actor]?.service ?? -1;
    if (service >= 0) add(this.#byService, service, failure);
    else this.#ofBrokers.push(failure);
  }

  #react(row: number, kind: number): void {
    this.#take(this.#byOrder, this.#trace.order(row), row);
    for (const failure of this.#ofBrokers) this.#notice(failure, row);
    this.#ofBrokers = [];
    const isOfAll = kind === code['deadline-passed'];
    const services = isOfAll ? [...this.#byService.keys()] : this.#servicesOf(row, kind);
    for (const service of services) this.#take(this.#byService, service, row);
  }

  /** The service that acts, and the one that is named. */
  #servicesOf(row: number, kind: number): readonly number[] {
    const { actors, groups } = this.#cast;
    const own = actors[this.#trace.actor(row)]?.service ?? -1;
    if (namingGroup.has(kind)) return [own, groups[this.#trace.a(row)]?.service ?? -1];
    const isCall = kind === code['call-timed-out'] || kind === code['call-sent'];
    return isCall ? [own, actors[this.#trace.a(row)]?.service ?? -1] : [own];
  }

  #take(from: Map<number, Failure[]>, key: number, row: number): void {
    for (const failure of from.get(key) ?? []) this.#notice(failure, row);
    from.delete(key);
  }

  #notice(failure: Failure, row: number): void {
    if (failure.isNoticed) return;
    failure.isNoticed = true;
    const micros = this.#trace.time(row) - this.#trace.time(failure.row);
    this.noticed.push({ row, failure: failure.row, micros });
  }
}

function codes(...names: readonly Kind[]): ReadonlySet<number> {
  return new Set(names.map((name) => code[name]));
}

function add(to: Map<number, Failure[]>, key: number, failure: Failure): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, [failure]);
  else known.push(failure);
}
