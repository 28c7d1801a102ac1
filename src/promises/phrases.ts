/** The words for findings: real names of orders, steps, services and messages, and figures written by hand. */
import type { Scenario } from '../scenario/index.ts';
import { code, type Cast, type Trace } from '../trace/index.ts';
import { clause } from './findings.ts';
import type { Clause } from './verdict.ts';

/** An instant as people read it: "4.210 s". Whole milliseconds, rounded down. */
export function seconds(micros: number): string {
  const millis = Math.floor(micros / 1000);
  const rest = String(millis % 1000).padStart(3, '0');
  return `${Math.floor(millis / 1000)}.${rest} s`;
}

/** The same to the microsecond, without noughts beyond the third place: "0.212048 s". */
function exactly(micros: number): string {
  const rest = String(micros % 1000).padStart(3, '0');
  return seconds(micros)
    .replace(/ s$/, `${rest} s`)
    .replace(/0{1,3} s$/, ' s');
}

/**
 * Two spans or instants that are told to differ, each as people read it. Both are exact where whole milliseconds would
 * make them look alike: what exceeds a bound must not be told as the bound.
 */
export function apart(one: number, other: number): readonly [string, string] {
  const isAlike = one !== other && seconds(one) === seconds(other);
  const word = isAlike ? exactly : seconds;
  return [word(one), word(other)];
}

/** Cents as an amount: "24.00". */
export function amount(cents: number): string {
  const whole = Math.abs(cents);
  const sign = cents < 0 ? '-' : '';
  return `${sign}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

/** How often: "once", "twice", "3 times". */
export function times(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}

/** A number of things: "1 record", "2 records". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The verb after a number of things: "1 record is", "2 records are". */
export function areOf(count: number): string {
  return count === 1 ? 'is' : 'are';
}

/** The same in the past: "1 record was", "2 records were". */
export function wereOf(count: number): string {
  return count === 1 ? 'was' : 'were';
}

/** The sentence with a capital letter at its head. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const shortParticiples = [
  'paid',
  'sent',
  'made',
  'sold',
  'bought',
  'held',
  'kept',
  'built',
  'done',
];

/** A fact in the past tense, taken apart: "CardCharged" says of the card that it was charged. */
interface Fact {
  readonly subject: string;
  readonly was: 'was' | 'were';
  readonly participle: string;
}

function factIn(name: string): Fact | undefined {
  const words = (name.match(/[A-Z]?[a-z0-9]+|[A-Z]+/g) ?? []).map((word) => word.toLowerCase());
  const participle = words.pop() ?? '';
  const past = /(?:ed|en|wn)$/.test(participle) || shortParticiples.includes(participle);
  const subject = words.join(' ');
  const was = /[^s]s$/.test(subject) ? 'were' : 'was';
  return past && subject !== '' ? { subject, was, participle } : undefined;
}

/** The names of one world, in sentences. */
export class Phrases {
  readonly #cast: Cast;
  readonly #done: readonly (Fact | undefined)[];

  constructor(scenario: Scenario, cast: Cast) {
    this.#cast = cast;
    const facts = new Map(scenario.flow.steps.map((step) => [step.id, factIn(step.done)]));
    this.#done = cast.steps.map((step) => facts.get(step.id));
  }

  /** What a step did to an order, how often: "order 9 was shipped twice", "the card was charged twice for order 9". */
  happened(step: number, order: number, howOften: string): string {
    const fact = this.#done[step];
    if (fact === undefined)
      return `“${this.step(step)}” took effect ${howOften} for order ${order}`;
    const { subject, was, participle } = fact;
    if (subject === 'order') return `order ${order} was ${participle} ${howOften}`;
    return `the ${subject} ${was} ${participle} ${howOften} for order ${order}`;
  }

  /** The same as a clause about an order that was named before: "it was never shipped", "the card was charged twice". */
  clause(step: number, howOften: string): string {
    const fact = this.#done[step];
    const never = howOften === 'never';
    if (fact === undefined) {
      return `“${this.step(step)}” ${never ? 'never took effect' : `took effect ${howOften}`}`;
    }
    const subject = fact.subject === 'order' ? 'it' : `the ${fact.subject}`;
    const order = never ? ['never', fact.participle] : [fact.participle, howOften];
    return `${subject} ${fact.was} ${order.filter((word) => word !== '').join(' ')}`;
  }

  /** The id of a step. */
  step(step: number): string {
    return this.#cast.steps[step]?.id ?? 'an unknown step';
  }

  /** The name of a service. */
  service(service: number): string {
    return this.#cast.services[service]?.name ?? 'an unknown service';
  }

  /** The name of an acting process. */
  actor(actor: number): string {
    return this.#cast.actors[actor]?.name ?? 'an unknown process';
  }

  /** The service of an acting process by name, or the process itself when it belongs to none. */
  serviceOf(actor: number): string {
    const service = this.#cast.actors[actor]?.service ?? -1;
    return service < 0 ? this.actor(actor) : this.service(service);
  }

  /** The service behind a consumer group. */
  group(group: number): string {
    return this.service(this.#cast.groups[group]?.service ?? -1);
  }

  /** The name of a message's type. Searches the trace: for sentences only. */
  message(trace: Trace, message: number): string {
    const row = createdRow(trace, message);
    return row < 0 ? 'an unknown message' : this.type(trace.a(row));
  }

  /** The name of a type. */
  type(type: number): string {
    return this.#cast.types[type]?.name ?? 'an unknown message';
  }

  /** A message of an order: "CardCharged of order 9". Searches the trace: for sentences only. */
  messageOfOrder(trace: Trace, message: number, order: number): string {
    const name = this.message(trace, message);
    return order < 0 ? name : `${name} of order ${order}`;
  }

  /** A place in the log: "offset 4 of orders.events, partition 1". */
  place(partition: number, offset: number): string {
    return `offset ${offset} of ${this.partition(partition)}`;
  }

  /** A partition: "orders.events, partition 1". */
  partition(partition: number): string {
    const at = this.#cast.partitions[partition];
    const topic = this.#cast.topics[at?.topic ?? -1];
    if (at === undefined || topic === undefined) return `an unknown partition`;
    return `${topic.id}, partition ${at.partition}`;
  }

  /**
   * What made a process act a second time: "delivery 2 of OrderPaid to Shipping".
   * Undefined when the trace does not lead back to a delivery or a call.
   */
  occasion(trace: Trace, row: number, before: number): Clause | undefined {
    const begin = beginningOf(trace, row);
    if (begin < 0) return undefined;
    const message = trace.message(begin);
    const name = this.message(trace, message);
    const service = this.serviceOf(trace.actor(begin));
    if (trace.is(begin, 'call-received')) {
      const attempt = trace.b(begin);
      const which = attempt > 1 ? `attempt ${attempt} of the call` : 'a further call of';
      return clause(`${which} ${name} to ${service}`, begin);
    }
    if (trace.c(begin) > 1)
      return clause(`delivery ${trace.c(begin)} of ${name} to ${service}`, begin);
    const same = before >= 0 && trace.message(beginningOf(trace, before)) === message;
    const which = same ? 'a second copy of' : 'a further';
    return clause(`delivery of ${which} ${name} to ${service}`, begin);
  }
}

/** The row in which a message was made, -1 for none. */
export function createdRow(trace: Trace, message: number): number {
  if (message < 0) return -1;
  for (let row = 0; row < trace.length; row++) {
    if (trace.message(row) === message && trace.kind(row) === code['message-created']) return row;
  }
  return -1;
}

/** The delivery or call that a row goes back to: along its causes, else the actor's last one of that message. */
export function beginningOf(trace: Trace, row: number): number {
  for (let at = row; at >= 0;) {
    if (trace.is(at, 'record-delivered') || trace.is(at, 'call-received')) return at;
    const cause = trace.cause(at);
    // A cause that is not earlier breaks C3; following it might never end.
    at = cause < at ? cause : -1;
  }
  const message = trace.message(row);
  const actor = trace.actor(row);
  for (let at = row; at >= 0; at--) {
    if (trace.message(at) !== message || trace.actor(at) !== actor) continue;
    if (trace.is(at, 'record-delivered') || trace.is(at, 'call-received')) return at;
  }
  return -1;
}
