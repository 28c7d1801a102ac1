/** The projections over real runs of all scenarios in all styles: what holds for made-up traces must hold for these. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Flights,
  jsonLine,
  outline,
  processOf,
  recount,
  sentence,
  sequenceDiagram,
  topology,
  WorldView,
} from '../../src/projections/index.ts';
import { readScenario } from '../../src/scenario/index.ts';
import { Run } from '../../src/simulation/index.ts';
import { styles, type Cast, type Style, type Trace } from '../../src/trace/index.ts';

interface Told {
  readonly style: Style;
  readonly trace: Trace;
  readonly cast: Cast;
}

const folder = new URL('../../scenarios/', import.meta.url);
const slugs = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

function runOf(slug: string): readonly Told[] {
  const text = readFileSync(new URL(`${slug}/scenario.json`, folder), 'utf8');
  const read = readScenario(text);
  if (read.kind !== 'scenario') throw new Error(`${slug} was refused`);
  const { scenario } = read;
  const run = new Run(scenario, scenario.seed, styles);
  run.advance({ untilMicros: 120_000_000, maxEvents: 20_000 });
  return run.worlds.map(({ style, world }) => ({ style, trace: world.trace, cast: world.cast }));
}

const told = slugs.flatMap((slug) =>
  runOf(slug).map((each) => [`${slug}, ${each.style}`, each] as const),
);

describe.each(told)('%s', (_, { trace, cast }) => {
  const view = new WorldView(trace, cast, { keyframeEvery: 500 });

  test('the view counts what the recount counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1, max: trace.length - 1 }), (row) => {
        view.advanceTo(row);
        expect(view.figures()).toEqual(recount(trace, cast, row));
      }),
      { numRuns: 10 },
    );
  });

  test('lag is never negative, in records or in time', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1, max: trace.length - 1 }), (row) => {
        view.advanceTo(row);
        cast.groups.forEach((__, group) => {
          const { lag, lagMicros, subscriptions } = view.group(group);
          const lags = [lag, lagMicros, ...subscriptions.map((each) => each.lag)];
          expect(lags.filter((each) => each < 0)).toEqual([]);
          if (lag === 0) expect(lagMicros).toBe(0);
        });
      }),
    );
  });

  test('every row has a sentence and an object without gaps', () => {
    for (let row = 0; row < trace.length; row += 7) {
      expect(sentence(trace, cast, row)).not.toMatch(
        /undefined|NaN|nobody|no (state|machine|group|partition|topic)/,
      );
      expect(JSON.stringify(jsonLine(trace, cast, row))).not.toMatch(/"no /);
    }
  });

  test('a record that is appended was in the air until then', () => {
    const flights = new Flights(trace, cast);
    for (let row = 0; row < trace.length; row += 3) {
      if (!trace.is(row, 'record-appended')) continue;
      const seen: number[] = [];
      flights.at(trace.time(row) - 1, ({ message }) => seen.push(message));
      expect(seen).toContain(trace.message(row));
    }
  });

  test('the tale of an order begins with its placing and loses no row', () => {
    const lines = processOf(trace, cast, 1);
    expect(lines[0]?.sentence).toMatch(/places order 1/);
    let rows = 0;
    for (let row = 0; row < trace.length; row++) if (trace.order(row) === 1) rows++;
    expect(lines).toHaveLength(rows);
    expect(sequenceDiagram(trace, cast, 1)).toMatch(/p0->>p1: PlaceOrder/);
  });

  test('everybody who sends or hears anything is part of the topology', () => {
    const { nodes, edges } = topology(cast);
    const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
    expect(nodes.filter(({ id }) => !linked.has(id))).toEqual([]);
  });

  test('the outline has a line for every process, partition and group', () => {
    view.advanceTo(trace.length - 1);
    const lines = outline(view).length;
    const processes = cast.actors.filter(({ kind }) => kind === 'service' || kind === 'relay');
    expect(lines).toBeGreaterThanOrEqual(
      processes.length + cast.partitions.length + cast.groups.length,
    );
  });
});
