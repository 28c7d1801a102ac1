/** Keyed draws: the same for the same key, in any order, and evenly spread. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Draws, exponentialGap, hashName, naturalLogarithm } from '../../src/kernel/index.ts';

const purpose = hashName('test');
const keys = fc.record({
  order: fc.nat(5000),
  step: fc.nat(),
  leg: fc.nat(),
  attempt: fc.integer({ min: 1, max: 9 }),
});

describe('draws', () => {
  test('do not depend on what was drawn before', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(keys, { minLength: 2 }), (seed, list) => {
        const forwards = new Draws(seed);
        const backwards = new Draws(seed);
        const expected = list.map((key) => forwards.bits(purpose, key));
        expect(
          list
            .toReversed()
            .map((key) => backwards.bits(purpose, key))
            .toReversed(),
        ).toEqual(expected);
      }),
    );
  });

  test('stay between their bounds and reach both', () => {
    const draws = new Draws(7);
    const drawn = Array.from({ length: 2000 }, (_, order) =>
      draws.between(3, 9, purpose, { order }),
    );
    expect(Math.min(...drawn)).toBe(3);
    expect(Math.max(...drawn)).toBe(9);
  });

  test('are spread evenly over consecutive orders (chi-square of 256 cells below the 99.9 % bound)', () => {
    const draws = new Draws(1);
    const cells = new Array<number>(256).fill(0);
    const total = 256 * 200;
    for (let order = 1; order <= total; order++) {
      const cell = draws.bits(purpose, { order }) >>> 24;
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const chiSquare = cells.reduce((sum, seen) => sum + (seen - 200) ** 2 / 200, 0);
    expect(chiSquare).toBeLessThan(330.5);
  });

  test('differ between seeds and between purposes', () => {
    const one = Array.from({ length: 50 }, (_, order) => new Draws(1).bits(purpose, { order }));
    expect(
      Array.from({ length: 50 }, (_, order) => new Draws(2).bits(purpose, { order })),
    ).not.toEqual(one);
    expect(
      Array.from({ length: 50 }, (_, order) => new Draws(1).bits(hashName('other'), { order })),
    ).not.toEqual(one);
  });

  test('take no chance when there is none', () => {
    expect(new Draws(1).chance(0, 1, purpose, { order: 1 })).toBe(false);
    expect(new Draws(1).chance(1, 1, purpose, { order: 1 })).toBe(true);
  });
});

describe('the logarithm', () => {
  test('agrees with the mathematical one to fifteen digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-10, max: 1e10, noNaN: true }), (x) => {
        expect(Math.abs(naturalLogarithm(x) - Math.log(x))).toBeLessThanOrEqual(
          1e-14 * Math.max(1, Math.abs(Math.log(x))),
        );
      }),
    );
  });

  test('refuses what has none', () => {
    for (const x of [0, -1, Number.NaN, Infinity])
      expect(() => naturalLogarithm(x)).toThrow('a logarithm needs a positive finite number');
  });

  test('gives gaps with the mean that was asked for', () => {
    const draws = new Draws(3);
    const gaps = Array.from({ length: 20_000 }, (_, order) =>
      exponentialGap(1000, draws.bits(purpose, { order })),
    );
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(mean).toBeGreaterThan(970);
    expect(mean).toBeLessThan(1030);
  });
});
