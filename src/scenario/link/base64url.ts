/** Bytes in letters that an address may hold: base64url without padding. */

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const values = new Map([...letters].map((letter, value) => [letter, value]));

/** The letters for these bytes. */
export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += letters.charAt((pending >>> bits) & 63);
    }
    pending &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + letters.charAt((pending << (6 - bits)) & 63);
}

/** The bytes that these letters stand for; undefined when `toBase64url` would not have written them. */
export function fromBase64url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8));
  let pending = 0;
  let bits = 0;
  let filled = 0;
  for (const letter of text) {
    const value = values.get(letter);
    if (value === undefined) return undefined;
    pending = (pending << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[filled++] = (pending >>> bits) & 0xff;
    pending &= (1 << bits) - 1;
  }
  // Bits that are left over say nothing, so they must be nought.
  return pending === 0 ? bytes : undefined;
}
