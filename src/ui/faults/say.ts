/** Faults in words: what will happen, where and when, before and after it is injected. */
import type { Fault, Scenario } from '../../scenario/index.ts';

/** One sentence on what a fault does. */
export function sayFault({ when, target, effect }: Fault, scenario: Scenario): string {
  const service = scenario.services.find(({ id }) => id === target.service)?.name ?? 'any service';
  const leg = target.leg === undefined ? 'message' : target.leg.replace('-', ' ');
  const which = `the ${when.every === true ? 'every ' : 'next '}${leg} of ${service}`.replace(
    'the every',
    'every',
  );
  switch (effect.kind) {
    case 'crash':
      return `${service} crashes ${moment(when)} and is back after ${span(effect.restartAfterMs)}.`;
    case 'slow':
      return `${service} works ${effect.factor} times slower ${moment(when)} for ${span(effect.forMs)}.`;
    case 'lose':
      return `The network loses ${which} ${moment(when)}.`;
    case 'delay':
      return `The network holds ${which} up by ${span(effect.byMs)} ${moment(when)}.`;
    case 'duplicate':
      return `${service} is handed ${subject(when)} twice ${moment(when)}.`;
    case 'poison':
      return `${service} cannot handle ${subject(when)} ${moment(when)}: every attempt fails.`;
    case 'spike':
      return `${effect.orders} more orders come in, one every ${span(effect.everyMs)}, ${moment(when)}.`;
  }
}

function subject({ message, order }: Fault['when']): string {
  const what = message ?? 'the next record';
  return order === undefined ? what : `${what} of order ${order}`;
}

function moment({ atMs, fromMs, point, order, nth, step }: Fault['when']): string {
  const parts = [];
  if (point !== undefined) parts.push(point);
  if (step !== undefined) parts.push(`in step ${step}`);
  if (order !== undefined) parts.push(`of order ${order}`);
  if (nth !== undefined && nth > 1) parts.push(`at match ${nth}`);
  if (atMs !== undefined) parts.push(`at ${span(atMs)}`);
  if (fromMs !== undefined) parts.push(`from ${span(fromMs)} on`);
  return parts.join(' ') || 'now';
}

function span(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(3))} s`;
}
