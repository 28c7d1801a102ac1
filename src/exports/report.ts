/** A run as a report in Markdown: what was run, what struck it, what came of it, and how the order that broke a promise went. */
import { actorName, clock, recount, sentence, sequenceDiagram } from '../projections/index.ts';
import { code, type Trace } from '../trace/index.ts';
import { figureRows } from './csv.ts';
import type { ToldRun } from './run-name.ts';

/** What became of a promise. The same words as the page and `run` have. */
export interface ToldPromise {
  readonly text: string;
  readonly state: 'holds' | 'broken' | 'pending';
  readonly violations: number;
  /** The row that broke it first, -1 for none. */
  readonly firstRow: number;
  readonly why: string;
}

/** One style of the report. */
export interface ToldStyle extends ToldRun {
  readonly promises: readonly ToldPromise[];
  /** Whether nothing more can happen. */
  readonly ended: boolean;
}

/** What a report is of. */
export interface ToldReport {
  readonly styles: readonly ToldStyle[];
  /** Where the run can be opened again, or how; empty when nobody knows. */
  readonly reopen: string;
}

const mostFaults = 40;

/** A text that stands in Markdown as what it is: nothing of it is markup, a link or a tag. */
export function markdownText(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]()#+!|<>~^$&@:=]/g, '\\$&')
    .replaceAll(/^(\d+)([.)])|^-/g, (mark, digits?: string, dot?: string) =>
      digits === undefined ? `\\${mark}` : `${digits}\\${dot ?? ''}`,
    )
    .replaceAll(/(www)\./gi, '$1\\.');
}

/** The report. */
export function markdownReport({ styles, reopen }: ToldReport): string {
  const [first] = styles;
  if (first === undefined) return '';
  const { name, scenario } = first;
  return [
    `# ${markdownText(scenario.title)}`,
    markdownText(scenario.summary),
    [
      `- Scenario: ${markdownText(name.slug)}, seed ${name.seed}`,
      `- Engine: ${markdownText(name.engine)}`,
      ...styles.map(
        ({ name: { style, hash }, trace, ended }) =>
          `- Run hash of ${style}: \`${hash}\`, ${ended ? 'to its end' : 'as far as it was played'}, ${clock(trace.endTime)}`,
      ),
      ...(reopen === '' ? [] : [`- Open it again: ${reopen}`]),
    ].join('\n'),
    '## Figures',
    figureTable(styles),
    '## Promises',
    ...styles.flatMap(promiseLines),
    '## Faults that struck',
    ...styles.flatMap(faultLines),
    ...styles.flatMap(brokenLines),
  ]
    .join('\n\n')
    .concat('\n');
}

function figureTable(styles: readonly ToldStyle[]): string {
  const all = styles.map(({ trace, cast }) => recount(trace, cast));
  const rows = figureRows.map(
    ([label, of]) =>
      `| ${label} | ${all.map((figures) => String(of(figures) ?? '–')).join(' | ')} |`,
  );
  return [
    `| | ${styles.map(({ name }) => name.style).join(' | ')} |`,
    `| --- |${styles.map(() => ' ---: |').join('')}`,
    ...rows,
  ].join('\n');
}

function promiseLines({ name, promises, trace }: ToldStyle): string[] {
  const lines = promises.map(({ text, state, violations, firstRow, why }) => {
    if (state !== 'broken') return `- ${state}: ${markdownText(text)}`;
    const at = firstRow < 0 ? '' : `, first at ${clock(trace.time(firstRow))}`;
    return `- **broken** ${violations} ${violations === 1 ? 'time' : 'times'}${at}: ${markdownText(text)}\n  Why: ${markdownText(why)}`;
  });
  return [`### ${name.style}`, lines.length === 0 ? 'None.' : lines.join('\n')];
}

/** What struck, and which processes fell: from the trace, so that what never struck is not told. `left` more are not listed. */
export function struckRows(trace: Trace): {
  readonly rows: readonly number[];
  readonly left: number;
} {
  const rows: number[] = [];
  let left = 0;
  for (let row = 0; row < trace.length; row++) {
    const kind = trace.kind(row);
    if (kind !== code['fault-struck'] && kind !== code['process-crashed']) continue;
    if (rows.length === mostFaults) left++;
    else rows.push(row);
  }
  return { rows, left };
}

function faultLines({ name, trace, cast }: ToldStyle): string[] {
  const { rows, left } = struckRows(trace);
  const lines = rows.map(
    (row) =>
      `- ${clock(trace.time(row))} ${markdownText(actorName(cast, trace.actor(row)))}: ${markdownText(sentence(trace, cast, row))}`,
  );
  if (left > 0) lines.push(`- and ${left} more`);
  return [`### ${name.style}`, lines.length === 0 ? 'None.' : lines.join('\n')];
}

/** The first broken moment of a style, with the sequence of the order that broke. */
function brokenLines({ name, trace, cast, promises }: ToldStyle): string[] {
  const [first] = promises
    .filter(({ state, firstRow }) => state === 'broken' && firstRow >= 0)
    .sort((a, b) => a.firstRow - b.firstRow);
  if (first === undefined) return [];
  const order = trace.order(first.firstRow);
  return [
    `## The first broken moment of ${name.style}`,
    `${clock(trace.time(first.firstRow))}: ${markdownText(sentence(trace, cast, first.firstRow))}\n${markdownText(first.why)}`,
    // A name cannot close the fence: the diagram writes what is not a letter as a code.
    ...(order < 0 ? [] : [`\`\`\`mermaid\n${sequenceDiagram(trace, cast, order)}\`\`\``]),
  ];
}
