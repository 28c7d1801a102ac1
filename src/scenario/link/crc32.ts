/** CRC-32, as in zip files: whatever changes within 32 neighbouring bits is noticed with certainty. */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb8_8320 : 0);
  return value >>> 0;
});

/** A checksum that grows byte by byte. */
export class Crc32 {
  #state = 0xffff_ffff;

  /** The checksum of all bytes so far. */
  get value(): number {
    return (this.#state ^ 0xffff_ffff) >>> 0;
  }

  bytes(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#byte(byte);
    return this;
  }

  /** Takes a text, two bytes for each of its UTF-16 units, so that no text is like another. */
  text(text: string): this {
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      this.#byte(unit & 0xff);
      this.#byte(unit >>> 8);
    }
    return this;
  }

  #byte(byte: number): void {
    // Safe: the index has eight bits, and the table has an entry for each.
    this.#state = (this.#state >>> 8) ^ (table[(this.#state ^ byte) & 0xff] as number);
  }
}
