/** The stage's arithmetic: nodes never overlap or leave the pane, lines meet their nodes, and every key injects one fault only. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crashKeys, faultTexts } from '../../src/ui/faults/fault-kinds.ts';
import { Run } from '../../src/ui/run/run.svelte.ts';
import { positionOf, positions, speedAt } from '../../src/ui/run/speed.ts';
import { fit } from '../../src/ui/stage/fit.ts';
import type { Box, Geometry } from '../../src/ui/stage/geometry.ts';
import { gridLayout } from '../../src/ui/stage/grid.ts';
import { keptLayout } from '../../src/ui/stage/kept-layouts.ts';
import { pageLetters, roomLetters } from '../../src/ui/stage/letters.ts';
import { planOf } from '../../src/ui/stage/plan.ts';
import { Polyline } from '../../src/ui/stage/polyline.ts';
import { allLessons } from '../lessons/told.ts';
import { InProcess, loaded } from './in-process.ts';

const panes = [
  { width: 430, height: 400 },
  { width: 380, height: 290 },
  { width: 366, height: 360 },
  { width: 870, height: 400 },
];

function gridOf(plan: ReturnType<typeof planOf>): Geometry {
  const ids = (isTopic: boolean) =>
    plan.nodes
      .filter(({ id, kind }) => (kind === 'topic') === isTopic && id !== plan.stack?.upper)
      .map(({ id }) => id);
  return gridLayout(ids(false), ids(true), plan.edges);
}

function overlap(a: Box, b: Box) {
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2
  );
}

describe('a diagram in its pane', () => {
  it('has nodes that neither overlap nor leave it, in every style and size', async () => {
    const { run } = await loaded();
    for (const { cast } of run.worlds) {
      const plan = planOf(cast);
      for (const pane of panes) {
        const wanted = {
          geometry: gridOf(plan),
          links: plan.edges,
          sizes: plan.sizesIn(pane, pageLetters),
          letters: pageLetters,
          stack: plan.stack,
          pane,
        };
        const { boxes, width, height } = fit(wanted);
        const all = [...boxes.values()];
        expect(all).toHaveLength(plan.nodes.length);
        all.forEach((box, index) => {
          expect(all.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
          expect(box.x - box.width / 2).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width / 2).toBeLessThanOrEqual(width);
          expect(box.y - box.height / 2).toBeGreaterThanOrEqual(0);
          expect(box.y + box.height / 2).toBeLessThanOrEqual(height);
        });
      }
    }
  });

  it('has a line for every link, from rim to rim', async () => {
    const { run } = await loaded();
    for (const { cast } of run.worlds) {
      const plan = planOf(cast);
      const pane = { width: 430, height: 400 };
      const { boxes, lines } = fit({
        geometry: gridOf(plan),
        links: plan.edges,
        sizes: plan.sizesIn(pane, pageLetters),
        letters: pageLetters,
        stack: plan.stack,
        pane,
      });
      for (const { from, to } of plan.edges) {
        const line = lines.get(`${from}>${to}`);
        const ends = [
          [line?.at(0), boxes.get(from)],
          [line?.at(1), boxes.get(to)],
        ] as const;
        for (const [end, box] of ends) {
          if (end === undefined || box === undefined)
            throw new Error(`no line from ${from} to ${to}`);
          expect(Math.abs(end.x - box.x)).toBeLessThanOrEqual(box.width / 2 + 4);
          expect(Math.abs(end.y - box.y)).toBeLessThanOrEqual(box.height / 2 + 4);
        }
      }
    }
  });
});

describe('a drawing for a room', () => {
  const scenarios = readdirSync(new URL('../../scenarios/', import.meta.url));
  /** On a projector of 1280×720: a stage beside the words of a lesson, and one that has the width for itself. */
  const besideWords = { width: 766 / 2, height: 590 / 2 };
  const alone = { width: 1280 / 2, height: 500 / 2 };
  const taught = new Set(allLessons().map(({ scenario }) => scenario));

  it.each(scenarios)('of %s is written in full size: letters of 24 pixels', async (slug) => {
    const text = readFileSync(
      new URL(`../../scenarios/${slug}/scenario.json`, import.meta.url),
      'utf8',
    );
    const run = new Run(new InProcess());
    await run.load({ text, seed: 7, styles: ['choreography', 'orchestration'] });
    expect(run.worlds.length).toBeGreaterThan(0);
    for (const { cast } of run.worlds)
      for (const pane of taught.has(slug) ? [besideWords, alone] : [alone]) {
        const plan = planOf(cast);
        const placed = fit({
          geometry: keptLayout(plan.layout) ?? gridOf(plan),
          links: plan.edges,
          sizes: plan.sizesIn(pane, roomLetters),
          letters: roomLetters,
          stack: plan.stack,
          pane,
        });
        expect([cast.style, placed.width]).toEqual([cast.style, pane.width]);
        expect(roomLetters.scale * (roomLetters.size ?? 0)).toBeGreaterThanOrEqual(24);
      }
  });
});

describe('a line', () => {
  it('is passed at constant pace, and backwards the other way', () => {
    const line = new Polyline([
      { x: 0, y: 0 },
      { x: 30, y: 0 },
      { x: 30, y: 70 },
    ]);
    expect(line.length).toBe(100);
    expect(line.at(0.3).x).toBeCloseTo(30, 0);
    expect(line.at(0.65).y).toBeCloseTo(35, 0);
    expect(line.reversed.at(0.25).x).toBeCloseTo(line.at(0.75).x, 0);
    expect(line.reversed.at(0.25).y).toBeCloseTo(line.at(0.75).y, 0);
    expect(line.at(-1)).toEqual({ x: 0, y: 0 });
    expect(line.at(2)).toEqual({ x: 30, y: 70 });
  });

  it('rounds a way with many bends, keeps its ends, and goes back on the same line', () => {
    // A corner of ninety degrees, as an uneven stretch makes one.
    const bent = Array.from({ length: 33 }, (_, i) => ({
      x: Math.min(i, 16) * 10,
      y: Math.max(0, i - 16) * 10,
    }));
    const line = new Polyline(bent);
    const shares = Array.from({ length: 33 }, (_, i) => i / 32);
    const places = shares.map((share) => line.at(share));
    expect([places[0], places.at(-1)]).toEqual([bent[0], bent.at(-1)]);
    const turns = places.slice(2).map((to, i) => {
      const [from, at] = [places[i] ?? to, places[i + 1] ?? to];
      const turn = Math.atan2(to.y - at.y, to.x - at.x) - Math.atan2(at.y - from.y, at.x - from.x);
      return Math.abs(turn);
    });
    expect(Math.max(...turns)).toBeLessThan(Math.PI / 8);
    for (const share of shares) {
      expect(line.reversed.at(1 - share).x).toBeCloseTo(line.at(share).x, 0);
      expect(line.reversed.at(1 - share).y).toBeCloseTo(line.at(share).y, 0);
    }
  });
});

describe('keys and speeds', () => {
  it('give every crash a letter of its own', async () => {
    const { run } = await loaded();
    if (run.scenario === undefined) throw new Error('no scenario');
    const letters = [
      ...crashKeys(run.scenario).values(),
      ...Object.values(faultTexts).map(({ key }) => key),
    ];
    expect(letters).toHaveLength(run.scenario.services.length + Object.keys(faultTexts).length);
    expect(new Set(letters).size).toBe(letters.length);
  });

  it('take every position of the speed slider there and back', () => {
    for (let position = 0; position <= positions; position++) {
      expect(positionOf(speedAt(position))).toBe(position);
    }
    expect(speedAt(0)).toBe(0.01);
    expect(speedAt(positions)).toBe(1000);
  });
});
