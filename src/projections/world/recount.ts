/**
 * Counts all figures of a run anew, in one pass over its rows. It shares no step with the incremental view, because it is
 * the oracle that the view is held to.
 */
import { code, kinds, outcomes, type Cast, type Kind, type Trace } from '../../trace/index.ts';
import { latencyFigures, type Figures } from './figures.ts';
import { LagRecount } from './lag-recount.ts';

/** Counts the rows from the first up to and including `upToRow` (all rows when absent). */
export function recount(trace: Trace, cast: Cast, upToRow = trace.length - 1): Figures {
  const times = kinds.map(() => 0);
  const orders = new OrderTales();
  const deliveries = new Deliveries(cast);
  const effects = new EffectsTwice();
  const lag = new LagRecount(cast);
  const rows = Math.min(upToRow + 1, trace.length);
  for (let row = 0; row < rows; row++) {
    const kind = trace.kind(row);
    times[kind] = (times[kind] ?? 0) + 1;
    orders.see(trace, row, kind);
    deliveries.see(trace, row, kind);
    effects.see(trace, row, kind);
    lag.see(trace, row);
  }
  const told = (kind: Kind): number => times[code[kind]] ?? 0;
  return {
    outcomes: orders.outcomes(),
    over: told('run-drained') + told('cap-reached') > 0,
    messages: told('message-created'),
    deliveries: told('record-delivered') + told('call-received'),
    duplicates: deliveries.duplicates,
    redelivered: deliveries.redelivered,
    suppressed: told('duplicate-suppressed'),
    effects: told('effect-applied'),
    effectsTwice: effects.twice,
    undone: told('effect-undone'),
    deadLetters: told('dead-lettered'),
    lag: { max: lag.max, end: lag.total() },
    latencyMs: latencyFigures(orders.latencies()),
  };
}

interface OrderTale {
  readonly placedAt: number;
  endedAt: number;
  outcome: string;
  accepted: boolean;
  abandoned: boolean;
}

/** What became of each order. */
class OrderTales {
  readonly #tales = new Map<number, OrderTale>();

  see(trace: Trace, row: number, kind: number): void {
    if (!orderKinds.has(kind)) return;
    const order = trace.order(row);
    const tale = this.#tales.get(order);
    if (kind === code['order-placed'] && order >= 0 && tale === undefined) {
      const placedAt = trace.time(row);
      const untold = { endedAt: -1, outcome: '', accepted: false, abandoned: false };
      this.#tales.set(order, { placedAt, ...untold });
    }
    if (tale === undefined) return;
    if (kind === code['order-accepted']) tale.accepted = true;
    if (kind === code['order-abandoned']) tale.abandoned = true;
    if (kind === code['order-ended'] && tale.endedAt < 0) {
      tale.endedAt = trace.time(row);
      tale.outcome = outcomes[trace.a(row)] ?? '';
    }
  }

  outcomes(): Figures['outcomes'] {
    const count = { started: this.#tales.size, completed: 0, compensated: 0, failed: 0, stuck: 0 };
    for (const { outcome, endedAt, accepted, abandoned } of this.#tales.values()) {
      if (outcome === 'completed') count.completed++;
      else if (outcome === 'compensated') count.compensated++;
      else if (outcome === 'failed') count.failed++;
      else if (endedAt < 0 && abandoned && !accepted) count.failed++;
      else count.stuck++;
    }
    return count;
  }

  latencies(): readonly number[] {
    const ended = [...this.#tales.values()].filter((tale) => tale.endedAt >= 0);
    return ended.map((tale) => tale.endedAt - tale.placedAt).sort((a, b) => a - b);
  }
}

const orderKinds = new Set([
  code['order-placed'],
  code['order-accepted'],
  code['order-abandoned'],
  code['order-ended'],
]);

/** Which service was given which message. */
class Deliveries {
  duplicates = 0;
  redelivered = 0;
  readonly #cast: Cast;
  readonly #heard = new Map<number, Set<number>>();

  constructor(cast: Cast) {
    this.#cast = cast;
  }

  see(trace: Trace, row: number, kind: number): void {
    const isRecord = kind === code['record-delivered'];
    if (!isRecord && kind !== code['call-received']) return;
    if (isRecord && trace.c(row) > 1) this.redelivered++;
    if (trace.message(row) < 0) return;
    const service = this.#cast.actors[trace.actor(row)]?.service ?? -1;
    const before = this.#heard.get(service) ?? new Set();
    if (before.has(trace.message(row))) this.duplicates++;
    this.#heard.set(service, before.add(trace.message(row)));
  }
}

/** How often each effect of each order is in force. */
class EffectsTwice {
  twice = 0;
  readonly #inForce = new Map<string, number>();

  see(trace: Trace, row: number, kind: number): void {
    const isApplied = kind === code['effect-applied'];
    if (!isApplied && kind !== code['effect-undone']) return;
    if (trace.order(row) < 0) return;
    const key = `${trace.order(row)} ${trace.a(row)}`;
    const before = this.#inForce.get(key) ?? 0;
    if (isApplied && before > 0) this.twice++;
    this.#inForce.set(key, before + (isApplied ? 1 : -1));
  }
}
