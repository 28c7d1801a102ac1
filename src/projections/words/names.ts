/** The names and numbers of a run as people read them. Written by hand, so that no locale can change them. */
import type { Cast, Trace } from '../../trace/index.ts';
import { messagesOf } from '../ledger/messages.ts';

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

/** An instant as a clock shows it: `00:12.480`, and `1:00:12.480` from the first hour on. */
export function clock(micros: number): string {
  const whole = Math.floor(Math.max(0, micros) / 1000);
  const seconds = Math.floor(whole / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = `${padded(minutes % 60, 2)}:${padded(seconds % 60, 2)}.${padded(whole % 1000, 3)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** An instant in a sentence: `512 ms`, `1.044 s`. The very milliseconds that the clock shows. */
export function instantText(micros: number): string {
  const whole = Math.floor(Math.max(0, micros) / 1000);
  return whole < 1000 ? `${whole} ms` : `${whole / 1000} s`;
}

/** A span of time in the unit that suits its size: `40 ms`, `12.5 ms`, `4.2 s`. */
export function spanText(micros: number): string {
  if (micros < 1_000_000) return `${Math.round(micros / 100) / 10} ms`;
  return `${Math.round(micros / 10_000) / 100} s`;
}

/** An amount of money from its cents: `42.10`. */
export function money(cents: number): string {
  const whole = Math.abs(Math.round(cents));
  return `${cents < 0 ? '-' : ''}${Math.floor(whole / 100)}.${padded(whole % 100, 2)}`;
}

/** A number of things: `1 unit`, `3 units`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What a step moved: money for a ledger, units for stock, nothing to say for a deed. */
export function amountText(cast: Cast, step: number, amount: number): string {
  const effect = cast.steps[step]?.effect ?? 'none';
  if (effect === 'ledger') return money(amount);
  return effect === 'stock' ? counted(amount, 'unit') : '';
}

/** The name of an actor as people read it. */
export function actorName(cast: Cast, actor: number): string {
  return cast.actors[actor]?.name ?? 'nobody';
}

/** The name of a message type. */
export function typeName(cast: Cast, type: number): string {
  return cast.types[type]?.name ?? 'unknown type';
}

/** The type of a message by its number, -1 when the trace has not told of its creation. */
export function typeOf(trace: Trace, message: number): number {
  return messagesOf(trace).typeOf(message);
}

/** What a message is called: its type's name. */
export function messageName(trace: Trace, cast: Cast, message: number): string {
  const type = typeOf(trace, message);
  return type < 0 ? 'a message' : typeName(cast, type);
}

/** What a row is about, by its message: `CardCharged of order 7`. */
export function recordName(trace: Trace, cast: Cast, row: number): string {
  if (row < 0) return 'nothing';
  const order = trace.order(row);
  const name = messageName(trace, cast, trace.message(row));
  return order < 0 ? name : `${name} of order ${order}`;
}

/** A partition as Kafka's tools write it: `orders.events-1`. */
export function partitionName(cast: Cast, partition: number): string {
  const place = cast.partitions[partition];
  return place === undefined
    ? 'no partition'
    : `${cast.topics[place.topic]?.id ?? 'no topic'}-${place.partition}`;
}

/** The name of a consumer group. */
export function groupName(cast: Cast, group: number): string {
  return cast.groups[group]?.id ?? 'no group';
}

/** The id of a step of the flow. */
export function stepName(cast: Cast, step: number): string {
  return cast.steps[step]?.id ?? 'the flow';
}

/** The id of a machine. */
export function machineName(cast: Cast, machine: number): string {
  return cast.machines[machine]?.id ?? 'no machine';
}

/** The name of a machine's state by its code. */
export function stateName(cast: Cast, machine: number, state: number): string {
  return cast.machines[machine]?.states[state] ?? 'no state';
}
