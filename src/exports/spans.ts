/** The spans of a run: work, sending, waiting in the log and the network, each under what caused it. */
import { code, outcomes, reasons, type Cast, type Kind, type Trace } from '../trace/index.ts';
import type { Span, SpanPart } from './span.ts';

type Given = Pick<Span, 'part' | 'parent'> &
  Partial<Pick<Span, 'from' | 'to' | 'attempt' | 'partition' | 'offset' | 'step'>>;

/** What a delivery needs to know of the record's way. */
interface Sent {
  readonly row: number;
  readonly latency: number;
}

const codesOf = (...names: readonly Kind[]) => new Set(names.map((name) => code[name]));
/** What a handler does: it lasts until the last of these that it led to. */
const handling = codesOf(
  ...(['state-changed', 'event-ignored', 'store-committed', 'effect-applied'] as const),
  ...(['effect-undone', 'effect-deduplicated', 'duplicate-suppressed', 'message-created'] as const),
  ...(['work-failed', 'work-refused', 'dead-lettered', 'order-accepted', 'order-ended'] as const),
  ...(['deadline-set', 'record-read', 'produce-acked', 'record-acknowledged'] as const),
);
/** What is told as an event of the span in which it happened. */
const telling = codesOf(
  ...([
    'fault-struck',
    'leg-lost',
    'leg-delayed',
    'delivery-duplicated',
    'duplicate-suppressed',
  ] as const),
  ...(['effect-applied', 'effect-undone', 'effect-deduplicated', 'work-failed'] as const),
  ...(['work-refused', 'dead-lettered', 'event-ignored', 'order-accepted', 'order-ended'] as const),
  ...(['order-abandoned', 'process-crashed', 'process-paused', 'handler-blocked'] as const),
  'process-cut-off',
  ...(['produce-deduplicated', 'produce-failed', 'send-expired', 'call-timed-out'] as const),
);

/**
 * Reads the spans of a trace, row by row. With an order, only those of this order. `finish` ends what is still open, and
 * links each span that its cause does not hold to it: so a child is within its parent, or linked.
 */
export class SpanReader {
  readonly spans: Span[] = [];
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #only: number | undefined;
  /** The span to which a row belongs. */
  readonly #ofRow = new Map<number, number>();
  readonly #roots = new Map<number, number>();
  /** The last span of a process about a message, by part, process and message. */
  readonly #last = new Map<string, number>();
  /** Work under way by its row, and by its process. */
  readonly #work = new Map<number, number>();
  readonly #down = new Map<number, number>();
  /** By partition and offset: the row of the append. */
  readonly #appended = new Map<string, number>();
  readonly #sent = new Map<string, Sent>();

  constructor(trace: Trace, cast: Cast, order?: number) {
    this.#trace = trace;
    this.#cast = cast;
    this.#only = order;
  }

  /** Takes in one row. */
  see(row: number): void {
    const trace = this.#trace;
    const order = trace.order(row);
    if (order < 0) return this.#seeOfNoOrder(row);
    if (this.#only !== undefined && order !== this.#only) return;
    const worked = this.#work.get(trace.cause(row));
    if (worked !== undefined) this.#endWork(trace.cause(row), trace.time(row));
    const owner = this.#ownerOf(row);
    const opened = this.#opens(row, owner);
    const of = opened < 0 ? owner : opened;
    this.#ofRow.set(row, of);
    const kind = trace.kind(row);
    const span = this.spans[of];
    if (span === undefined) return;
    if (telling.has(kind)) span.events.push(row);
    const isOwn = span.actor === trace.actor(row) && holders.has(span.part);
    if (isOwn && handling.has(kind)) span.to = Math.max(span.to, trace.time(row));
    this.#judge(row, span);
  }

  /** Ends what is open and links what its cause does not hold. To be called once, after the last row. */
  finish(end = this.#trace.endTime): readonly Span[] {
    for (const row of [...this.#work.keys()]) this.#endWork(row, end, true);
    for (const span of this.spans) {
      const root = this.spans[this.#roots.get(span.order) ?? -1];
      if (root !== undefined) root.to = Math.max(root.to, span.to);
    }
    for (const span of this.spans) {
      const parent = this.spans[span.parent];
      if (parent === undefined || parent.to >= span.to) continue;
      if (!span.links.some((link) => link.span === parent.index))
        span.links.unshift({ span: parent.index, why: 'caused by' });
    }
    return this.spans;
  }

  #opens(row: number, parent: number): number {
    const trace = this.#trace;
    switch (trace.kind(row)) {
      case code['call-sent']:
        return this.#again(row, { part: 'call', parent, attempt: trace.c(row) });
      case code['call-received']:
        return this.#open(row, { part: 'serve', parent, attempt: trace.b(row) });
      case code['produce-sent']:
        return this.#openSend(row, parent);
      case code['record-delivered']:
        return this.#openProcess(row, parent);
      case code['work-started']:
        return this.#openWork(row, parent);
      case code['deadline-passed']:
        return this.#open(row, { part: 'timer', parent });
      default:
        return this.#closes(row, parent);
    }
  }

  /** Ends a span with this row, and says to which one the row belongs: -1 for the one of its cause. */
  #closes(row: number, owner: number): number {
    const trace = this.#trace;
    switch (trace.kind(row)) {
      case code['record-appended']:
        this.#appended.set(`${trace.a(row)} ${trace.b(row)}`, row);
        return owner;
      case code['record-sent']:
        this.#sent.set(`${trace.actor(row)} ${trace.a(row)} ${trace.b(row)}`, {
          ...{ row, latency: trace.c(row) },
        });
        return owner;
      case code['produce-acked']:
        return this.#close(row, 'send');
      case code['produce-failed']:
      case code['send-expired']:
        this.#close(row, 'send');
        return this.#last.get(this.#keyOf('send', row)) ?? owner;
      case code['reply-sent']:
        this.#close(row, 'serve');
        return this.#last.get(this.#keyOf('serve', row)) ?? owner;
      case code['reply-received']:
        return this.#close(row, 'call');
      case code['call-timed-out']:
        this.#close(row, 'call');
        return this.#last.get(this.#keyOf('call', row)) ?? owner;
      default:
        return -1;
    }
  }

  #openSend(row: number, parent: number): number {
    const trace = this.#trace;
    const place = { partition: trace.a(row), attempt: trace.c(row) };
    const send = this.#again(row, { part: 'send', parent, ...place });
    const latency = trace.b(row);
    if (latency < 0) this.#fail(send, 'the request was lost');
    else
      this.#open(row, { part: 'network', parent: send, to: trace.time(row) + latency, ...place });
    return send;
  }

  /** A delivery, and before it the way of its record: waiting in the log, on the network, and in the consumer. */
  #openProcess(row: number, cause: number): number {
    const trace = this.#trace;
    const place = { partition: trace.a(row), offset: trace.b(row), attempt: trace.c(row) };
    const at = `${place.partition} ${place.offset}`;
    const append = this.#appended.get(at);
    const parent = append === undefined ? cause : (this.#ofRow.get(append) ?? cause);
    const key = `${trace.actor(row)} ${at}`;
    const sent = this.#sent.get(key);
    if (append !== undefined && sent !== undefined && sent.latency >= 0) {
      // Only once: what is delivered again from the buffer has not come over the network again.
      this.#sent.delete(key);
      const [from, left] = [trace.time(append), trace.time(sent.row)];
      const arrived = Math.min(left + sent.latency, trace.time(row));
      const way = { parent, ...place };
      if (left > from) this.#open(row, { part: 'log', from, to: left, ...way });
      this.#open(row, { part: 'fetch', from: left, to: arrived, ...way });
      if (trace.time(row) > arrived)
        this.#open(row, { part: 'queue', from: arrived, to: trace.time(row), ...way });
    }
    const service = this.#cast.actors[trace.actor(row)]?.service ?? -1;
    const served = `delivery ${service} ${trace.message(row)}`;
    const before = this.#last.get(served);
    const made = this.#open(row, { part: 'process', parent, ...place });
    const span = this.spans[made];
    if (span !== undefined && parent >= 0 && this.spans[parent]?.part === 'send')
      span.links.push({ span: parent, why: 'caused by' });
    if (before !== undefined) span?.links.push({ span: before, why: 'delivered before' });
    this.#last.set(served, made);
    return made;
  }

  /** Work stands beside what follows from it: that belongs to the handler. */
  #openWork(row: number, parent: number): number {
    const trace = this.#trace;
    const given = { step: trace.a(row), attempt: trace.c(row) };
    const to = trace.time(row) + Math.max(0, trace.b(row));
    const made = this.#open(row, { part: 'work', parent, to, ...given });
    this.#work.set(row, made);
    return parent < 0 ? made : parent;
  }

  #endWork(row: number, time: number, open = false): void {
    const span = this.spans[this.#work.get(row) ?? -1];
    this.#work.delete(row);
    if (span === undefined) return;
    span.to = Math.max(span.from, open ? Math.min(span.to, time) : time);
    span.open = open;
    const parent = this.spans[span.parent];
    if (parent !== undefined && holders.has(parent.part)) parent.to = Math.max(parent.to, span.to);
  }

  /** Opens a span that repeats an earlier try of the same message. */
  #again(row: number, given: Given & { readonly part: SpanPart }): number {
    const before = this.#last.get(this.#keyOf(given.part, row));
    const made = this.#open(row, given);
    if (before !== undefined) this.spans[made]?.links.push({ span: before, why: 'tried before' });
    return made;
  }

  #open(row: number, given: Given): number {
    const trace = this.#trace;
    const index = this.spans.length;
    const from = given.from ?? trace.time(row);
    this.spans.push({
      ...{ index, row, part: given.part, parent: given.parent, from, to: given.to ?? from },
      ...{ actor: trace.actor(row), order: trace.order(row), message: trace.message(row) },
      ...{
        links: [],
        events: [],
        error: '',
        open: closing.has(given.part) && trace.order(row) >= 0,
      },
      ...{ attempt: given.attempt ?? 1, partition: given.partition ?? -1 },
      ...{ offset: given.offset ?? -1, step: given.step ?? -1 },
    });
    if (!ways.has(given.part)) this.#last.set(this.#keyOf(given.part, row), index);
    return index;
  }

  /** Ends the last span of this part that the process has about this message; its parent goes on. */
  #close(row: number, part: SpanPart): number {
    const span = this.spans[this.#last.get(this.#keyOf(part, row)) ?? -1];
    if (span === undefined) return -1;
    span.to = Math.max(span.to, this.#trace.time(row));
    span.open = false;
    return span.parent;
  }

  #fail(index: number, why: string): void {
    const span = this.spans[index];
    if (span !== undefined && span.error === '') span.error = why;
  }

  /** What a row says of the success of the span in which it stands. */
  #judge(row: number, span: Span): void {
    const trace = this.#trace;
    const root = this.#roots.get(trace.order(row)) ?? -1;
    switch (trace.kind(row)) {
      case code['process-crashed']:
        this.#crash(row, span);
        return;
      case code['work-failed']:
        return this.#fail(
          this.#lastWork(row) ?? span.index,
          reasons[trace.b(row)] ?? 'the work failed',
        );
      case code['dead-lettered']:
        return this.#fail(span.index, 'given up as a dead letter');
      case code['call-timed-out']:
        return this.#fail(span.index, 'no answer in time');
      case code['produce-failed']:
        return this.#fail(span.index, 'the request failed');
      case code['send-expired']:
        return this.#fail(span.index, 'the producer gave the record up');
      case code['order-abandoned']:
        this.#endOrder(root);
        return this.#fail(root, 'the client gave up');
      case code['order-ended']:
        this.#endOrder(root);
        if (outcomes[trace.a(row)] === 'failed') this.#fail(root, 'the order failed');
    }
  }

  #endOrder(root: number): void {
    const span = this.spans[root];
    if (span !== undefined) span.open = false;
  }

  #lastWork(row: number): number | undefined {
    return this.#last.get(this.#keyOf('work', row));
  }

  /** What a process was doing when it fell ends there. */
  #crash(row: number, span: Span): void {
    const trace = this.#trace;
    if (span.actor === trace.actor(row) && holders.has(span.part)) {
      span.to = Math.max(span.to, trace.time(row));
      this.#fail(span.index, fell);
    }
    this.#stopWork(row);
    const down = this.#open(row, { part: 'down', parent: span.index });
    this.#fail(down, 'the process is down');
    this.#down.set(trace.actor(row), down);
  }

  #stopWork(row: number): void {
    for (const [work, index] of [...this.#work]) {
      const span = this.spans[index];
      if (span?.actor !== this.#trace.actor(row)) continue;
      this.#endWork(work, this.#trace.time(row));
      this.#fail(index, fell);
      this.#fail(span.parent, fell);
      if (span.order !== this.#trace.order(row)) span.events.push(row);
    }
  }

  /** A process that falls or comes back by itself belongs to no order; what ends with it does. */
  #seeOfNoOrder(row: number): void {
    const trace = this.#trace;
    if (trace.is(row, 'process-crashed')) this.#stopWork(row);
    if (trace.is(row, 'process-restarted')) {
      const span = this.spans[this.#down.get(trace.actor(row)) ?? -1];
      this.#down.delete(trace.actor(row));
      if (span !== undefined) {
        span.to = Math.max(span.to, trace.time(row));
        span.open = false;
      }
    }
    if (this.#only !== undefined || !telling.has(trace.kind(row))) return;
    const run = this.spans[this.#rootOf(row)];
    run?.events.push(row);
    if (run !== undefined) run.to = trace.time(row);
  }

  /** The span of a row's cause at the same order; else what its process did last for its message; else the whole order. */
  #ownerOf(row: number): number {
    const trace = this.#trace;
    const order = trace.order(row);
    const caused = this.#ofRow.get(trace.cause(row));
    if (caused !== undefined && this.spans[caused]?.order === order) return caused;
    const at = ['process', 'serve', 'send'] as const;
    for (const part of at) {
      const own = this.#last.get(this.#keyOf(part, row));
      if (trace.message(row) >= 0 && own !== undefined && this.spans[own]?.order === order)
        return own;
    }
    return this.#rootOf(row);
  }

  #rootOf(row: number): number {
    const order = this.#trace.order(row);
    const known = this.#roots.get(order);
    if (known !== undefined) return known;
    const made = this.#open(row, { part: 'order', parent: -1 });
    this.#roots.set(order, made);
    return made;
  }

  #keyOf(part: SpanPart, row: number): string {
    const trace = this.#trace;
    return `${part} ${trace.actor(row)} ${trace.message(row)} ${part === 'work' ? trace.order(row) : ''}`;
  }
}

/** Spans that last as long as what they lead to at the same process. */
const holders: ReadonlySet<SpanPart> = new Set(['process', 'serve', 'timer']);
/** Spans that a row of their own ends. */
const closing: ReadonlySet<SpanPart> = new Set(['order', 'call', 'serve', 'send', 'down']);
const fell = 'the process crashed';
/** Stretches of a record's way: no row belongs to them. */
const ways: ReadonlySet<SpanPart> = new Set(['network', 'log', 'fetch', 'queue']);

/** All spans of one order up to a row, in the order in which they were told: nothing later is told of them. */
export function spansOfOrder(
  trace: Trace,
  cast: Cast,
  order: number,
  upToRow = trace.length - 1,
): readonly Span[] {
  const reader = new SpanReader(trace, cast, order);
  const last = Math.min(upToRow, trace.length - 1);
  for (let row = 0; row <= last; row++) reader.see(row);
  return reader.finish(last < 0 ? 0 : trace.time(last));
}
