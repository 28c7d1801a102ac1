/** Every scenario that is set wrongly on purpose breaks its promise, its twin holds, and the one change between them is the repair. */
import { describe, expect, test } from 'vitest';
import { askTwin, repaired, stylesOf, twinsOf, withoutWords } from '../evidence/twins.ts';

const seeds = 3;

describe.each(twinsOf())('$slug', (twin) => {
  test('is its naive twin with the repair', () => {
    const { good, repair } = twin;
    expect(withoutWords(repaired(twin))).toBe(withoutWords({ ...good, repair }));
  });

  test.each(stylesOf(twin))(
    'breaks only where the danger arises, and holds when mended: %s',
    (style) => {
      const { arisen, broken, brokenInControl, complaints } = askTwin(twin, style, seeds);
      expect(complaints).toEqual([]);
      expect(arisen).toBeGreaterThan(0);
      expect(broken / arisen).toBeGreaterThanOrEqual(0.9);
      expect(brokenInControl).toBe(0);
    },
  );
});
