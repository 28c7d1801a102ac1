/** What retention and compaction ask of a record, whatever else it holds. */

/** How to read a record of type R. */
export interface RecordTraits<R> {
  /** The key, `undefined` where there is none. */
  readonly keyOf: (record: R) => string | undefined;
  /** Whether the record deletes its key: a key without a value. */
  readonly isTombstone: (record: R) => boolean;
  readonly timestampMsOf: (record: R) => number;
  readonly bytesOf: (record: R) => number;
}

/** Records that nothing is known of: no key, no time, one byte each. */
export const plainTraits: RecordTraits<unknown> = {
  keyOf: () => undefined,
  isTombstone: () => false,
  timestampMsOf: () => 0,
  bytesOf: () => 1,
};
