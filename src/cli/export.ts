/** `baton export`: a run as a file that other programs open. */
import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import {
  cloudEventPieces,
  eventCsvPieces,
  lagCsvPieces,
  markdownReport,
  otlpPieces,
  type ToldRun,
  type ToldStyle,
} from '../exports/index.ts';
import { sequenceDiagram } from '../projections/index.ts';
import { PromiseKeeper } from '../promises/index.ts';
import { engine, type Run } from '../simulation/index.ts';
import { UsageError } from './arguments.ts';

/** The formats, and of which runs one file can be: `each` of one style, `all` of several. */
const formats = {
  cloudevents: 'each',
  otlp: 'each',
  csv: 'each',
  lag: 'each',
  mermaid: 'each',
  report: 'all',
} as const;
/** A format of `export`. */
export type ExportFormat = keyof typeof formats;

/**
 * The format that was typed.
 * @throws UsageError when there is no such format.
 */
export function readFormat(text: string | undefined): ExportFormat {
  const names = Object.keys(formats);
  if (text === undefined) throw new UsageError(`--format is needed: ${names.join(', ')}`);
  if (!Object.hasOwn(formats, text))
    throw new UsageError(`--format must be one of ${names.join(', ')}, got "${text}"`);
  return text as ExportFormat;
}

/** What `export` was asked for. */
export interface ExportOrder {
  readonly slug: string;
  readonly format: ExportFormat;
  /** The order of a sequence diagram. */
  readonly order: number;
}

/**
 * The text of the file, in pieces.
 * @throws UsageError when one file cannot hold that many styles.
 */
export function exportPieces(run: Run, { slug, format, order }: ExportOrder): Iterable<string> {
  const styles = run.worlds.map(({ world }): ToldStyle => {
    const { cast, trace, hash, ending } = world;
    const keeper = new PromiseKeeper(run.scenario, cast);
    keeper.see(trace, 0);
    const promises = keeper.verdicts().map((verdict) => ({ ...verdict, why: verdict.sentence }));
    const name = { slug, seed: run.seed, style: cast.style, engine, hash };
    return { name, scenario: run.scenario, trace, cast, promises, ended: ending !== 'running' };
  });
  const [first] = styles;
  if (first === undefined) throw new UsageError('the scenario has no such style');
  if (formats[format] === 'each' && styles.length > 1)
    throw new UsageError(`a file of format ${format} holds one style: say --style choreography`);
  if (format === 'report')
    return [markdownReport({ styles, reopen: `\`baton run ${slug} --seed ${run.seed}\`` })];
  return piecesOf(first, format, order);
}

function piecesOf(
  told: ToldRun,
  format: Exclude<ExportFormat, 'report'>,
  order: number,
): Iterable<string> {
  switch (format) {
    case 'cloudevents':
      return cloudEventPieces(told);
    case 'otlp':
      return otlpPieces(told);
    case 'csv':
      return eventCsvPieces(told);
    case 'lag':
      return lagCsvPieces(told);
    case 'mermaid':
      return [sequenceDiagram(told.trace, told.cast, order)];
  }
}

/**
 * Writes pieces to a file, or to the terminal when none is named.
 * @throws UsageError when the file cannot be written.
 */
export function writePieces(pieces: Iterable<string>, file: string | undefined): void {
  if (file === undefined) {
    for (const piece of pieces) if (piece !== '') process.stdout.write(piece);
    return;
  }
  const at = path.resolve(process.env['INIT_CWD'] ?? process.cwd(), file);
  let open: number;
  try {
    open = openSync(at, 'w');
  } catch (reason) {
    const code = reason instanceof Error && 'code' in reason ? String(reason.code) : '';
    throw new UsageError(`"${file}" cannot be written (${code})`);
  }
  try {
    for (const piece of pieces) if (piece !== '') writeSync(open, piece);
  } finally {
    closeSync(open);
  }
}
