/** What a partition remembers of idempotent producers: the last five batches of each. Source: ProducerStateManager, ProducerStateEntry (NUM_BATCHES_TO_RETAIN = 5). */

const batchesKept = 5;

interface Batch {
  readonly first: number;
  readonly last: number;
  readonly baseOffset: number;
}

/** What the broker says to a batch. */
export type SequenceCheck = { readonly kind: 'append' } | { readonly kind: 'duplicate'; readonly baseOffset: number } | { readonly kind: 'out-of-order' };

const append: SequenceCheck = { kind: 'append' };
const outOfOrder: SequenceCheck = { kind: 'out-of-order' };

/** The sequences of one partition, by producer id. */
export class ProducerSequences {
  readonly #batches = new Map<number, readonly Batch[]>();

  /**
   * Judges a batch before it is appended. A batch whose first and last sequence both match a remembered one is a duplicate and
   * succeeds with the original offset; any other batch must follow the last one. A producer that is not known may begin anywhere.
   */
  check(producer: number, first: number, count: number): SequenceCheck {
    const known = this.#batches.get(producer);
    if (known === undefined) return append;
    const last = first + count - 1;
    const same = known.find((batch) => batch.first === first && batch.last === last);
    if (same !== undefined) return { kind: 'duplicate', baseOffset: same.baseOffset };
    return first === (known.at(-1)?.last ?? -1) + 1 ? append : outOfOrder;
  }

  /** Remembers a batch that was appended. */
  remember(producer: number, first: number, count: number, baseOffset: number): void {
    const known = this.#batches.get(producer) ?? [];
    this.#batches.set(producer, [...known, { first, last: first + count - 1, baseOffset }].slice(-batchesKept));
  }
}
