/** The map of few entries against `Map`. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FewMap } from '../../src/kernel/index.ts';

const key = fc.integer({ min: -1, max: 14 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('set' as const), key, value: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
);

describe('a map of few entries', () => {
  test('holds what a Map holds, in the same order, few or many', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const ours = new FewMap<number>();
        const model = new Map<number, number>();
        for (const each of steps) {
          if (each.kind === 'set') {
            ours.set(each.key, each.value);
            model.set(each.key, each.value);
          } else if (each.kind === 'delete')
            expect(ours.delete(each.key)).toBe(model.delete(each.key));
          else {
            ours.clear();
            model.clear();
          }
          expect([...ours]).toEqual([...model]);
          expect(ours.size).toBe(model.size);
          for (let asked = -1; asked < 15; asked++) {
            expect(ours.get(asked)).toBe(model.get(asked));
            expect(ours.has(asked)).toBe(model.has(asked));
          }
          expect(ours.keys()).toEqual([...model.keys()]);
          expect(ours.values()).toEqual([...model.values()]);
        }
      }),
    );
  });
});
