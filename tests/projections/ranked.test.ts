/** Selection stands where sorting would. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Growing } from '../../src/projections/ledger/growing.ts';
import { placeOfRank, Ranked } from '../../src/projections/ledger/ranked.ts';

const percents = [50, 95, 99];

test('the numbers at the nearest ranks are those of the sorted list, wherever the reading jumps', () => {
  const someNumbers = fc.array(fc.nat(40), { maxLength: 200 });
  fc.assert(
    fc.property(someNumbers, fc.array(fc.nat(200), { maxLength: 8 }), (numbers, counts) => {
      const list = new Growing();
      for (const number of numbers) list.push(number);
      const ranked = new Ranked(list, percents);
      for (const count of counts) {
        const sorted = numbers.slice(0, count).toSorted((one, other) => one - other);
        const arranged = ranked.first(count);
        expect(arranged.length).toBe(sorted.length);
        for (const percent of percents) {
          const place = placeOfRank(percent, sorted.length);
          expect(arranged[place]).toBe(sorted[place]);
        }
      }
    }),
  );
});
