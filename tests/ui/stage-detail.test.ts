/** The stage's levels of detail: dots, beads and density hold every message in the air, counted against the rows of the trace. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Flights, type Flight } from '../../src/projections/index.ts';
import { code, type Trace } from '../../src/trace/index.ts';
import type { Surface } from '../../src/ui/drawing/surface.ts';
import { drawCrowds } from '../../src/ui/stage/draw-crowds.ts';
import { drawFlights } from '../../src/ui/stage/draw-flights.ts';
import { Polyline } from '../../src/ui/stage/polyline.ts';
import type { paletteOf } from '../../src/ui/stage/palette.ts';
import { actors, smallCast, Telling } from '../support/telling.ts';

type Palette = ReturnType<typeof paletteOf>;

const palette: Palette = {
  hues: ['#000001', '#000002', '#000003', '#000004', '#000005', '#000006', '#000007', '#000008'],
  ...{ accent: '#a', panel: '#b', bad: '#c', ink: '#d', faint: '#e', line: '#f' },
};
const time = 50_000;

/** What was painted: numbers, bands, and how strongly each filled shape was. */
function painting() {
  const painted = { numbers: [] as number[], bands: 0, strengths: [] as number[] };
  const looks = { globalAlpha: 1, lineWidth: 1, fillStyle: '', strokeStyle: '' };
  const nothing = () => undefined;
  const surface: Surface = {
    ...{ ...looks, font: '', textAlign: 'left', textBaseline: 'alphabetic' },
    ...{ save: nothing, restore: nothing, beginPath: nothing, closePath: nothing, clip: nothing },
    ...{ moveTo: nothing, lineTo: nothing, arc: nothing, rect: nothing, setLineDash: nothing },
    ...{ clearRect: nothing, fillRect: nothing, strokeRect: nothing },
    measureText: () => ({ width: 0 }),
    fill: () => void painted.strengths.push(surface.globalAlpha),
    stroke: () => void (painted.bands += surface.lineWidth > 2.5 ? 1 : 0),
    fillText: (text) => void painted.numbers.push(Number(text)),
  };
  return { surface, painted };
}

const there = new Polyline([{ x: 0, y: 0 }, { x: 400, y: 0 }]); // prettier-ignore
const aside = new Polyline([{ x: 0, y: 90 }, { x: 300, y: 90 }]); // prettier-ignore

/** Calls and their answers share a line; what is published has one of its own. */
function lineOf({ leg }: Flight): Polyline {
  if (leg === 'produce') return aside;
  return leg === 'reply' ? there.reversed : there;
}

function paint(trace: Trace, { moves = true, order = -1 } = {}) {
  const { surface, painted } = painting();
  const flights = new Flights(trace, smallCast());
  const scene = { flights, cast: smallCast(), time, wake: 0, moves, order, picked: -1 };
  drawFlights(surface, { ...scene, letter: 11, palette, lineOf }, drawCrowds);
  return painted;
}

/** Many on their way at once: each row leaves a little later than the one before. */
function crowd(calls: number, replies: number, published: number): Trace {
  const telling = new Telling();
  const count = calls + replies + published;
  for (let at = 0; at < count; at++) {
    const about = { by: actors.orders, order: (at % 7) + 1, message: at };
    telling.at(Math.floor((at * 80) / count));
    // In any order: 7919 is a prime.
    const which = (at * 7919) % count;
    if (which < calls) telling.tell('call-sent', about, { callee: 4, latency: 40_000, attempt: 1 });
    else if (which < calls + replies)
      telling.tell('reply-sent', about, { caller: 4, latency: 30_000 });
    else telling.tell('produce-sent', about, { partition: at % 2, latency: 60_000, attempt: 1 });
  }
  return telling.trace;
}

/** Those in the air, by a look at every row. */
function inTheAir(trace: Trace, passes = (_: number) => true): number {
  let count = 0;
  for (let row = 0; row < trace.length; row++) {
    const past = time - trace.time(row);
    if (past >= 0 && past < trace.b(row) && passes(row)) count++;
  }
  return count;
}

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);

describe('messages in the air', () => {
  test('are dots as long as there are few, one for each', () => {
    const trace = crowd(100, 60, 80);
    const count = inTheAir(trace);
    expect(count).toBeGreaterThan(50);
    const { numbers, strengths } = paint(trace);
    expect(numbers).toEqual([]);
    expect(strengths).toHaveLength(count);
  });

  test('are beads when there are many, and the numbers on them are all of them', () => {
    const size = fc.integer({ min: 250, max: 600 });
    fc.assert(
      fc.property(size, size, size, (calls, replies, published) => {
        const trace = crowd(calls, replies, published);
        const { numbers, bands } = paint(trace);
        const count = inTheAir(trace);
        fc.pre(count > 300);
        expect(sum(numbers)).toBe(count);
        if (bands === 0) expect(numbers.length).toBeGreaterThan(2);
      }),
      { numRuns: 8 },
    );
  });

  test('are a band where an edge has more than a thousand, with one number for all of it', () => {
    const trace = crowd(3000, 1500, 300);
    const { numbers, bands } = paint(trace);
    const isShared = (row: number) => trace.kind(row) !== code['produce-sent'];
    expect(bands).toBeGreaterThan(10);
    expect(numbers).toContain(inTheAir(trace, isShared));
    expect(sum(numbers)).toBe(inTheAir(trace));
  });

  test('are one number for each edge where nothing may move', () => {
    for (const trace of [crowd(30, 20, 10), crowd(3000, 1500, 300)]) {
      const { numbers, bands } = paint(trace, { moves: false });
      expect(numbers).toHaveLength(2);
      expect(sum(numbers)).toBe(inTheAir(trace));
      expect(bands).toBe(0);
    }
  });

  test('of an order that is followed stand out among few and among many', () => {
    for (const trace of [crowd(100, 60, 80), crowd(600, 300, 300)]) {
      const own = inTheAir(trace, (row) => trace.order(row) === 3);
      const { strengths, numbers } = paint(trace, { order: 3 });
      expect(strengths.filter((strength) => strength === 1)).toHaveLength(own);
      expect(strengths.some((strength) => strength < 0.3)).toBe(true);
      const all = inTheAir(trace);
      if (all > 300) expect(sum(numbers)).toBe(all);
    }
  });

  test('on a stretch of a way are counted once, whatever the number of stretches', () => {
    const trace = crowd(400, 300, 200);
    const flights = new Flights(trace, smallCast());
    for (const stretches of [1, 3, 24]) {
      let count = 0;
      flights.crowds(time, stretches, (first, crowded) => {
        count += crowded.count;
        expect(crowded.stretch).toBe(Math.floor(first.progress * stretches));
      });
      expect(count).toBe(inTheAir(trace));
    }
  });
});
