/** The spans of one order as lines of a Gantt chart, each below the one that led to it. */
import { spanLabel, spansOfOrder, type Span, type SpanPart } from '../../exports/index.ts';
import { clock } from '../../projections/index.ts';
import type { Cast, Trace } from '../../trace/index.ts';

/** One line of the chart. Places are shares of the whole width, from 0 to 100. */
export interface GanttLine {
  readonly index: number;
  /** It has not begun yet: its place is kept, and nothing is told of it. */
  readonly isAhead: boolean;
  readonly row: number;
  readonly part: SpanPart;
  readonly depth: number;
  readonly label: string;
  /** How long it lasted, and that it goes on. */
  readonly length: string;
  /** All of it as a sentence. */
  readonly words: string;
  readonly left: number;
  readonly width: number;
  /** The service whose hue it has, -1 for none. */
  readonly hue: number;
  readonly error: string;
  readonly isOpen: boolean;
  readonly events: readonly { readonly row: number; readonly left: number }[];
}

/** A mark of the time axis. */
export interface GanttTick {
  readonly left: number;
  readonly text: string;
}

/** The chart. */
export interface GanttChart {
  readonly lines: readonly GanttLine[];
  readonly ticks: readonly GanttTick[];
}

/** So many lines are drawn at most. */
export const mostLines = 400;

/**
 * The chart of an order up to a row. `known` is the last row that is known of it: lines and axis have their places by
 * that, so that nothing moves while time goes to and fro.
 */
export function ganttOf(
  { trace, cast }: { readonly trace: Trace; readonly cast: Cast },
  order: number,
  upToRow: number,
  known = upToRow,
): GanttChart {
  const spans = spansOfOrder(trace, cast, order, upToRow);
  const [first] = spans;
  if (first === undefined) return { lines: [], ticks: [] };
  const now = trace.time(upToRow);
  const end = trace.time(Math.max(known, upToRow));
  const whole = niceLength(Math.max(1, end - first.from));
  const share = (time: number) => (100 * (Math.min(time, now) - first.from)) / whole;
  // Spans are told in the order of the trace: those up to now are the first of those that are known.
  const all = known > upToRow ? spansOfOrder(trace, cast, order, known) : spans;
  const lines = inOrder(all)
    .slice(0, mostLines)
    .map(({ span: { index }, depth }): GanttLine => {
      const span = spans[index];
      if (span === undefined) return lineAhead(index, depth);
      const [from, to] = [span.from, Math.min(span.to, now)];
      const isOpen = span.open || span.to > now;
      const length = `${lengthText(to - from)}${isOpen ? ' so far' : ''}`;
      const label = spanLabel(trace, cast, span);
      const failed = span.error === '' ? '' : `, ${span.error}`;
      return {
        ...{ index, isAhead: false, row: span.row, part: span.part, depth, label, length, isOpen },
        words: `${label}: from ${clock(from)}, ${length}${failed}`,
        left: share(from),
        width: share(to) - share(from),
        hue: cast.actors[span.actor]?.service ?? -1,
        error: span.error,
        events: span.events.map((row) => ({ row, left: share(trace.time(row)) })),
      };
    });
  return { lines, ticks: ticksOf(whole) };
}

/** The place of a span that has not begun. */
function lineAhead(index: number, depth: number): GanttLine {
  return {
    ...{ index, isAhead: true, row: -1, part: 'order', depth, label: '', length: '', words: '' },
    ...{ left: 0, width: 0, hue: -1, error: '', isOpen: false, events: [] },
  };
}

/** Each span below its parent, by the time at which they begin. A stack: chains can be long. */
function inOrder(spans: readonly Span[]): { readonly span: Span; readonly depth: number }[] {
  const below = new Map<number, Span[]>();
  for (const span of spans) {
    const siblings = below.get(span.parent);
    if (siblings === undefined) below.set(span.parent, [span]);
    else siblings.push(span);
  }
  for (const siblings of below.values())
    siblings.sort((a, b) => a.from - b.from || a.index - b.index);
  const stack = (below.get(-1) ?? []).map((span) => ({ span, depth: 0 })).reverse();
  const all: { span: Span; depth: number }[] = [];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    all.push(next);
    const children = below.get(next.span.index) ?? [];
    for (const span of children.toReversed()) stack.push({ span, depth: next.depth + 1 });
  }
  return all;
}

/** The next length above that reads well: 1, 2 or 5 and zeroes. So the axis changes seldom while an order goes on. */
function niceLength(micros: number): number {
  let unit = 1;
  while (unit * 10 < micros) unit *= 10;
  return [1, 2, 5, 10].map((of) => of * unit).find((length) => length >= micros) ?? micros;
}

const parts = 4;

function ticksOf(whole: number): GanttTick[] {
  return Array.from({ length: parts + 1 }, (_, at) => ({
    left: (100 * at) / parts,
    text: at === 0 ? '0' : lengthText((whole * at) / parts),
  }));
}

/** A length of time for people: `850 µs`, `12.5 ms`, `2.25 s`. */
function lengthText(micros: number): string {
  if (micros < 1000) return `${Math.round(micros)} µs`;
  const [size, unit] = micros < 1_000_000 ? [1000, 'ms'] : [1_000_000, 's'];
  return `${Number((micros / size).toFixed(2))} ${unit}`;
}
