/** Live faults written down as lines that mean the same in every replay: with their instant, or aimed at the next order that no style has reached. */
import type { Fault, FaultEffect } from '../../scenario/index.ts';
import { code, type Cast, type Trace } from '../../trace/index.ts';

/** The run in which a fault is to strike. */
export interface StruckRun {
  /** One of each style, known up to the instant at least. */
  readonly worlds: readonly { readonly trace: Trace; readonly cast: Cast }[];
  /** How many orders the workload places. */
  readonly orders: number;
}

/** Faults that strike at an instant, and not at a record or a point. */
const timedKinds: ReadonlySet<FaultEffect['kind']> = new Set<FaultEffect['kind']>([
  ...(['slow', 'spike', 'pause', 'block-poll', 'rebalance', 'scale', 'attach', 'set'] as const),
  'cut-off',
  ...(['kill-node', 'isolate-node', 'add-partitions'] as const),
]);

/** The line that a fault becomes when it is injected at an instant. */
export function resolveFault(fault: Fault, atMicros: number, run: StruckRun): Fault {
  const { when, effect, target } = fault;
  const atMs = atMicros / 1000;
  const isTimed =
    timedKinds.has(effect.kind) || (effect.kind === 'crash' && when.point === undefined);
  if (isTimed) return { ...fault, when: { ...when, atMs: Math.max(when.atMs ?? 0, atMs) } };
  const from = { ...when, fromMs: Math.max(when.fromMs ?? 0, atMs) };
  const isAimed =
    when.order !== undefined ||
    when.nth !== undefined ||
    when.every === true ||
    target.leg !== undefined;
  const order = isAimed ? undefined : nextOrder(target.service, atMicros, run);
  return { ...fault, when: order === undefined ? from : { ...from, order } };
}

/** The first order that the service has not begun to handle in any style: both will meet the fault at the same business instant. */
function nextOrder(
  service: string | undefined,
  atMicros: number,
  { worlds, orders }: StruckRun,
): number | undefined {
  let highest = 0;
  for (const { trace, cast } of worlds) {
    const wanted = cast.services.find((each) => each.id === service)?.instances ?? [];
    const last = trace.rowAt(atMicros);
    for (let row = 0; row <= last; row++) {
      const kind = trace.kind(row);
      if (kind !== code['record-delivered'] && kind !== code['call-received']) continue;
      if (wanted.includes(trace.actor(row))) highest = Math.max(highest, trace.order(row));
    }
  }
  return highest + 1 <= orders ? highest + 1 : undefined;
}
