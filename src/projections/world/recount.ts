/**
 * Counts all figures of a run anew, from its rows alone. It shares no step with the incremental view, because it is the
 * oracle that the view is held to.
 */
import { code, outcomes, type Cast, type Trace } from '../../trace/index.ts';
import { latencyFigures, type Figures } from './figures.ts';

interface OrderTale {
  placedAt: number;
  endedAt: number;
  outcome: string;
  accepted: boolean;
  abandoned: boolean;
}

type Tales = Map<number, OrderTale>;

/** Counts the rows from the first up to and including `upToRow` (all rows when absent). */
export function recount(trace: Trace, cast: Cast, upToRow = trace.length - 1): Figures {
  const rows = Math.min(upToRow + 1, trace.length);
  const tales = talesOf(trace, rows);
  const times = (kind: keyof typeof code): number => timesTold(trace, rows, code[kind]);
  return {
    outcomes: outcomesOf(tales),
    over: times('run-drained') + times('cap-reached') > 0,
    messages: times('message-created'),
    ...deliveriesOf(trace, cast, rows),
    suppressed: times('duplicate-suppressed'),
    effects: times('effect-applied'),
    effectsTwice: effectsTwice(trace, rows),
    undone: times('effect-undone'),
    deadLetters: times('dead-lettered'),
    lag: lagOf(trace, cast, rows),
    latencyMs: latencyFigures(latenciesOf(tales)),
  };
}

function timesTold(trace: Trace, rows: number, kind: number): number {
  let times = 0;
  for (let row = 0; row < rows; row++) if (trace.kind(row) === kind) times++;
  return times;
}

function talesOf(trace: Trace, rows: number): Tales {
  const tales: Tales = new Map();
  for (let row = 0; row < rows; row++) {
    const kind = trace.kind(row);
    const order = trace.order(row);
    if (kind === code['order-placed'] && order >= 0 && !tales.has(order)) {
      const placedAt = trace.time(row);
      tales.set(order, { placedAt, endedAt: -1, outcome: '', accepted: false, abandoned: false });
    }
    const tale = tales.get(order);
    if (tale === undefined) continue;
    if (kind === code['order-accepted']) tale.accepted = true;
    if (kind === code['order-abandoned']) tale.abandoned = true;
    if (kind === code['order-ended'] && tale.endedAt < 0) {
      tale.endedAt = trace.time(row);
      tale.outcome = outcomes[trace.a(row)] ?? '';
    }
  }
  return tales;
}

function outcomesOf(tales: Tales): Figures['outcomes'] {
  const count = { started: tales.size, completed: 0, compensated: 0, failed: 0, stuck: 0 };
  for (const { outcome, endedAt, accepted, abandoned } of tales.values()) {
    if (outcome === 'completed') count.completed++;
    else if (outcome === 'compensated') count.compensated++;
    else if (outcome === 'failed') count.failed++;
    else if (endedAt < 0 && abandoned && !accepted) count.failed++;
    else count.stuck++;
  }
  return count;
}

function latenciesOf(tales: Tales): readonly number[] {
  const ended = [...tales.values()].filter((tale) => tale.endedAt >= 0);
  return ended.map((tale) => tale.endedAt - tale.placedAt).sort((a, b) => a - b);
}

function deliveriesOf(
  trace: Trace,
  cast: Cast,
  rows: number,
): Pick<Figures, 'deliveries' | 'duplicates' | 'redelivered'> {
  const heard = new Map<number, Set<number>>();
  let deliveries = 0;
  let duplicates = 0;
  let redelivered = 0;
  for (let row = 0; row < rows; row++) {
    const isRecord = trace.kind(row) === code['record-delivered'];
    if (!isRecord && trace.kind(row) !== code['call-received']) continue;
    deliveries++;
    if (isRecord && trace.c(row) > 1) redelivered++;
    if (trace.message(row) < 0) continue;
    const service = cast.actors[trace.actor(row)]?.service ?? -1;
    const before = heard.get(service) ?? new Set();
    if (before.has(trace.message(row))) duplicates++;
    heard.set(service, before.add(trace.message(row)));
  }
  return { deliveries, duplicates, redelivered };
}

function effectsTwice(trace: Trace, rows: number): number {
  const inForce = new Map<string, number>();
  let twice = 0;
  for (let row = 0; row < rows; row++) {
    const applied = trace.kind(row) === code['effect-applied'];
    if (!applied && trace.kind(row) !== code['effect-undone']) continue;
    if (trace.order(row) < 0) continue;
    const key = `${trace.order(row)} ${trace.a(row)}`;
    const before = inForce.get(key) ?? 0;
    if (applied && before > 0) twice++;
    inForce.set(key, before + (applied ? 1 : -1));
  }
  return twice;
}

function lagOf(trace: Trace, cast: Cast, rows: number): Figures['lag'] {
  const ends = cast.partitions.map(() => 0);
  const committed = cast.groups.map(() => cast.partitions.map(() => 0));
  const total = (): number => {
    let sum = 0;
    cast.groups.forEach((group, index) => {
      for (const at of group.partitions) sum += (ends[at] ?? 0) - (committed[index]?.[at] ?? 0);
    });
    return sum;
  };
  let max = 0;
  for (let row = 0; row < rows; row++) {
    const kind = trace.kind(row);
    if (kind === code['record-appended']) ends[trace.a(row)] = trace.b(row) + 1;
    else if (kind === code['offset-committed']) {
      const offsets = committed[trace.c(row)];
      if (offsets !== undefined) offsets[trace.a(row)] = trace.b(row);
    } else continue;
    max = Math.max(max, total());
  }
  return { max, end: total() };
}
