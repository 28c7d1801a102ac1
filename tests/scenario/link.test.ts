/** Links: what they hold, how large they may be, and what becomes of bombs. */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  decodeLink,
  encodeLink,
  isLink,
  linkLimits,
  platformDeflate,
  type Deflate,
  type Link,
  type LinkedAction,
} from '../../src/scenario/index.ts';
import { toBase64url } from '../../src/scenario/link/base64url.ts';
import { Crc32 } from '../../src/scenario/link/crc32.ts';
import type { Action } from '../../src/simulation/index.ts';
import { fileText } from './files.ts';
import { Seeded } from '../support/seeded.ts';

const platform = platformDeflate(globalThis);
const bare: Link = {
  scenario: { kind: 'slug', slug: 'order-fulfilment' },
  styles: ['choreography'],
  repaired: false,
  actions: [],
  engine: '0.1.0',
  runs: [],
};

/** A link whose checksum fits, whatever is in it. */
function sealed(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(new Crc32().bytes(bytes).value);
  return `1.${toBase64url(Buffer.concat([sum, bytes]))}`;
}

async function codesOf(answer: ReturnType<typeof decodeLink>): Promise<readonly string[]> {
  const settled = await answer;
  return settled.kind === 'problems' ? settled.problems.map(({ code }) => code) : [];
}

async function fragmentOf(link: Link): Promise<string> {
  const answer = await encodeLink(link, platform);
  if (answer.kind === 'problems') throw new Error(JSON.stringify(answer.problems));
  return answer.fragment;
}

/** The platform's inflating, with a count of what it gave away. */
function counted(): Deflate & { bytes: number } {
  return {
    bytes: 0,
    deflate: (bytes) => platform.deflate(bytes),
    async *inflate(bytes) {
      for await (const piece of platform.inflate(bytes)) {
        this.bytes += piece.length;
        yield piece;
      }
    },
  };
}

describe('a link', () => {
  test('is read again, with and without the hash sign', async () => {
    const fragment = await fragmentOf(bare);
    expect(await decodeLink(fragment, platform)).toEqual({ kind: 'link', link: bare });
    expect(await decodeLink(`#${fragment}`, platform)).toEqual({ kind: 'link', link: bare });
  });

  test('to a built-in scenario stays short', async () => {
    expect((await fragmentOf({ ...bare, seed: 7, atMicros: 4_200_000 })).length).toBeLessThan(200);
  });

  test('holds the text of a whole scenario', async () => {
    const text = fileText('scenarios/order-fulfilment/scenario.json');
    const link: Link = { ...bare, scenario: { kind: 'text', text } };
    const fragment = await fragmentOf(link);
    expect(fragment.length).toBeLessThan(linkLimits.letters / 4);
    expect(await decodeLink(fragment, platform)).toEqual({ kind: 'link', link });
  });

  test('holds nothing that an address would have to escape', async () => {
    expect(await fragmentOf({ ...bare, engine: '😀 注文 "#%&' })).toMatch(/^[\w.-]+$/);
  });

  test('is told from other fragments by its beginning', () => {
    expect(['1.abc', '#1.', '#2.abc'].map(isLink)).toEqual([true, true, true]);
    expect(['', '#', '#s=order&seed=7', 's=1.0'].map(isLink)).toEqual([false, false, false, false]);
  });

  test('takes the actions of a run as they are', () => {
    const actions: readonly Action[] = [];
    const linked: readonly LinkedAction[] = actions;
    const back: readonly Action[] = linked;
    expect(back).toBe(actions);
  });
});

describe('a link that is too much', () => {
  test('is not written', async () => {
    const long = (text: string): Link => ({ ...bare, scenario: { kind: 'text', text } });
    const draws = new Seeded(1);
    const noise = Array.from({ length: 40_000 }, () => String.fromCharCode(draws.whole(33, 126)));
    const zeros = ' '.repeat(linkLimits.plainBytes - 1_000);
    const cases: readonly (readonly [Link, string])[] = [
      [long(noise.join('')), 'link-too-long'],
      [long('é'.repeat(100_000)), 'link-too-large'],
      [long('x'.repeat(linkLimits.plainBytes + 1)), 'text-too-long'],
      [long(zeros), 'link-bomb'],
      [{ ...bare, seed: -1 }, 'out-of-range'],
      [{ ...bare, styles: [] }, 'too-few'],
    ];
    for (const [link, code] of cases) {
      const answer = await encodeLink(link, platform);
      expect(answer).toMatchObject({ kind: 'problems', problems: [{ code }] });
    }
  });

  test('is not read', async () => {
    const letters = `1.${'A'.repeat(linkLimits.letters)}`;
    expect(await codesOf(decodeLink(letters, platform))).toEqual(['link-too-long']);
  });

  test.each([
    [1, 'link-bomb'],
    [4, 'link-too-large'],
    [10, 'link-too-large'],
  ])('of %i MB in few letters is left at the limit', async (megabytes, code) => {
    const bomb = sealed(deflateRawSync(new Uint8Array(megabytes * 1_000_000)));
    expect(bomb.length).toBeLessThan(linkLimits.letters);
    const deflate = counted();
    expect(await codesOf(decodeLink(bomb, deflate))).toEqual([code]);
    // No more than the limit and the rest of a piece.
    expect(deflate.bytes).toBeLessThan(2 * linkLimits.plainBytes);
  });

  test('by little is too large, and no bomb', async () => {
    const draws = new Seeded(2);
    const plain = Uint8Array.from({ length: 300_000 }, (_, at) =>
      at % 256 === 0 ? draws.whole(0, 127) : 32,
    );
    const bytes = deflateRawSync(plain);
    expect(plain.length / bytes.length).toBeLessThan(linkLimits.ratio);
    expect(await codesOf(decodeLink(sealed(bytes), platform))).toEqual(['link-too-large']);
  });
});

describe('a link that is wrong', () => {
  test('is told by what is wrong with it', async () => {
    const json = (text: string) => sealed(deflateRawSync(Buffer.from(text)));
    const cases: readonly (readonly [string, string])[] = [
      ['', 'link-damaged'],
      ['1.', 'link-damaged'],
      ['1.AAAAAA', 'link-damaged'],
      ['1.*', 'link-damaged'],
      [sealed(Uint8Array.of(1, 2, 3)), 'link-damaged'],
      ['2.AAAAAA', 'link-version'],
      [json('é'), 'link-damaged'],
      [json('[]'), 'wrong-type'],
      [json('{"__proto__":1}'), 'forbidden-key'],
      [json('{'), 'not-json'],
      [json('['.repeat(200)), 'too-deep'],
    ];
    for (const [fragment, code] of cases)
      expect(await codesOf(decodeLink(fragment, platform)), fragment).toContain(code);
  });

  test('is told where nothing can be inflated', async () => {
    const broken: Deflate = {
      deflate: () => {
        throw new TypeError('no such format');
      },
      inflate: () => {
        throw new TypeError('no such format');
      },
    };
    const written = await encodeLink(bare, broken);
    expect(written).toMatchObject({ problems: [{ code: 'link-without-compression' }] });
    expect(await codesOf(decodeLink(await fragmentOf(bare), broken))).toEqual(['link-damaged']);
  });
});
