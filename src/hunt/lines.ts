/** The inputs of a run as lines for people: what a shrink has left. */
import type { Fault, FaultEffect, Scenario, Target } from '../scenario/index.ts';
import type { Input } from './input.ts';

const mostLines = 8;

/** At most eight lines: the run, what the network loses, and each fault. */
export function linesOf({ scenario, seed, style }: Input): string[] {
  const { orders } = scenario.workload;
  const { loss } = scenario.network;
  const lines = [
    `Seed ${seed}, ${style}, ${orders} ${orders === 1 ? 'order' : 'orders'}`,
    ...(loss.in > 0 ? [`The network loses ${loss.in} in ${loss.of}`] : []),
    ...scenario.faults.map((fault) => faultLine(fault, scenario)),
  ];
  if (lines.length <= mostLines) return lines;
  const shown = lines.slice(0, mostLines - 1);
  return [...shown, `And ${lines.length - shown.length} faults more`];
}

/** A fault in one line. */
export function faultLine(fault: Fault, scenario: Scenario): string {
  return [...what(fault, scenario), ...when(fault)].join(', ');
}

function what({ target, effect, when: { point } }: Fault, scenario: Scenario): string[] {
  const name = [...scenario.services, ...scenario.readers].find(
    ({ id }) => id === target.service,
  )?.name;
  const instance = target.instance === undefined ? '' : ` ${target.instance + 1}`;
  const isRelay = /(read|send|mark)$/.test(point ?? '');
  const own = isRelay ? `The relay of ${name}` : `${name}${instance}`;
  const who = name === undefined ? 'any process' : own;
  const Who = who.charAt(0).toUpperCase() + who.slice(1);
  const of = name === undefined ? '' : ` of ${who}`;
  switch (effect.kind) {
    case 'crash': {
      const at = point === undefined ? '' : ` ${point}`;
      return [`${Who} crashes${at} and runs again after ${effect.restartAfterMs} ms`];
    }
    case 'slow':
      return [`${Who} works ${effect.factor} times slower for ${effect.forMs} ms`];
    case 'lose':
      return [`A ${target.leg ?? 'parcel'}${of} is lost`];
    case 'delay':
      return [`A ${target.leg ?? 'parcel'}${of} is ${effect.byMs} ms late`];
    case 'duplicate':
      return [`A record is delivered twice to ${who}`];
    case 'poison':
      return [`A record is poison to ${who}`];
    case 'spike':
      return [`${effect.orders} more orders come, one every ${effect.everyMs} ms`];
    case 'pause':
      return [`${Who} stands still for ${effect.forMs} ms`];
    case 'cut-off':
      return [`${Who} is cut off from the network for ${effect.forMs} ms`];
    case 'block-poll':
      return [`A handler${of} hangs for ${effect.forMs} ms`];
    case 'rebalance':
      return [`The group${of} is made to rebalance`];
    case 'scale':
      return [`${Who} is scaled to ${effect.instances}`];
    case 'attach':
      return [`${Who} is attached`];
    default:
      return [clusterLine(effect, target)];
  }
}

function clusterLine(
  effect: Extract<
    FaultEffect,
    { readonly kind: 'kill-node' | 'isolate-node' | 'add-partitions' | 'set' }
  >,
  { node, topic, partition }: Target,
): string {
  const which = node === undefined ? `The leader of ${topic}-${partition}` : `Broker ${node + 1}`;
  switch (effect.kind) {
    case 'kill-node':
      return `${which} is killed${effect.disk === 'lost' ? ' and loses its disk' : ''}, and runs again after ${effect.restartAfterMs} ms`;
    case 'isolate-node':
      return `${which} is cut off for ${effect.forMs} ms`;
    case 'add-partitions':
      return `${topic} is given ${effect.count} partitions`;
    case 'set':
      return `${effect.setting} becomes ${String(effect.value)}`;
  }
}

function when({ when: { atMs, fromMs, order, step, message, attempt, nth, every } }: Fault) {
  return [
    ...(atMs === undefined ? [] : [`at ${atMs} ms`]),
    ...(fromMs === undefined ? [] : [`from ${fromMs} ms on`]),
    ...(order === undefined ? [] : [`order ${order}`]),
    ...(step === undefined ? [] : [`step ${step}`]),
    ...(message === undefined ? [] : [message]),
    ...(attempt === undefined ? [] : [`delivery ${attempt}`]),
    ...(nth === undefined || nth === 1 ? [] : [`match ${nth}`]),
    ...(every === true ? ['every time'] : []),
  ];
}
