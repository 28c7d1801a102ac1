/** Answers queries from runs. */
import { lagSeries } from '../../projections/index.ts';
import { PromiseKeeper, type Verdict } from '../../promises/index.ts';
import type { Style } from '../../trace/index.ts';
import { figureOf } from './figures.ts';
import { distinct, firstMatch, matches } from './matches.ts';
import { bondOf, matcherOf } from './matcher.ts';
import type { FieldQuery, LagQuery, OvertakenQuery, Query, SpanQuery } from './query.ts';
import type { RunOf, ToldRun } from './told-run.ts';
import { fieldOf } from './words.ts';

/** What a run says to a query. */
export interface Answer {
  /** Null when the run has nothing to say. */
  readonly value: number | string | null;
  /** The row that shows it, -1 when there is none. */
  readonly row: number;
  /** The style in which to look. */
  readonly style: Style;
}

/** What the runs say to a query; a query that names no style asks `style`. */
export function answer(query: Query, runOf: RunOf, style: Style): Answer {
  if ('in' in query) return answer(query.ask, runOf, query.in);
  if ('difference' in query) return differenceOf(query.difference, runOf, style);
  const run = runOf(style);
  if (run === undefined) return { value: null, row: -1, style };
  return { ...answerOf(query, run), style };
}

type Found = Omit<Answer, 'style'>;
type PlainQuery = Exclude<
  Query,
  { readonly in: Style } | { readonly difference: readonly Query[] }
>;

function answerOf(query: PlainQuery, run: ToldRun): Found {
  if ('count' in query) {
    const all = matches(run, query.count);
    const rows = query.distinct === undefined ? all : distinct(run, all, query.distinct);
    return { value: rows.length, row: rows[0] ?? -1 };
  }
  if ('field' in query) return fieldAnswer(query, run);
  if ('figure' in query) return { value: figureOf(run, query.figure), row: -1 };
  if ('lag' in query) return lagAnswer(query, run);
  if ('promise' in query) {
    const verdict = verdictsOf(run).find(({ id }) => id === query.promise);
    return { value: verdict?.state ?? null, row: verdict?.firstRow ?? -1 };
  }
  return 'span' in query ? spanAnswer(query, run) : overtakenAnswer(query, run);
}

/** The verdicts on all promises of a run. */
export function verdictsOf({ scenario, cast, trace }: ToldRun): readonly Verdict[] {
  const keeper = new PromiseKeeper(scenario, cast);
  keeper.see(trace, 0);
  return keeper.verdicts();
}

function differenceOf(queries: readonly Query[], runOf: RunOf, style: Style): Answer {
  const [first, second] = queries.map((each) => answer(each, runOf, style));
  const isNumbers = typeof first?.value === 'number' && typeof second?.value === 'number';
  const value = isNumbers ? Number(first.value) - Number(second.value) : null;
  return { value, row: first?.row ?? -1, style: first?.style ?? style };
}

function fieldAnswer({ field, of, pick = 'first' }: FieldQuery, run: ToldRun): Found {
  const rows =
    pick === 'first' ? [firstMatch(run, of)].filter((row) => row >= 0) : matches(run, of);
  const found = rows.map((row) => ({ value: fieldOf(run, row, field), row }));
  const none = { value: null, row: -1 };
  if (pick === 'first' || pick === 'last') return found.at(pick === 'first' ? 0 : -1) ?? none;
  const sign = pick === 'most' ? 1 : -1;
  return found.reduce<Found>(
    (best, each) =>
      best.value === null || sign * (Number(each.value) - Number(best.value)) > 0 ? each : best,
    none,
  );
}

function lagAnswer({ lag }: LagQuery, run: ToldRun): Found {
  const { cast, trace } = run;
  const group = cast.groups.findIndex((each) => cast.services[each.service]?.id === lag);
  const series = lagSeries(trace, cast);
  const lags = series.lags[group];
  if (lags === undefined) return { value: null, row: -1 };
  const most = Math.max(0, ...lags);
  const at = series.times[lags.indexOf(most)] ?? 0;
  return { value: most, row: trace.rowAt(at * 1_000_000) };
}

function spanAnswer({ span, same }: SpanQuery, run: ToldRun): Found {
  const [from, to] = span;
  if (from === undefined || to === undefined) return { value: null, row: -1 };
  const begins = matcherOf(run, from);
  const ends = matcherOf(run, to);
  const open = new Map<number, number>();
  let longest: Found = { value: null, row: -1 };
  for (let row = 0; row < run.trace.length; row++) {
    const [isBegin, isEnd] = [begins(row), ends(row)];
    if (!isBegin && !isEnd) continue;
    const bond = bondOf(run, row, same);
    const begin = open.get(bond);
    if (isEnd && begin !== undefined) {
      const value = Math.round((run.trace.time(row) - run.trace.time(begin)) / 1000);
      if (value > Number(longest.value ?? -1)) longest = { value, row: begin };
      open.delete(bond);
    } else if (isBegin && begin === undefined && (same === undefined || bond >= 0)) {
      open.set(bond, row);
    }
  }
  return longest;
}

function overtakenAnswer({ overtaken, by = 'order', within }: OvertakenQuery, run: ToldRun): Found {
  const latest = new Map<number, number>();
  const late = matches(run, overtaken).filter((row) => {
    const bond = bondOf(run, row, within);
    const order = Number(fieldOf(run, row, by));
    const before = latest.get(bond) ?? -1;
    latest.set(bond, Math.max(before, order));
    return order < before;
  });
  return { value: late.length, row: late[0] ?? -1 };
}
