/** What is exported of a run: valid by the rules of each format, the same twice, and as much as the trace has. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cloudEventPieces,
  eventCsvPieces,
  exportName,
  figuresCsv,
  lagCsvPieces,
  markdownReport,
  otlpPieces,
  spanLabel,
  spansOfOrder,
  type ToldRun,
} from '../../src/exports/index.ts';
import { csvCell, csvLine } from '../../src/exports/csv.ts';
import { markdownText } from '../../src/exports/report.ts';
import { timestamp } from '../../src/exports/run-name.ts';
import { recount } from '../../src/projections/index.ts';
import { readScenario } from '../../src/scenario/index.ts';
import { engine, Run } from '../../src/simulation/index.ts';
import { code, type Cast, type Kind, type Style, type Trace } from '../../src/trace/index.ts';
import { anyTrace } from '../projections/any-trace.ts';
import { smallCast } from '../support/telling.ts';
import naiveText from '../../scenarios/order-fulfilment-naive/scenario.json?raw';
import plainText from '../../scenarios/order-fulfilment/scenario.json?raw';

function scenarioOf(text: string) {
  const read = readScenario(text);
  if (read.kind === 'problems') throw new Error('the scenario is in order');
  return read.scenario;
}

const small = scenarioOf(plainText);

/** Few orders, and a crash after which one delivery comes again. */
function shortened(text: string): string {
  const whole = JSON.parse(text) as { workload: object; faults?: readonly object[] };
  const crash = {
    when: { order: 10, step: 'shipping', point: 'before offset-commit' },
    target: { service: 'shipping' },
    effect: { kind: 'crash', restartAfterMs: 1000 },
  };
  const workload = { ...whole.workload, orders: 16 };
  return JSON.stringify({ ...whole, workload, faults: [crash] });
}

function told(text: string, style: Style, seed = 7): ToldRun {
  const scenario = scenarioOf(shortened(text));
  const run = new Run(scenario, seed, [style]);
  run.advance({ untilMicros: Infinity, maxEvents: Infinity });
  const [only] = run.worlds;
  if (only === undefined) throw new Error('the scenario has this style');
  const { trace, cast, hash } = only.world;
  return { name: { slug: 'a-run', seed, style, engine, hash }, scenario, trace, cast };
}

function toldOf(trace: Trace, cast: Cast = smallCast()): ToldRun {
  const name = { slug: 'a-run', seed: 1, style: 'choreography', engine, hash: 'ff' } as const;
  return { name, scenario: small, trace, cast };
}

const textOf = (pieces: Iterable<string>) => [...pieces].join('');
const choreography = told(naiveText, 'choreography');
const runs = [choreography, told(plainText, 'orchestration'), told(plainText, 'direct')];

function count(trace: Trace, kind: Kind): number {
  let found = 0;
  for (let row = 0; row < trace.length; row++) if (trace.kind(row) === code[kind]) found++;
  return found;
}

interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: string;
  readonly boolValue?: boolean;
}
interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}
interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events: readonly { readonly timeUnixNano: string; readonly name: string }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code?: number; readonly message?: string };
}
interface Otlp {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

function otlpOf(run: ToldRun): { readonly file: Otlp; readonly spans: readonly OtlpSpan[] } {
  const file = JSON.parse(textOf(otlpPieces(run))) as Otlp;
  const spans = file.resourceSpans.flatMap((each) =>
    each.scopeSpans.flatMap((scope) => scope.spans),
  );
  return { file, spans };
}

const partOf = ({ attributes }: OtlpSpan) =>
  attributes.find(({ key }) => key === 'baton.part')?.value.stringValue;

/** What breaks the rules of the OTLP/JSON encoding, or of a well-formed trace. */
function wrongIn({ file, spans }: ReturnType<typeof otlpOf>): readonly string[] {
  const nameless = file.resourceSpans.filter(
    ({ resource }) =>
      !resource.attributes.some(({ key, value }) => key === 'service.name' && value.stringValue),
  );
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  return [
    ...nameless.map(() => 'a resource has no service.name'),
    ...(byId.size === spans.length ? [] : ['ids are not unique']),
    ...spans.flatMap((span) => wrongOf(span, byId)),
  ];
}

function wrongOf(span: OtlpSpan, byId: ReadonlyMap<string, OtlpSpan>): readonly string[] {
  const { spanId, traceId, kind, startTimeUnixNano: from, endTimeUnixNano: to, links } = span;
  const parent = byId.get(span.parentSpanId ?? '');
  // Texts of as many digits are in the order of their numbers.
  const rules: Readonly<Record<string, boolean>> = {
    'trace id': /^(?!0{32})[0-9a-f]{32}$/.test(traceId),
    'span id': /^(?!0{16})[0-9a-f]{16}$/.test(spanId),
    times: /^1767\d{15}$/.test(from) && /^1767\d{15}$/.test(to) && from <= to,
    kind: kind >= 1 && kind <= 5,
    links: links.every((link) => byId.get(link.spanId)?.traceId === link.traceId),
    status: (span.status.code ?? 2) === 2,
    'parent exists': (span.parentSpanId === undefined) === (parent === undefined),
    'parent is of the same trace': parent === undefined || parent.traceId === traceId,
    'parent begins first': parent === undefined || parent.startTimeUnixNano <= from,
    'within its parent, or linked':
      parent === undefined ||
      to <= parent.endTimeUnixNano ||
      links.some((link) => link.spanId === parent.spanId),
  };
  return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [`${spanId}: ${rule}`]));
}

describe('OTLP/JSON', () => {
  test('keeps the rules of the encoding: ids, times, parents that exist, children within or linked', () => {
    for (const run of runs) expect(wrongIn(otlpOf(run))).toEqual([]);
  });

  test('keeps them for any trace whatever', () => {
    fc.assert(
      fc.property(anyTrace(80), (trace) => {
        expect(wrongIn(otlpOf(toldOf(trace)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('has a span for each sending, delivery, call and piece of work that the trace tells', () => {
    for (const run of runs) {
      const { spans } = otlpOf(run);
      const parts = [
        ['send', 'produce-sent', 4],
        ['process', 'record-delivered', 5],
        ['call', 'call-sent', 3],
        ['serve', 'call-received', 2],
        ['work', 'work-started', 1],
        ['order', 'order-placed', 1],
      ] as const;
      for (const [part, kind, spanKind] of parts) {
        const own = spans.filter((span) => partOf(span) === part);
        const told = own.filter(({ attributes }) =>
          attributes.some(({ key }) => key === 'baton.order'),
        );
        expect([part, told.length]).toEqual([part, count(run.trace, kind)]);
        expect(own.every((span) => span.kind === spanKind)).toBe(true);
      }
    }
  });

  test('links a delivery to its sending, and a delivery of the same message to the one before', () => {
    const { spans } = otlpOf(choreography);
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    const deliveries = spans.filter((span) => partOf(span) === 'process');
    for (const delivery of deliveries)
      expect(delivery.links.map(({ spanId }) => partOf(byId.get(spanId) as OtlpSpan))).toContain(
        'send',
      );
    const { duplicates } = recount(choreography.trace, choreography.cast);
    const again = deliveries.filter(({ links }) =>
      links.some(({ spanId }) => partOf(byId.get(spanId) as OtlpSpan) === 'process'),
    );
    expect(duplicates).toBeGreaterThan(0);
    expect(again).toHaveLength(duplicates);
  });

  test('is the same twice, and has other ids for another seed', () => {
    expect(textOf(otlpPieces(choreography))).toBe(textOf(otlpPieces(choreography)));
    const ids = new Set(otlpOf(choreography).spans.map(({ spanId }) => spanId));
    const other = otlpOf(told(naiveText, 'choreography', 8)).spans;
    expect(other.some(({ spanId }) => ids.has(spanId))).toBe(false);
  });
});

describe('the spans of one order', () => {
  test('are those of the whole run', () => {
    const { spans } = otlpOf(choreography);
    const seen = (order: number) =>
      spans.filter(({ attributes }) =>
        attributes.some(({ key, value }) => key === 'baton.order' && value.intValue === `${order}`),
      );
    for (const order of [1, 5, 12]) {
      const own = spansOfOrder(choreography.trace, choreography.cast, order);
      const label = (span: (typeof own)[number]) =>
        spanLabel(choreography.trace, choreography.cast, span);
      const labels = seen(order).map(
        ({ attributes }) => attributes.find(({ key }) => key === 'baton.label')?.value.stringValue,
      );
      expect(own.map(label).sort()).toEqual(labels.sort());
    }
  });
});

describe('CloudEvents', () => {
  const required = ['specversion', 'id', 'source', 'type'];

  test('keep the rules of version 1.0, one line for each message, each id once', () => {
    for (const run of runs) {
      const lines = textOf(cloudEventPieces(run)).trimEnd().split('\n');
      const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const messages = new Set<number>();
      for (let row = 0; row < run.trace.length; row++)
        if (run.trace.kind(row) === code['message-created']) messages.add(run.trace.message(row));
      expect(events).toHaveLength(messages.size);
      expect(new Set(events.map(({ source, id }) => `${String(source)} ${String(id)}`)).size).toBe(
        events.length,
      );
      const ids = new Set(events.map(({ id }) => id));
      for (const event of events) {
        expect(event['specversion']).toBe('1.0');
        for (const name of required) expect(event[name]).toMatch(/./u);
        for (const name of Object.keys(event)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
        expect(event['time']).toMatch(/^2026-01-01T\d\d:\d\d:\d\d\.\d{6}Z$/);
        expect(event['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
        if ('causationid' in event) expect(ids).toContain(event['causationid']);
        if ('kafkaoffset' in event) expect(event['kafkaoffset']).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('have instants of the calendar, for a run of a year as well', () => {
    const day = 86_400_000_000;
    for (let at = 0; at <= 400 * day; at += day * 0.731)
      expect(timestamp(at)).toMatch(
        new RegExp(
          `^${new Date(Date.UTC(2026, 0, 1) + Math.floor(Math.round(at) / 1000)).toISOString().slice(0, -1)}`,
        ),
      );
    expect(timestamp(59 * day + 1)).toBe('2026-03-01T00:00:00.000001Z');
  });

  test('name the root span that the OTLP file of the same run has', () => {
    const roots = new Set(
      otlpOf(choreography).spans.flatMap((span) =>
        partOf(span) === 'order' ? [`00-${span.traceId}-${span.spanId}-01`] : [],
      ),
    );
    for (const line of textOf(cloudEventPieces(choreography)).trimEnd().split('\n'))
      expect(roots).toContain((JSON.parse(line) as { traceparent: string }).traceparent);
  });
});

/** Reads CSV by RFC 4180. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  let line: string[] = [];
  for (let found = cell.exec(text); found !== null; found = cell.exec(text)) {
    const [, raw = '', end] = found;
    line.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end !== '\r\n') continue;
    lines.push(line);
    line = [];
  }
  expect(line).toEqual([]);
  return lines;
}

/** A line as a spreadsheet cuts it with another separator: quotation marks count at the beginning of a cell only. */
function cellsWith(separator: string, text: string): readonly string[] {
  const cells = [''];
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const [letter = '', next = ''] = [text[at], text[at + 1]];
    const cell = cells.length - 1;
    if (quoted && letter === '"' && next === '"') cells[cell] += text[at++] ?? '';
    else if (quoted && letter === '"') quoted = false;
    else if (!quoted && letter === '"' && cells[cell] === '') quoted = true;
    else if (!quoted && (letter === separator || letter === '\n')) cells.push('');
    else cells[cell] += letter;
  }
  return cells;
}

describe('CSV', () => {
  test('has a line for each row of the trace, and as many cells in each', () => {
    const [head = [], ...lines] = readCsv(textOf(eventCsvPieces(choreography)));
    expect(lines).toHaveLength(choreography.trace.length);
    for (const line of lines) expect(line).toHaveLength(head.length);
  });

  test('has the figures of a recount, and the lag that it ends with', () => {
    const figures = recount(choreography.trace, choreography.cast);
    const cells = new Map(
      readCsv(figuresCsv([choreography])).map(([name, value]) => [name, value]),
    );
    expect(cells.get('messages')).toBe(String(figures.messages));
    expect(cells.get('completed')).toBe(String(figures.outcomes.completed));
    const last = readCsv(textOf(lagCsvPieces(choreography))).at(-1) ?? [];
    expect(last.slice(1).reduce((sum, cell) => sum + Number(cell), 0)).toBe(figures.lag.end);
  });

  test('is read back as what was written, and no text begins like a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [[read = ''] = []] = readCsv(`${csvCell(text)}\r\n`);
        expect(read.replaceAll("'", '')).toBe(text.replaceAll("'", ''));
        expect(read).not.toMatch(/^\s*[=+\-@\t\r]/);
      }),
    );
    expect(csvCell('=cmd|calc')).toBe("'=cmd|calc");
    expect(csvCell(-4)).toBe('-4');
  });

  test('has no formula either where semicolons or tabs separate cells', () => {
    const text = fc.string({
      unit: fc.constantFrom('=', '-', '@', ';', '\t', '\n', '"', ',', ' ', '\u200b', 'a', "'"),
    });
    fc.assert(
      fc.property(text, fc.constantFrom(';', '\t'), (text, separator) => {
        for (const cell of cellsWith(separator, csvLine(['a', text, text])))
          expect(cell).not.toMatch(/^[\s\p{Cf}]*[=\-@]/u);
      }),
      { numRuns: 2000 },
    );
    expect(csvCell('Shop; =1+1')).toBe("Shop; '=1+1");
    expect(csvCell('a=1; b=-2')).toBe('a=1; b=-2');
  });
});

describe('the report', () => {
  const promises = [
    {
      text: 'No order is shipped twice',
      state: 'broken',
      violations: 2,
      firstRow: 900,
      why: 'Why',
    },
  ] as const;
  const { trace } = choreography;
  const firstRow = Array.from({ length: trace.length }, (_, row) => row).find(
    (row) => row > 600 && trace.order(row) > 0,
  );
  const styles = [
    { ...choreography, ended: true, promises: [{ ...promises[0], firstRow: firstRow ?? 0 }] },
  ];

  test('tells the figures of a recount, each promise, and the order that broke it', () => {
    const text = markdownReport({ styles, reopen: '' });
    const figures = recount(trace, choreography.cast);
    expect(text).toContain(`| messages | ${figures.messages} |`);
    expect(text).toContain('**broken** 2 times');
    expect(text).toContain('```mermaid\nsequenceDiagram');
    expect(text).toContain(`What happened to order ${trace.order(firstRow ?? 0)}`);
    expect(text.match(/^```/gm)).toHaveLength(2);
  });

  test('lets no name become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const inert = markdownText(name);
        expect(inert).not.toMatch(/(?<!\\)(?:\\\\)*[<>[\]`|*_]/u);
        expect(inert).not.toMatch(/\n/);
      }),
    );
  });
});

describe('the name of a file', () => {
  test('is made of letters, digits and hyphens, whatever the scenario is called', () => {
    expect(exportName('order-fulfilment', 'direct', 7, 'csv')).toBe(
      'baton-order-fulfilment-direct-seed7.csv',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(exportName(name, 'direct', 1, 'otlp.json')).toMatch(
          /^baton-[A-Za-z0-9][A-Za-z0-9-]*-direct-seed1\.otlp\.json$/,
        );
      }),
    );
  });
});
