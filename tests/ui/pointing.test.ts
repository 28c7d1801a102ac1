/** The hand on the stage: zoom and pan never leave the drawing, arrows lead to nodes, and a message's faults strike it alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Flights } from '../../src/projections/index.ts';
import type { Fault } from '../../src/scenario/index.ts';
import { tableRunner } from '../../src/services/index.ts';
import { World, compile } from '../../src/simulation/index.ts';
import { code, type Trace } from '../../src/trace/index.ts';
import { messageFaults } from '../../src/ui/faults/message-faults.ts';
import type { Box } from '../../src/ui/stage/geometry.ts';
import { messageAt, neighbour } from '../../src/ui/stage/pointing.ts';
import { Polyline } from '../../src/ui/stage/polyline.ts';
import { panned, placeAt, revealed, whole, zoomed } from '../../src/ui/stage/zoom.ts';
import { builtIn, finished, withFaults } from '../support/runs.ts';

const drawing = { width: 800, height: 500 };
const share = () => fc.record({ x: fc.double(range), y: fc.double(range) });
const range = { min: 0, max: 1, noNaN: true };

describe('zoom', () => {
  test('keeps what is under the hand where it is, unless a rim is in the way', () => {
    const around = { x: 300, y: 200 };
    const part = zoomed(whole, { factor: 2, around, most: 4 }, drawing);
    expect(part).toEqual({ scale: 2, x: 150, y: 100 });
    expect(placeAt(part, { x: 300 / 800, y: 200 / 500 }, drawing)).toEqual(around);
  });

  test('and pan never show what lies outside, and come back to the whole', () => {
    const move = fc.record({ around: share(), factor: fc.double({ ...range, min: 0.2, max: 5 }) });
    fc.assert(
      fc.property(fc.array(fc.tuple(move, share()), { maxLength: 12 }), (moves) => {
        let part = whole;
        for (const [{ around, factor }, by] of moves) {
          const at = placeAt(part, around, drawing);
          part = zoomed(part, { factor, around: at, most: 6 }, drawing);
          part = panned(part, { x: (by.x - 0.5) * 900, y: (by.y - 0.5) * 900 }, drawing);
          expect(part.scale).toBeGreaterThanOrEqual(1);
          expect(part.scale).toBeLessThanOrEqual(6);
          expect(part.x).toBeGreaterThanOrEqual(0);
          expect(part.y).toBeGreaterThanOrEqual(0);
          const end = placeAt(part, { x: 1, y: 1 }, drawing);
          expect(end.x).toBeLessThanOrEqual(drawing.width + 1e-6);
          expect(end.y).toBeLessThanOrEqual(drawing.height + 1e-6);
        }
        expect(zoomed(part, { factor: 0.01, around: { x: 1, y: 1 }, most: 6 }, drawing)).toEqual(
          whole,
        );
      }),
    );
  });
});

describe('what has the focus', () => {
  const part = { scale: 4, x: 100, y: 100 };
  const size = { width: 100, height: 40 };

  test('is brought into view whole, and moves nothing when it is seen already', () => {
    expect(revealed(part, { x: 200, y: 160, ...size }, drawing)).toEqual(part);
    expect(revealed(whole, { x: 700, y: 470, ...size }, drawing)).toEqual(whole);
    const place = fc.record({
      x: fc.integer({ min: 70, max: 730 }),
      y: fc.integer({ min: 40, max: 460 }),
    });
    fc.assert(
      fc.property(place, ({ x, y }) => {
        const { x: left, y: top } = revealed(part, { x, y, ...size }, drawing);
        expect(left).toBeLessThanOrEqual(x - 50);
        expect(left + drawing.width / 4).toBeGreaterThanOrEqual(x + 50);
        expect(top).toBeLessThanOrEqual(y - 20);
        expect(top + drawing.height / 4).toBeGreaterThanOrEqual(y + 20);
      }),
    );
  });
});

describe('arrow keys', () => {
  const box = (id: string, x: number, y: number): [string, Box] => [
    id,
    { id, x, y, width: 100, height: 40 },
  ];
  const boxes = new Map([box('a', 0, 0), box('b', 200, 10), box('c', 210, 200), box('d', 0, 190)]);

  test('lead to the next node in their direction, and nowhere beyond the last', () => {
    const way = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'];
    const visited: (string | undefined)[] = ['a'];
    for (const key of way) visited.push(neighbour(boxes, visited.at(-1) ?? '', key));
    expect(visited).toEqual(['a', 'b', 'c', 'd', 'a']);
    expect(neighbour(boxes, 'a', 'ArrowLeft')).toBeUndefined();
    expect(neighbour(boxes, 'a', 'Enter')).toBeUndefined();
  });
});

describe('a click', () => {
  test('picks the message in the air that is nearest, and none that is too far', () => {
    const { trace, cast } = finished(builtIn('order-fulfilment'), 'choreography', 7);
    const flights = new Flights(trace, cast);
    const sent = rowsOf(trace, 'produce-sent')[3] ?? -1;
    const time = trace.time(sent) + trace.b(sent) / 2;
    // Every flight has a line of its own, one below the other.
    const lines = new Map<number, Polyline>();
    const lineOf = ({ row }: { readonly row: number }) => {
      const y = 10 * row;
      const known = lines.get(row) ?? new Polyline([{ x: 0, y }, { x: 100, y }]); // prettier-ignore
      lines.set(row, known);
      return known;
    };
    const sky = { flights, time, lineOf };
    expect(messageAt(sky, { x: 52, y: 10 * sent + 3 }, 12)).toBe(sent);
    expect(messageAt(sky, { x: 52, y: -50 }, 12)).toBe(-1);
  });
});

function rowsOf(trace: Trace, kind: keyof typeof code): number[] {
  return Array.from({ length: trace.length }, (_, row) => row).filter(
    (row) => trace.kind(row) === code[kind],
  );
}

/** Runs to just before a message is sent, injects the fault as the page does, and runs to the end. */
function struck(fault: Fault, sentAt: number): World {
  const scenario = withFaults(builtIn('order-fulfilment'), []);
  const world = new World(compile(scenario, 'choreography'), 7, { runner: tableRunner });
  while (world.ending === 'running' && world.kernel.nextTime < sentAt) world.step();
  world.inject(fault);
  while (world.ending === 'running') world.step();
  return world;
}

describe('the faults of a message', () => {
  const { trace, cast } = finished(withFaults(builtIn('order-fulfilment'), []), 'choreography', 7);
  const kinds = ['produce-sent', 'record-sent', 'call-sent', 'reply-sent'] as const;

  test.each(kinds)('%s: each of them strikes that very message', (kind) => {
    const rows = rowsOf(trace, kind);
    const row = rows[Math.floor(rows.length / 3)] ?? -1;
    const found = messageFaults(trace, cast, row);
    expect(found?.sentAt).toBe(trace.time(row));
    for (const { id, fault } of found?.offers ?? []) {
      const { trace: after } = struck(fault, found?.sentAt ?? 0);
      const hits = rowsOf(after, 'fault-struck').map((at) => after.message(at));
      expect([id, hits]).toEqual([id, [trace.message(row)]]);
    }
  });

  test('are those of its last sending up to the row that was picked', () => {
    const row = rowsOf(trace, 'record-delivered')[5] ?? -1;
    const found = messageFaults(trace, cast, row);
    const labels = found?.offers.map(({ label }) => label);
    expect(labels).toEqual([
      ...['Lose it', 'Delay it by 500 ms', 'Hold it for 5 s'],
      ...['Deliver it twice', 'Corrupt it'],
    ]);
    expect(found?.sentAt).toBeLessThan(trace.time(row));
  });

  test('are told for each of several who will handle it, as far as it has not left for one of them', () => {
    const labelsAt = (kind: (typeof kinds)[number]) =>
      rowsOf(trace, kind).map((row) =>
        messageFaults(trace, cast, row)
          ?.offers.map(({ label }) => label)
          .filter((label) => /twice|Corrupt/.test(label)),
      );
    expect(labelsAt('produce-sent')).toContainEqual(['Deliver it twice', 'Corrupt it']);
    expect(labelsAt('call-sent')).toContainEqual(['Corrupt it']);
    expect(labelsAt('reply-sent')[0]).toEqual([]);
    const many = labelsAt('produce-sent').find((labels) => (labels?.length ?? 0) > 2) ?? [];
    for (const label of many) expect(label).toMatch(/^(Deliver it twice to|Corrupt it for) [A-Z]/);
  });

  test('are none where a row is about no message', () => {
    const row = rowsOf(trace, 'group-stable')[0] ?? -1;
    expect(messageFaults(trace, cast, row)).toBeUndefined();
  });
});
