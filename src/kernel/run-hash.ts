/** A running 64-bit fingerprint of a run: two independent 32-bit lanes over everything fed to it, in order. */

/** What a checkpoint of a hash holds. */
export interface HashCheckpoint {
  readonly high: number;
  readonly low: number;
}

/** Incremental; equal inputs in equal order give equal digests in Node and in every browser. */
export class RunHash {
  #high = 0x243f6a88 | 0;
  #low = 0x85a308d3 | 0;

  /** Feeds one number: whole numbers up to 2⁵³ are told apart. */
  feed(value: number): void {
    const lower = value | 0;
    const upper = ((value - lower) / 0x1_0000_0000) | 0;
    this.#low =
      (Math.imul((this.#low << 13) | (this.#low >>> 19), 5) + 0x38495ab5) ^
      Math.imul(lower, 0xcc9e2d51);
    this.#high =
      (Math.imul((this.#high << 15) | (this.#high >>> 17), 9) + 0x561ccd1b) ^
      Math.imul(lower ^ this.#low, 0x1b873593) ^
      upper;
  }

  /** Feeds a text by its UTF-16 code units and its length. */
  feedText(text: string): void {
    this.feed(text.length);
    for (let i = 0; i < text.length; i++) this.feed(text.charCodeAt(i));
  }

  /** 16 lower-case hexadecimal digits. */
  digest(): string {
    return hex(this.#high) + hex(this.#low ^ this.#high);
  }

  /** A value copy; the hash goes on unaffected. */
  checkpoint(): HashCheckpoint {
    return { high: this.#high, low: this.#low };
  }

  /** Puts the hash back to what a checkpoint held. */
  restore(checkpoint: HashCheckpoint): void {
    this.#high = checkpoint.high;
    this.#low = checkpoint.low;
  }
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}
