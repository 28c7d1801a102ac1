/** Tables as CSV after RFC 4180, for spreadsheets: no cell can be taken for a formula. */
import {
  jsonLine,
  lagSeries,
  recount,
  sentence,
  type Figures,
  type RowValue,
} from '../projections/index.ts';
import type { ToldRun } from './run-name.ts';

const stretch = 256;
/** Enough points for every change of a run. */
const everyPoint = 100_000_000;

type Cell = string | number | null | undefined;

/** White space and what cannot be seen: some spreadsheets pass over both. */
const unseen = '[\\s\\p{Cf}]*';
/** What makes a formula of a cell, with the white space before it. */
const formula = new RegExp(`^${unseen}[=+\\-@|%＝＋－＠]|^[\\t\\r\\n]`, 'u');
/**
 * The same within a text: where a semicolon or a tab separates cells, as in many countries, a text is cut there, and at
 * the end of a line too, for quotation marks count at the beginning of a cell only.
 */
const formulaWithin = new RegExp(`([;\\t\\r\\n][\\s\\p{Cf}"]*)(?=[=+\\-@|%＝＋－＠])`, 'gu');

/** A cell. What a spreadsheet would take for a formula gets an apostrophe before it; numbers are numbers. */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const inert = (formula.test(value) ? `'${value}` : value).replaceAll(formulaWithin, "$1'");
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** A line with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

const eventColumns = ['row', 'timeMs', 'kind', 'actor', 'order', 'message', 'messageType', 'cause'];

/** All rows of a run: what each has by its name, the rest as `name=value`, and the sentence. */
export function* eventCsvPieces({ trace, cast }: ToldRun): Generator<string> {
  yield csvLine([...eventColumns, 'sentence', 'details']);
  for (let row = 0; row < trace.length; row++) {
    if (row % stretch === 0) yield '';
    const object = jsonLine(trace, cast, row);
    const details = Object.entries(object)
      .filter(([name]) => !eventColumns.includes(name))
      .map(([name, value]) => `${name}=${String(value)}`);
    yield csvLine([
      ...eventColumns.map((name): RowValue | undefined => object[name]),
      ...[sentence(trace, cast, row), details.join('; ')],
    ]);
  }
}

/** The lag of all groups at every instant at which one of them changed. */
export function* lagCsvPieces({ trace, cast }: ToldRun): Generator<string> {
  const { times, lags, names } = lagSeries(trace, cast, { points: everyPoint });
  yield csvLine(['seconds', ...names]);
  for (let at = 0; at < times.length; at++) {
    if (at % stretch === 0) yield '';
    yield csvLine([times[at], ...lags.map((series) => series[at])]);
  }
}

/** The figures of each run, a column each. */
export function figuresCsv(runs: readonly ToldRun[]): string {
  const all = runs.map(({ trace, cast }) => recount(trace, cast));
  const lines = figureRows.map(([name, of]) => csvLine([name, ...all.map(of)]));
  return csvLine(['figure', ...runs.map(({ name }) => name.style)]) + lines.join('');
}

/** The figures by name, in the order of the report. */
export const figureRows: readonly (readonly [string, (figures: Figures) => number | null])[] = [
  ['orders', ({ outcomes }) => outcomes.started],
  ['completed', ({ outcomes }) => outcomes.completed],
  ['compensated', ({ outcomes }) => outcomes.compensated],
  ['failed', ({ outcomes }) => outcomes.failed],
  ['pending or stuck', ({ outcomes }) => outcomes.stuck],
  ['messages', ({ messages }) => messages],
  ['deliveries', ({ deliveries }) => deliveries],
  ['duplicates', ({ duplicates }) => duplicates],
  ['redelivered', ({ redelivered }) => redelivered],
  ['suppressed', ({ suppressed }) => suppressed],
  ['effects', ({ effects }) => effects],
  ['effects twice', ({ effectsTwice }) => effectsTwice],
  ['undone', ({ undone }) => undone],
  ['dead letters', ({ deadLetters }) => deadLetters],
  ['highest lag', ({ lag }) => lag.max],
  ['lag at the end', ({ lag }) => lag.end],
  ['latency p50, ms', ({ latencyMs }) => latencyMs.p50],
  ['latency p95, ms', ({ latencyMs }) => latencyMs.p95],
  ['latency p99, ms', ({ latencyMs }) => latencyMs.p99],
];
