/**
 * Links as text: `1.` and then, in base64url, a checksum and deflated JSON. The checksum is over the deflated
 * bytes, so that damage is noticed before anything is inflated. It is no lock: whoever makes a link can make it
 * fit, so the limits hold for what fits as well.
 */
import { parseJson } from '../json/parse-json.ts';
import { ProblemList } from '../problems.ts';
import type { Refused } from '../read-scenario.ts';
import { asciiBytes, asciiJson, asciiText } from './ascii-json.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { Crc32 } from './crc32.ts';
import type { Deflate } from './deflate.ts';
import { link as linkShape, type Link } from './link.ts';
import { linkLimits } from './link-limits.ts';
import { isLink, mark } from './mark.ts';
import { refusedLink, type LinkProblemCode } from './link-problems.ts';

const checksumBytes = 4;

/** The fragment, without its hash sign, that says this; or why there is none. Never throws. */
export async function encodeLink(
  link: Link,
  deflate: Deflate,
): Promise<{ readonly kind: 'encoded'; readonly fragment: string } | Refused> {
  const json = linkShape.write(link);
  const problems = new ProblemList();
  // What could not be read again is not written.
  linkShape.read(json, '', problems);
  if (problems.count > 0) return { kind: 'problems', problems: problems.all() };
  const plain = asciiBytes(asciiJson(json));
  if (plain.length > linkLimits.plainBytes) return refusedLink('link-too-large');
  const packed = await gathered(
    () => deflate.deflate(plain),
    () => undefined,
  );
  if (typeof packed === 'string') return refusedLink('link-without-compression');
  if (isBomb(plain.length, packed.length)) return refusedLink('link-bomb');
  const fragment = mark + toBase64url(withChecksum(packed));
  if (fragment.length > linkLimits.letters) return refusedLink('link-too-long');
  return { kind: 'encoded', fragment };
}

/** What a fragment says, with or without its hash sign; or all that is wrong with it. Never throws, whatever the text. */
export async function decodeLink(
  fragment: string,
  deflate: Deflate,
): Promise<{ readonly kind: 'link'; readonly link: Link } | Refused> {
  const said = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  if (said.length > linkLimits.letters) return refusedLink('link-too-long');
  if (!said.startsWith(mark)) return refusedLink(isLink(said) ? 'link-version' : 'link-damaged');
  const bytes = fromBase64url(said.slice(mark.length));
  const packed = bytes && withoutChecksum(bytes);
  if (packed === undefined) return refusedLink('link-damaged');
  const plain = await gathered(
    () => deflate.inflate(packed),
    (length) => excess(length, packed),
  );
  if (typeof plain === 'string') return refusedLink(plain);
  const text = asciiText(plain);
  if (text === undefined) return refusedLink('link-damaged');
  const problems = new ProblemList();
  const json = parseJson(text, problems);
  const link = json === undefined ? undefined : linkShape.read(json, '', problems);
  if (link === undefined || problems.count > 0)
    return { kind: 'problems', problems: problems.all() };
  return { kind: 'link', link };
}

function excess(length: number, packed: Uint8Array): LinkProblemCode | undefined {
  if (isBomb(length, packed.length)) return 'link-bomb';
  return length > linkLimits.plainBytes ? 'link-too-large' : undefined;
}

function isBomb(plain: number, packed: number): boolean {
  return plain > linkLimits.ratioFrom && plain > packed * linkLimits.ratio;
}

/** All bytes of a stream, which is left as soon as there are too many. */
async function gathered(
  stream: () => AsyncIterable<Uint8Array>,
  excessOf: (length: number) => LinkProblemCode | undefined,
): Promise<Uint8Array | LinkProblemCode> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of stream()) {
      length += piece.length;
      const tooMany = excessOf(length);
      if (tooMany !== undefined) return tooMany;
      pieces.push(piece);
    }
  } catch {
    return 'link-damaged';
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function withChecksum(packed: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(checksumBytes + packed.length);
  new DataView(bytes.buffer).setUint32(0, new Crc32().bytes(packed).value);
  bytes.set(packed, checksumBytes);
  return bytes;
}

function withoutChecksum(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < checksumBytes) return undefined;
  const packed = bytes.subarray(checksumBytes);
  const said = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return said === new Crc32().bytes(packed).value ? packed : undefined;
}
