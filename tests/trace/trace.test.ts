/** The trace: what was told is read back, by number, by name, by time, and on the other side of a thread. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Trace, bytesPerRow, code, kinds, vocabulary } from '../../src/trace/index.ts';

const row = fc.record({
  kind: fc.nat(kinds.length - 1),
  gap: fc.nat(1000),
  numbers: fc.array(fc.integer({ min: -1, max: 2 ** 40 }), { minLength: 3, maxLength: 3 }),
  actor: fc.integer({ min: -1, max: 300 }),
  order: fc.integer({ min: -1, max: 40_000 }),
});

function told(
  rows: readonly {
    kind: number;
    gap: number;
    numbers: readonly number[];
    actor: number;
    order: number;
  }[],
): Trace {
  const trace = new Trace();
  let time = 0;
  rows.forEach(({ kind, gap, numbers: [a = 0, b = 0, c = 0], actor, order }, index) => {
    time += gap;
    trace.append(kind, time, actor, order, index, a, b, c, index - 1);
  });
  return trace;
}

describe('the trace', () => {
  test('reads back what was told', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
        const trace = told(rows);
        rows.forEach(({ kind, numbers, actor, order }, index) => {
          expect([
            trace.kind(index),
            trace.actor(index),
            trace.order(index),
            trace.message(index),
            trace.cause(index),
          ]).toEqual([kind, actor, order, index, index - 1]);
          expect([trace.a(index), trace.b(index), trace.c(index)]).toEqual(numbers);
          const event = trace.read(index);
          const names = vocabulary[event.kind];
          names.forEach((name, at) =>
            expect((event as unknown as Record<string, number>)[name]).toBe(numbers[at]),
          );
        });
      }),
    );
  });

  test('crosses threads in pieces of any size, over the borders of its chunks', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => ({
      kind: index % kinds.length,
      gap: index % 3,
      numbers: [index, -1, index * 2],
      actor: index % 9,
      order: index % 77,
    }));
    const here = told(rows);
    const there = new Trace();
    for (const end of [1, 8191, 8192, 8193, 16_384, 20_000]) {
      const piece = here.copyFrom(there.length);
      const part = { first: piece.first, count: end - piece.first, columns: piece.columns };
      there.appendRows(part);
    }
    expect(there.length).toBe(here.length);
    for (const index of [0, 8191, 8192, 12_345, 19_999])
      expect(there.read(index)).toEqual(here.read(index));
  });

  test('writes over worn ones, one after the other, and reads back its own rows only', () => {
    const write = (trace: Trace, rows: number, salt: number): void => {
      for (let at = 0; at < rows; at++) trace.append(at % 7, at, 1, salt, at, at * 3, salt, -1, -1);
    };
    const lengths = fc.array(fc.nat(30_000), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(lengths, (runs) => {
        let worn: Trace | undefined;
        for (const [salt, rows] of runs.entries()) {
          const trace = new Trace(worn);
          write(trace, rows, salt);
          const fresh = new Trace();
          write(fresh, rows, salt);
          expect(trace.length).toBe(rows);
          expect(trace.copyFrom(0)).toEqual(fresh.copyFrom(0));
          worn = trace;
        }
      }),
      {
        numRuns: 15,
        examples: [[[100, 9_000, 50, 20_000, 8_192, 1]], [[8_193, 3, 4_096, 30_000]]],
      },
    );
  });

  test('refuses rows that do not follow its own', () => {
    const trace = told([{ kind: 0, gap: 0, numbers: [1, 2, 3], actor: 0, order: 1 }]);
    expect(() => trace.appendRows({ ...trace.copyFrom(0), first: 5 })).toThrow(
      'rows begin at 5, but the trace ends at 1',
    );
    expect(() => trace.kind(1)).toThrow('the trace has no row 1');
  });

  test('finds the last row at or before an instant', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 50 }), fc.nat(60_000), (rows, time) => {
        const trace = told(rows);
        let expected = -1;
        for (let index = 0; index < trace.length; index++)
          if (trace.time(index) <= time) expected = index;
        expect(trace.rowAt(time)).toBe(expected);
      }),
    );
  });

  test('takes at most 64 bytes a row', () => {
    expect(bytesPerRow).toBeLessThanOrEqual(64);
  });

  test('gives every kind a code of its own', () => {
    expect(new Set(Object.values(code)).size).toBe(kinds.length);
  });
});
