/** How far each consumer group is behind, over time: columns for a step-wise chart, and when it will have caught up. */
import type { Cast, Trace } from '../../trace/index.ts';
import { lagHistoryOf, type LagHistory } from './lag-history.ts';

/** What part of the run, and how fine. */
export interface LagSeriesOptions {
  /** The last row to look at; all rows when absent. */
  readonly upToRow?: number;
  /** The instant up to which the chart reaches, in µs; the instant of the last row when absent. */
  readonly now?: number;
  /** At most this many points of each series; 600 when absent. */
  readonly points?: number;
}

/** Series over one time axis, as uPlot takes them: `[times, ...lags]`. Draw them as steps that change at the point. */
export interface LagSeries {
  /** Seconds of virtual time, ascending. */
  readonly times: readonly number[];
  /** For each group of the cast, its lag in records at each of the times. */
  readonly lags: readonly (readonly number[])[];
  /** The names of the groups. */
  readonly names: readonly string[];
  /** For each group, seconds until it has caught up at the rate of the last 5 s: 0 without lag, null when it is not draining. */
  readonly drainSeconds: readonly (number | null)[];
  /** For each group, records per second over the same 5 s. */
  readonly rates: readonly LagRates[];
  /** Whether points were left out. Every lowest and highest lag is still there. */
  readonly decimated: boolean;
}

/** Records per second that a group could newly see, and that it got done. */
export interface LagRates {
  readonly arriving: number;
  readonly done: number;
}

/** The window over which the rate of draining is measured, in µs. */
const drainWindow = 5_000_000;

/** The lag of all groups over time. */
export function lagSeries(trace: Trace, cast: Cast, options: LagSeriesOptions = {}): LagSeries {
  const upToRow = Math.min(options.upToRow ?? trace.length - 1, trace.length - 1);
  const now = options.now ?? (upToRow < 0 ? 0 : trace.time(upToRow));
  const points = Math.max(8, options.points ?? 600);
  const history = lagHistoryOf(trace, cast);
  const changes = history.countUpTo(upToRow);
  const reading: Reading = { trace, history, changes, upToRow, now, groups: cast.groups.length };
  const decimated = changes + 2 > points;
  const { times, lags } = decimated ? extremes(reading, (points - 2) >> 1) : exact(reading);
  return {
    times,
    lags,
    names: cast.groups.map((group) => group.id),
    drainSeconds: cast.groups.map((_, group) => drainOf(reading, group)),
    rates: cast.groups.map((_, group) => ratesOf(reading, group)),
    decimated,
  };
}

interface Reading {
  readonly trace: Trace;
  readonly history: LagHistory;
  readonly changes: number;
  readonly upToRow: number;
  readonly now: number;
  readonly groups: number;
}

interface Points {
  readonly times: number[];
  readonly lags: number[][];
}

const seconds = (micros: number): number => micros / 1_000_000;

/** Collects points; a second point of the same instant replaces the first, as only the last can be seen. */
class Plot {
  readonly times: number[] = [];
  readonly lags: number[][];

  constructor(groups: number) {
    this.lags = Array.from({ length: groups }, () => []);
  }

  add(micros: number, values: readonly number[]): void {
    const time = seconds(micros);
    const at = this.times.at(-1) === time ? this.times.length - 1 : this.times.length;
    this.times[at] = time;
    this.lags.forEach((series, group) => {
      series[at] = values[group] ?? 0;
    });
  }
}

function exact({ history, changes, now, groups }: Reading): Points {
  const plot = new Plot(groups);
  const values = Array.from({ length: groups }, () => 0);
  plot.add(0, values);
  for (let change = 0; change < changes; change++) {
    values[history.groups.at(change)] = history.lags.at(change);
    plot.add(history.times.at(change), values);
  }
  plot.add(now, values);
  return plot;
}

/**
 * Cuts the time into equal parts and keeps the lowest and the highest value of each series in each part, in the order in
 * which they came. A peak moves by less than the width of a part, but never disappears.
 */
function extremes({ history, changes, now, groups }: Reading, parts: number): Points {
  const plot = new Plot(groups);
  const range = new LagRange(groups);
  const width = Math.max(1, now) / parts;
  // Plain views of the columns: this runs over every change of a long run.
  const instants = history.times.first(changes);
  const ofGroup = history.groups.first(changes);
  const lags = history.lags.first(changes);
  let change = 0;
  for (let part = 0; part < parts; part++) {
    const until = part === parts - 1 ? Infinity : (part + 1) * width;
    range.restart();
    for (; change < changes && Number(instants[change]) < until; change++) {
      range.add(Number(ofGroup[change]), Number(lags[change]));
    }
    plot.add(part * width, range.earlier());
    plot.add((part + 0.5) * width, range.later());
  }
  plot.add(now, range.current);
  return plot;
}

/** The lowest and the highest lag of each group within one part of the time. */
class LagRange {
  readonly current: number[];
  readonly #low: number[];
  readonly #high: number[];
  /** Whether the lowest came after the highest. */
  readonly #falls: boolean[];

  constructor(groups: number) {
    this.current = Array.from({ length: groups }, () => 0);
    this.#low = this.current.slice();
    this.#high = this.current.slice();
    this.#falls = this.current.map(() => false);
  }

  restart(): void {
    this.current.forEach((lag, group) => {
      this.#low[group] = lag;
      this.#high[group] = lag;
    });
  }

  add(group: number, lag: number): void {
    this.current[group] = lag;
    if (lag < Number(this.#low[group])) {
      this.#low[group] = lag;
      this.#falls[group] = true;
    } else if (lag > Number(this.#high[group])) {
      this.#high[group] = lag;
      this.#falls[group] = false;
    }
  }

  earlier(): readonly number[] {
    return this.#falls.map((falls, group) => Number((falls ? this.#high : this.#low)[group]));
  }

  later(): readonly number[] {
    return this.#falls.map((falls, group) => Number((falls ? this.#low : this.#high)[group]));
  }
}

/** What became of a group's lag within the window. */
function windowOf(reading: Reading, group: number) {
  const { trace, history, upToRow, now } = reading;
  const span = Math.min(drainWindow, now);
  const end = history.after(group, upToRow);
  const before = history.after(group, Math.min(upToRow, trace.rowAt(now - span)));
  const arrived = end.offered - before.offered;
  return { lag: end.lag, arrived, done: arrived - (end.lag - before.lag), span: seconds(span) };
}

function drainOf(reading: Reading, group: number): number | null {
  const { lag, arrived, done, span } = windowOf(reading, group);
  if (lag === 0) return 0;
  return done <= arrived ? null : (lag * span) / (done - arrived);
}

function ratesOf(reading: Reading, group: number): LagRates {
  const { arrived, done, span } = windowOf(reading, group);
  if (span === 0) return { arriving: 0, done: 0 };
  return { arriving: Math.max(0, arrived) / span, done: Math.max(0, done) / span };
}
