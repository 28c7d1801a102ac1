/** The views of one order tell the facts of the trace: the tree, the sequence diagram and the spans, at any instant. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spansOfOrder, type SpanPart } from '../../src/exports/index.ts';
import {
  OrderRows,
  processOf,
  sequenceFigure,
  sequenceSentence,
  sequenceText,
} from '../../src/projections/index.ts';
import { readScenario } from '../../src/scenario/index.ts';
import { Run } from '../../src/simulation/index.ts';
import { code, styles, type Kind, type Trace } from '../../src/trace/index.ts';
import { ganttOf, type GanttLine } from '../../src/ui/trace/gantt.ts';
import naive from '../../scenarios/order-fulfilment-naive/scenario.json?raw';

function runs() {
  const whole = JSON.parse(naive) as { workload: object };
  const faults = [
    {
      when: { order: 4, step: 'shipping', point: 'before offset-commit' },
      target: { service: 'shipping' },
      effect: { kind: 'crash', restartAfterMs: 1000 },
    },
  ];
  const text = JSON.stringify({ ...whole, workload: { ...whole.workload, orders: 8 }, faults });
  const read = readScenario(text);
  if (read.kind !== 'scenario') throw new Error('the scenario is in order');
  const run = new Run(read.scenario, 7, styles);
  run.advance({ untilMicros: Infinity, maxEvents: Infinity });
  return run.worlds.map(({ style, world: { trace, cast } }) => ({ style, trace, cast }));
}

function rowsOf(trace: Trace, order: number, upTo: number, is: (row: number) => boolean): number[] {
  return Array.from({ length: upTo + 1 }, (_, row) => row).filter(
    (row) => trace.order(row) === order && is(row),
  );
}

/** Whether a row is a message on its way, or the beginning of its handling. */
function isArrow(trace: Trace, row: number): boolean {
  const event = trace.read(row);
  const always: readonly Kind[] = ['produce-sent', 'record-delivered', 'call-sent', 'reply-sent'];
  return always.includes(event.kind) || (event.kind === 'record-sent' && event.latency < 0);
}

const begins: Partial<Record<SpanPart, Kind>> = {
  ...{ call: 'call-sent', serve: 'call-received', send: 'produce-sent' },
  ...{ process: 'record-delivered', work: 'work-started', timer: 'deadline-passed' },
};

const placed = (line: GanttLine | undefined) => ({ label: line?.label, left: line?.left });

describe.each(runs())('the views of an order, $style', ({ trace, cast }) => {
  const anyMoment = fc.record({
    order: fc.integer({ min: 1, max: 9 }),
    row: fc.integer({ min: -1, max: trace.length - 1 }),
  });

  test('the tree has every row of the order up to now, once', () => {
    fc.assert(
      fc.property(anyMoment, ({ order, row }) => {
        const rows = processOf(trace, cast, order, row).map((line) => line.row);
        expect(rows.toSorted((a, b) => a - b)).toEqual(rowsOf(trace, order, row, () => true));
      }),
      { numRuns: 12 },
    );
  });

  test('the sequence has an arrow for every message of the trace, and says which are lost', () => {
    fc.assert(
      fc.property(anyMoment, ({ order, row }) => {
        const figure = sequenceFigure(trace, cast, order, { upToRow: row, limit: 10_000 });
        const arrows = figure.items.filter((item) => item.kind === 'arrow');
        expect(arrows.map((arrow) => arrow.row)).toEqual(
          rowsOf(trace, order, row, (each) => isArrow(trace, each)),
        );
        for (const arrow of arrows) {
          const event = trace.read(arrow.row);
          expect(arrow.isLost).toBe('latency' in event && event.latency < 0);
          expect(sequenceSentence(figure, arrow).endsWith(', lost on the way')).toBe(arrow.isLost);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('the spans begin with the rows of the trace, and know nothing of what comes later', () => {
    fc.assert(
      fc.property(anyMoment, ({ order, row }) => {
        const spans = spansOfOrder(trace, cast, order, row);
        for (const [part, kind] of Object.entries(begins))
          expect(
            spans.filter((span) => span.part === part).map((span) => span.row),
            part,
          ).toEqual(rowsOf(trace, order, row, (each) => trace.kind(each) === code[kind]));
        for (const span of spans) {
          expect(span.row).toBeLessThanOrEqual(row);
          expect(Math.max(-1, ...span.events)).toBeLessThanOrEqual(row);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('the Gantt chart has a line for each span, none of which ends after now', () => {
    fc.assert(
      fc.property(anyMoment, ({ order, row }) => {
        const chart = ganttOf({ trace, cast }, order, row, trace.length - 1);
        const lines = chart.lines.filter(({ isAhead }) => !isAhead);
        const spans = spansOfOrder(trace, cast, order, row);
        expect(lines.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(
          spans.map(({ index }) => index),
        );
        for (const { left, width } of lines) {
          expect(Math.min(left, width)).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(100.000_001);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('every line of the Gantt chart and of the tree stands where it will stand at the end', () => {
    fc.assert(
      fc.property(anyMoment, ({ order, row }) => {
        const end = trace.length - 1;
        const now = ganttOf({ trace, cast }, order, row, end);
        const whole = ganttOf({ trace, cast }, order, end);
        if (now.lines.length > 0) {
          expect(now.ticks).toEqual(whole.ticks);
          expect(now.lines.map(({ index, depth }) => ({ index, depth }))).toEqual(
            whole.lines.map(({ index, depth }) => ({ index, depth })),
          );
        }
        for (const [at, { isAhead, label, left, words }] of now.lines.entries()) {
          expect(words === '').toBe(isAhead);
          if (!isAhead) expect({ label, left }).toEqual(placed(whole.lines[at]));
        }
        const told = processOf(trace, cast, order, row).map(({ sentence }) => sentence);
        const known = processOf(trace, cast, order).filter((line) => line.row <= row);
        expect(known.map(({ sentence }) => sentence).toSorted()).toEqual(told.toSorted());
      }),
      { numRuns: 12 },
    );
  });

  test('what has happened is the beginning of what is known: the diagram only grows', () => {
    fc.assert(
      fc.property(anyMoment, ({ order, row }) => {
        const now = sequenceFigure(trace, cast, order, { upToRow: row });
        const whole = sequenceFigure(trace, cast, order);
        expect(whole.items.slice(0, now.items.length)).toEqual(now.items);
        expect(whole.participants.slice(0, now.participants.length)).toEqual(now.participants);
      }),
      { numRuns: 12 },
    );
  });

  test('between two rows of the order nothing of it changes', () => {
    fc.assert(
      fc.property(anyMoment, ({ order, row }) => {
        const last = new OrderRows(trace, order).lastUpTo(row);
        const text = (upToRow: number) =>
          sequenceText(sequenceFigure(trace, cast, order, { upToRow }), order);
        expect(text(last)).toBe(text(row));
        expect(processOf(trace, cast, order, last)).toEqual(processOf(trace, cast, order, row));
      }),
      { numRuns: 12 },
    );
  });
});
