/** The text views tell the facts of the trace, all of them and no others, at many instants of many runs. */
import { describe, expect, test } from 'vitest';
import {
  Flights,
  inTheAir,
  outline,
  processOf,
  sentence,
  WorldView,
  type OutlineLine,
} from '../../src/projections/index.ts';
import { readScenario, type Scenario } from '../../src/scenario/index.ts';
import { Run } from '../../src/simulation/index.ts';
import { kinds, styles, type Style, type Trace, type TraceEvent } from '../../src/trace/index.ts';
import { RowFilter } from '../../src/ui/events/row-filter.ts';
import { builtIn } from '../support/runs.ts';
import { clusterText } from './cluster-text.ts';
import { airRetold } from './facts/retold-air.ts';
import { outlineRetold } from './facts/retold.ts';

function parsed(text: string): Scenario {
  const read = readScenario(text);
  if (read.kind !== 'scenario') throw new Error(JSON.stringify(read.problems));
  return read.scenario;
}

/** Brokers that die and are cut off, a reader that comes late, partitions that are added. */
function cluster(): Scenario {
  return parsed(
    clusterText([
      { when: { atMs: 1000 }, target: { service: 'ledger' }, effect: { kind: 'attach' } },
      {
        when: { atMs: 1500 },
        target: { topic: 'orders.events' },
        effect: { kind: 'add-partitions', count: 4 },
      },
      {
        when: { atMs: 2000 },
        target: { topic: 'orders.events', partition: 1 },
        effect: { kind: 'kill-node', restartAfterMs: 8000 },
      },
      {
        when: { atMs: 2500 },
        target: { service: 'shipping' },
        effect: { kind: 'scale', instances: 2 },
      },
      { when: { atMs: 4000 }, target: { node: 2 }, effect: { kind: 'isolate-node', forMs: 3000 } },
    ]),
  );
}

/** Members that share a partition, one of which crashes, and a record that none of them can handle. */
function shared(): Scenario {
  const plain = builtIn('poison-blocks-partition');
  const settings = {
    ...plain.broker.settings,
    'group.share.record.lock.duration.ms': 4000,
    'max.poll.records': 3,
    'share.acknowledgement.mode': 'explicit',
  };
  const services = plain.services.map(({ deadLetter: _, ...service }) =>
    service.id === 'shipping'
      ? { ...service, group: 'share' as const, instances: 3, maxInstances: 3 }
      : service,
  );
  return { ...plain, broker: { ...plain.broker, settings }, services };
}

/** Everything that can befall a process. */
function troubled(): Scenario {
  const { id } = builtIn('order-fulfilment-naive').services[2] ?? { id: 'shipping' };
  return {
    ...builtIn('order-fulfilment-naive'),
    faults: [
      {
        when: { atMs: 700 },
        target: { service: 'payment' },
        effect: { kind: 'slow', factor: 8, forMs: 900 },
      },
      { when: { atMs: 1300 }, target: { service: id }, effect: { kind: 'pause', forMs: 700 } },
      {
        when: { atMs: 2100 },
        target: { service: 'payment' },
        effect: { kind: 'block-poll', forMs: 800 },
      },
      {
        when: { order: 6, step: 'shipping', point: 'before offset-commit' },
        target: { service: 'shipping' },
        effect: { kind: 'crash', restartAfterMs: 900 },
      },
    ],
  };
}

const told: readonly (readonly [string, Scenario, Style])[] = [
  ...styles.map((style) => ['processes in trouble', troubled(), style] as const),
  ['a cluster in trouble', cluster(), 'choreography'],
  ['a share group', shared(), 'choreography'],
  ['transactions', builtIn('transactions-read-committed'), 'choreography'],
  ['a compacted log', builtIn('compaction-changelog'), 'choreography'],
  ['retention', builtIn('retention-eats-lag'), 'choreography'],
  ['a rebalance', builtIn('rebalance-zombie-naive'), 'choreography'],
  ['compensations', builtIn('payment-refused'), 'orchestration'],
];

const runs = told.map(([name, scenario, style]) => {
  const run = new Run(scenario, scenario.seed, [style]);
  run.advance({ untilMicros: 12_000_000, maxEvents: 2500 });
  const world = run.worlds[0]?.world;
  if (world === undefined) throw new Error('no world');
  return { name, style, trace: world.trace, cast: world.cast };
});

/** Rows all over the trace: before the first, the last, and some between. */
function instants(trace: Trace): readonly number[] {
  const step = Math.floor(trace.length / 7);
  return [-1, ...Array.from({ length: 7 }, (_, index) => index * step), trace.length - 1];
}

/** A tenth of a millisecond, and from a second on a hundredth of it. */
function shownSpan(micros: number): number {
  return micros < 1e6 ? Math.round(micros / 100) : Math.round(micros / 10_000) * 100;
}

function asShown([name, value]: readonly [string, unknown]): readonly [string, unknown] {
  return [name, name === 'latency' || name === 'span' ? shownSpan(Number(value)) : value];
}

/**
 * What a row says, as text: of its message the type (the table does not number messages), of a span of time as much as
 * is shown. Which message led to it is for the causal list, and a commit of a store is told by its rows.
 */
function factsOf(event: TraceEvent, types: ReadonlyMap<number, number>): string {
  const untold = ['row', 'time', 'cause', 'message', 'causation'];
  if (event.kind === 'store-committed') untold.push('step');
  const shown = Object.entries(event).filter(([name]) => !untold.includes(name));
  return JSON.stringify([types.get(event.message), shown.map(asShown)]);
}

function textOf(lines: readonly OutlineLine[]): readonly string[] {
  return lines.map(({ depth, text }) => '  '.repeat(depth) + text);
}

describe.each(runs)('$name, $style', ({ trace, cast }) => {
  const view = new WorldView(trace, cast, { keyframeEvery: 700 });

  test('the outline is what a recount of the trace says, line by line', () => {
    for (const row of instants(trace).toReversed()) {
      view.advanceTo(row);
      expect(textOf(outline(view)), `after row ${row}`).toEqual(outlineRetold(trace, cast, row));
    }
  });

  test('the outline has every message in the air, and nothing that has arrived', () => {
    const flights = new Flights(trace, cast);
    const retold = airRetold(trace, cast);
    for (const row of instants(trace).filter((each) => each >= 0)) {
      const now = trace.time(row) + (row % 3) * 700;
      expect(textOf(inTheAir(flights, cast, now)), `at ${now}`).toEqual(retold(now));
    }
  });

  test('what differs in facts differs in words, in the event table', () => {
    const types = new Map<number, number>();
    const said = new Map<string, string>();
    const ambiguous: string[] = [];
    for (let row = 0; row < trace.length; row++) {
      const event = trace.read(row);
      if (event.kind === 'message-created') types.set(event.message, event.type);
      const words = `${kinds[trace.kind(row)] ?? ''}: ${sentence(trace, cast, row)}`;
      const facts = factsOf(event, types);
      const before = said.get(words);
      if (before !== undefined && before !== facts) ambiguous.push(`${words} ${before} ${facts}`);
      said.set(words, facts);
    }
    expect(ambiguous).toEqual([]);
  });

  test('the event table lets through what it was asked for, and the causal list has the same rows', () => {
    const all = Array.from({ length: trace.length }, (_, row) => row);
    for (const order of [1, 4]) {
      const own = all.filter((row) => trace.order(row) === order);
      const table = new RowFilter(trace, { order, actor: -1, kind: -1 });
      expect(Array.from({ length: table.length }, (_, place) => table.at(place))).toEqual(own);
      for (const upTo of instants(trace).filter((_, place) => place % 3 === 2)) {
        expect(table.at(table.placeOf(upTo))).toBe(own.findLast((row) => row <= upTo) ?? -1);
        const lines = processOf(trace, cast, order, upTo);
        const rows = lines.map(({ row }) => row);
        expect(rows.toSorted((a, b) => a - b)).toEqual(own.filter((row) => row <= upTo));
        for (const [place, { row, time, parent, depth, sentence: words }] of lines.entries()) {
          expect(words).toBe(sentence(trace, cast, row));
          expect(time).toBe(trace.time(row));
          const cause = trace.cause(row);
          if (trace.order(cause) === order) expect(parent).toBe(cause);
          const above = rows.indexOf(parent);
          expect(above).toBeLessThan(place);
          expect(depth - (lines[above]?.depth ?? depth)).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });
});
