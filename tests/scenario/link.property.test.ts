/** Links come back as they were, and a link that was changed on its way never says something else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink, platformDeflate } from '../../src/scenario/index.ts';
import { fromBase64url, toBase64url } from '../../src/scenario/link/base64url.ts';
import { anyLink } from './arbitrary-link.ts';

const platform = platformDeflate(globalThis);

async function fragmentOf(link: Parameters<typeof encodeLink>[0]): Promise<string> {
  const answer = await encodeLink(link, platform);
  if (answer.kind === 'problems') throw new Error(JSON.stringify(answer.problems));
  return answer.fragment;
}

describe('any link', () => {
  test('is read as it was written', async () => {
    const property = fc.asyncProperty(anyLink, async (link) => {
      const read = await decodeLink(await fragmentOf(link), platform);
      expect(read).toEqual({ kind: 'link', link });
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('of which one letter is changed is refused, or says the same', async () => {
    const property = fc.asyncProperty(anyLink, fc.nat(), fc.nat(127), async (link, at, letter) => {
      const fragment = await fragmentOf(link);
      const place = at % fragment.length;
      const other = String.fromCharCode(letter);
      const read = await decodeLink(
        fragment.slice(0, place) + other + fragment.slice(place + 1),
        platform,
      );
      if (read.kind === 'link') expect(read.link).toEqual(link);
      else expect(read.problems.length).toBeGreaterThan(0);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  test('of which one byte is changed is refused', async () => {
    const property = fc.asyncProperty(
      anyLink,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (link, at, change) => {
        const fragment = await fragmentOf(link);
        const bytes = fromBase64url(fragment.slice(2)) ?? new Uint8Array();
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ change;
        const read = await decodeLink(`1.${toBase64url(bytes)}`, platform);
        expect(read).toMatchObject({ kind: 'problems', problems: [{ code: 'link-damaged' }] });
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});

describe('any text', () => {
  test('is answered', async () => {
    const letters = fc.string({ unit: fc.constantFrom(...'AZaz09-_.=%'), maxLength: 80 });
    const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), letters);
    const property = fc.asyncProperty(texts, fc.boolean(), async (text, marked) => {
      const read = await decodeLink(marked ? `1.${text}` : text, platform);
      expect(read.kind).toBe('problems');
    });
    await fc.assert(property, { numRuns: 150 });
  });
});

describe('base64url', () => {
  test('of any bytes is read again, and is what others write', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = toBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64url(text)).toEqual(bytes);
      }),
    );
  });

  test('has one way to write a thing', () => {
    for (const text of ['A', 'AB', 'AAB', 'AAA=', 'A A', 'AA+/', 'é'])
      expect(fromBase64url(text)).toBeUndefined();
  });
});
