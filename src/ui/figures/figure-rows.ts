/** The figures as rows of a table: one column for each style, and what lies between the first and the last of the two main styles. */
import { acquaintances, spanText, type Figures } from '../../projections/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { Moment } from '../run/moments.svelte.ts';

/** One figure in all styles. */
export interface FigureRow {
  readonly name: string;
  readonly values: readonly string[];
  readonly difference: string;
}

interface Kind {
  readonly name: string;
  readonly of: (figures: Figures, cast: Cast) => number | null;
  readonly write?: (value: number) => string;
}

const inTime = (ms: number) => spanText(ms * 1000);

const kinds: readonly Kind[] = [
  { name: 'orders started', of: ({ outcomes }) => outcomes.started },
  { name: 'completed', of: ({ outcomes }) => outcomes.completed },
  { name: 'compensated', of: ({ outcomes }) => outcomes.compensated },
  { name: 'failed', of: ({ outcomes }) => outcomes.failed },
  { name: 'pending or stuck', of: ({ outcomes }) => outcomes.stuck },
  { name: 'messages', of: ({ messages }) => messages },
  { name: 'deliveries', of: ({ deliveries }) => deliveries },
  { name: 'duplicates', of: ({ duplicates }) => duplicates },
  { name: 'suppressed by an inbox', of: ({ suppressed }) => suppressed },
  { name: 'effects done twice', of: ({ effectsTwice }) => effectsTwice },
  { name: 'effects taken back', of: ({ undone }) => undone },
  { name: 'dead letters', of: ({ deadLetters }) => deadLetters },
  { name: 'lag now', of: ({ lag }) => lag.end },
  { name: 'highest lag', of: ({ lag }) => lag.max },
  { name: 'services that know another', of: (_, cast) => acquaintances(cast).length },
  { name: 'latency p50', of: ({ latencyMs }) => latencyMs.p50, write: inTime },
  { name: 'latency p95', of: ({ latencyMs }) => latencyMs.p95, write: inTime },
  { name: 'latency p99', of: ({ latencyMs }) => latencyMs.p99, write: inTime },
];

/** A latency with no more digits than a glance can take in: `523 ms`, `1.8 s`. */
export function shortSpan(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** The figures of a moment that are counts and not spans, as far as they are known. */
export function countsOf({
  view,
  cast,
}: Moment): readonly { readonly name: string; readonly value: number }[] {
  const figures = view.figures();
  return kinds.flatMap(({ name, of, write }) => {
    const value = write === undefined ? of(figures, cast) : null;
    return value === null ? [] : [{ name, value }];
  });
}

/** All figures of these moments. */
export function figureRows(moments: readonly Moment[]): readonly FigureRow[] {
  const all = moments.map(({ view, cast }) => ({ figures: view.figures(), cast }));
  return kinds.map(({ name, of, write = String }) => {
    const values = all.map(({ figures, cast }) => of(figures, cast));
    return {
      name,
      values: values.map((value) => (value === null ? '–' : write(value))),
      difference: differenceOf(values[0] ?? null, values[1] ?? null, write),
    };
  });
}

function differenceOf(
  first: number | null,
  second: number | null,
  write: (value: number) => string,
): string {
  if (first === null || second === null) return '';
  const difference = second - first;
  if (difference === 0) return '=';
  return `${difference > 0 ? '+' : '−'}${write(Math.abs(difference))}`;
}
