/** Faults in words: what will happen, where and when, before and after it is injected. */
import { instantText } from '../../projections/index.ts';
import type { Fault, FaultEffect, Scenario, Target } from '../../scenario/index.ts';

/** One sentence on what a fault does. */
export function sayFault({ when, target, effect }: Fault, scenario: Scenario): string {
  const service =
    [...scenario.services, ...scenario.readers].find(({ id }) => id === target.service)?.name ??
    'Any service';
  const leg = target.leg === undefined ? 'message' : target.leg.replace('-', ' ');
  const whose = target.service === undefined ? '' : ` of ${service}`;
  const carrying = when.message === undefined ? '' : ` with ${when.message}`;
  const about = when.order === undefined ? '' : ` of order ${when.order}`;
  const which = `${when.every === true ? 'every' : `the ${place(when.nth)}`} ${leg}${whose}${carrying}${about}`;
  // Of which order it is stands with the message, and then that is when: it may be long from now.
  const struck = (counts: boolean) => {
    const time = moment(withoutOrder(when), counts);
    return time === 'now' && when.order !== undefined ? '' : ` ${time}`;
  };
  switch (effect.kind) {
    case 'crash':
      return `${service} crashes ${moment(when)} and is back after ${span(effect.restartAfterMs)}.`;
    case 'slow':
      return `${service} works ${effect.factor} times slower ${moment(when)} for ${span(effect.forMs)}.`;
    case 'lose':
      return `The network loses ${which}${struck(false)}.`;
    case 'delay':
      return `The network holds ${which} up by ${span(effect.byMs)}${struck(false)}.`;
    case 'duplicate':
      return `${service} is handed ${subject(when)} twice${struck(when.message !== undefined)}.`;
    case 'poison':
      return `${service} cannot handle ${subject(when)}${struck(when.message !== undefined)}: every attempt fails.`;
    case 'spike':
      return `${effect.orders} more orders come in, one every ${span(effect.everyMs)}, ${moment(when)}.`;
    case 'pause':
      return `${service} stands still ${moment(when)} for ${span(effect.forMs)}, and its heartbeats with it.`;
    case 'cut-off':
      return `${service} is cut off from the network ${moment(when)} for ${span(effect.forMs)}: it works on, and what it sends or is sent is lost.`;
    case 'block-poll':
      return `A handler of ${service} hangs ${moment(when)} for ${span(effect.forMs)} while its heartbeats go on.`;
    case 'rebalance':
      return `The group of ${service} is made to rebalance ${moment(when)}.`;
    case 'scale':
      return `${service} is scaled to ${effect.instances} ${effect.instances === 1 ? 'instance' : 'instances'} ${moment(when)}.`;
    case 'attach':
      return `${service} is attached ${moment(when)}.`;
    default:
      return sayOfCluster(effect, target, moment(when), service);
  }
}

function sayOfCluster(
  effect: Extract<
    FaultEffect,
    { readonly kind: 'kill-node' | 'isolate-node' | 'add-partitions' | 'set' }
  >,
  { node, topic, partition, service: id }: Target,
  when: string,
  service: string,
): string {
  const which =
    node === undefined ? `The leader of ${topic}-${partition ?? 0}` : `Broker ${node + 1}`;
  switch (effect.kind) {
    case 'kill-node':
      return `${which} is killed ${when}${effect.disk === 'lost' ? ', loses its disk' : ''} and is back after ${span(effect.restartAfterMs)}.`;
    case 'isolate-node':
      return `${which} cannot reach the other brokers ${when} for ${span(effect.forMs)}.`;
    case 'add-partitions':
      return `${topic} has ${effect.count} partitions ${when}: keys move.`;
    case 'set':
      return `${effect.setting} ${placeOf(id, topic, service)}becomes ${String(effect.value)} ${when}.`;
  }
}

/** Where a changed setting counts; nothing where it counts for all. */
function placeOf(id: string | undefined, topic: string | undefined, service: string): string {
  if (id !== undefined) return `of ${service} `;
  return topic === undefined ? '' : `of topic ${topic} `;
}

/** Which match, where it stands before a noun: `next`, or `3rd`. */
function place(nth = 1): string {
  if (nth === 1) return 'next';
  const tens = nth % 100;
  const ending = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][nth % 10] ?? 'th');
  return `${nth}${ending}`;
}

function withoutOrder({ order: _, ...when }: Fault['when']): Fault['when'] {
  return when;
}

function subject({ message, order, nth }: Fault['when']): string {
  const what = message ?? `the ${place(nth)} record`;
  return order === undefined ? what : `${what} of order ${order}`;
}

/** When it strikes. `counts`: which match is not told elsewhere. */
function moment({ atMs, fromMs, point, order, nth, step }: Fault['when'], counts = true): string {
  const parts = [];
  if (point !== undefined) parts.push(point);
  if (step !== undefined) parts.push(`in step ${step}`);
  if (order !== undefined) parts.push(`of order ${order}`);
  if (counts && nth !== undefined && nth > 1) parts.push(`at match ${nth}`);
  if (atMs !== undefined) parts.push(`at ${instant(atMs)}`);
  if (fromMs !== undefined) parts.push(`from ${instant(fromMs)} on`);
  return parts.join(' ') || 'now';
}

/** The run knows instants to the microsecond. */
function instant(ms: number): string {
  return instantText(Math.round(ms * 1000));
}

function span(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(3))} s`;
}
