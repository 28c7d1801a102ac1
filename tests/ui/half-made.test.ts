/** Forms of a round that a reload brings back as they were left. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { HalfMade } from '../../src/ui/interview/half-made.svelte.ts';

const place = ['checkout', 7, 'card'];
const blank = { because: '', choose: '' };

/** What a tab remembers, in memory. */
function tab(kept = new Map<string, string>()) {
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
    removeItem: (key: string) => kept.delete(key),
  });
  return kept;
}

afterEach(() => vi.unstubAllGlobals());

describe('a form that is half made', () => {
  test('is as it was left after a reload, and no other form is', () => {
    tab();
    new HalfMade(place, blank).take({ because: 'r1' });
    expect(new HalfMade(place, blank).fields).toEqual({ because: 'r1', choose: '' });
    expect(new HalfMade(['checkout', 8, 'card'], blank).fields).toEqual(blank);
  });

  test('is blank once it was made whole', () => {
    const kept = tab();
    const half = new HalfMade(place, blank);
    half.take({ because: 'r1', choose: 'log' });
    half.clear();
    expect(half.fields).toEqual(blank);
    expect(kept.size).toBe(0);
  });

  test.each(['', 'null', '7', '[]', '{"because":7}', '{"because":{}}', '{', '{"other":"x"}'])(
    'is blank where the tab remembers %s',
    (text) => {
      const kept = tab();
      new HalfMade(place, blank).take({});
      for (const key of kept.keys()) kept.set(key, text);
      expect(new HalfMade(place, blank).fields).toEqual(blank);
    },
  );

  test('can be filled in where the browser remembers nothing', () => {
    vi.stubGlobal('sessionStorage', undefined);
    const half = new HalfMade(place, blank);
    half.take({ choose: 'log' });
    expect(half.fields.choose).toBe('log');
    half.clear();
    expect(half.fields).toEqual(blank);
  });
});
