/** A run at a glance: each order as a line from its placing to its end, and where faults struck. Small enough for a page that shows many. */
import type { Cast, Trace } from '../../trace/index.ts';
import { WorldView } from '../world/world-view.ts';
import type { OrderView } from '../world/views.ts';
import { previewWidth, type Preview, type PreviewEnd } from './exhibit.ts';

/**
 * A span that shows what there is to see of a finished run, in µs: all of it, or when a few orders take much longer than
 * the others (they wait for a deadline), as much as nine of ten need and a little more.
 */
export function previewSpan(trace: Trace, cast: Cast): number {
  const { orders, faults } = lookAt(trace, cast);
  const ends = orders.flatMap((order) => endOf(order) ?? []).sort((one, other) => one - other);
  const most = ends[Math.ceil((ends.length * 9) / 10) - 1] ?? trace.endTime;
  const usual = Math.floor((most * 9) / 8);
  return Math.max(1, Math.min(usual, ends.at(-1) ?? usual), ...faults);
}

/** What a finished run looks like over a span. Runs that are to be compared are given the same one. */
export function previewOf(trace: Trace, cast: Cast, span: number): Preview {
  const { orders, faults } = lookAt(trace, cast);
  const placeOf = (time: number) =>
    Math.min(previewWidth, Math.round((time * previewWidth) / Math.max(1, span)));
  let before = 0;
  const lines = orders.flatMap((order) => {
    const begin = placeOf(order.placedAt);
    const end = endOf(order);
    const length = (end === undefined ? previewWidth : placeOf(end)) - begin;
    const step = begin - before;
    before = begin;
    return [step, length];
  });
  return { lines, ends: orders.map(kindOf), faults: [...new Set(faults.map(placeOf))] };
}

function lookAt(trace: Trace, cast: Cast) {
  const view = new WorldView(trace, cast, { keyframeEvery: trace.length + 1 });
  view.advanceTo(trace.length - 1);
  const orders = Array.from({ length: view.highestOrder + 1 }, (_, order) => view.order(order));
  return {
    orders: orders.filter((order) => order !== null),
    faults: view.faults(trace.length).map(({ time }) => time),
  };
}

/** When an order came to rest; what was given up before anybody had accepted it did so then. */
function endOf({ status, endedAt, abandonedAt }: OrderView): number | undefined {
  if (endedAt >= 0) return endedAt;
  return status === 'failed' ? abandonedAt : undefined;
}

function kindOf({ status }: OrderView): PreviewEnd {
  return status === 'placed' || status === 'pending' ? 'stuck' : status;
}
