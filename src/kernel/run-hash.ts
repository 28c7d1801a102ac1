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
    this.#low = nextLow(this.#low, value);
    this.#high = nextHigh(this.#high, this.#low, value);
  }

  /** Feeds eight numbers one after the other. The lanes stay in registers meanwhile, which makes a row cost what two numbers did. */
  feedRow(
    time: number,
    what: number,
    order: number,
    message: number,
    a: number,
    b: number,
    c: number,
    cause: number,
  ): void {
    let low = this.#low;
    let high = this.#high;
    low = nextLow(low, time);
    high = nextHigh(high, low, time);
    low = nextLow(low, what);
    high = nextHigh(high, low, what);
    low = nextLow(low, order);
    high = nextHigh(high, low, order);
    low = nextLow(low, message);
    high = nextHigh(high, low, message);
    low = nextLow(low, a);
    high = nextHigh(high, low, a);
    low = nextLow(low, b);
    high = nextHigh(high, low, b);
    low = nextLow(low, c);
    high = nextHigh(high, low, c);
    low = nextLow(low, cause);
    this.#high = nextHigh(high, low, cause);
    this.#low = low;
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

function nextLow(low: number, value: number): number {
  return (Math.imul((low << 13) | (low >>> 19), 5) + 0x38495ab5) ^ Math.imul(value | 0, 0xcc9e2d51);
}

/** The upper half of a number that needs one is fed beside the lower; most rows hold none. */
function nextHigh(high: number, low: number, value: number): number {
  const lower = value | 0;
  const upper = lower === value ? 0 : ((value - lower) / 0x1_0000_0000) | 0;
  return (
    (Math.imul((high << 15) | (high >>> 17), 9) + 0x561ccd1b) ^
    Math.imul(lower ^ low, 0x1b873593) ^
    upper
  );
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}
