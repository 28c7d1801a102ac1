/**
 * Where a consumer begins to read: at its committed offset, or by policy where there is none or where
 * the log no longer (or not yet) has it. Source: SubscriptionState, OffsetFetcher, auto.offset.reset.
 */

/** auto.offset.reset */
export type ResetPolicy = 'earliest' | 'latest' | 'none';

/** What is known when a consumer begins. */
export interface ResetQuestion {
  /** The next offset to read, `undefined` without a commit. */
  readonly committed: number | undefined;
  readonly start: number;
  /** The log end offset, or what of it the consumer may see. */
  readonly end: number;
  readonly policy: ResetPolicy;
}

/** Where it begins, and how many offsets it passes over: never silently. */
export type ResetAnswer =
  | {
      readonly kind: 'position';
      readonly offset: number;
      readonly isReset: boolean;
      readonly skipped: number;
    }
  | {
      readonly kind: 'failed';
      readonly error: 'NoOffsetForPartitionException' | 'OffsetOutOfRangeException';
    };

/** Whether a fetch at an offset is answered with OFFSET_OUT_OF_RANGE. The end itself is in range. */
export function isOutOfRange(
  offset: number,
  { start, end }: { start: number; end: number },
): boolean {
  return offset < start || offset > end;
}

/** Where to begin. */
export function startingPosition(question: ResetQuestion): ResetAnswer {
  const { committed, start, end, policy } = question;
  if (committed !== undefined && !isOutOfRange(committed, question)) {
    return { kind: 'position', offset: committed, isReset: false, skipped: 0 };
  }
  if (policy === 'none') {
    const isUnknown = committed === undefined;
    const error = isUnknown ? 'NoOffsetForPartitionException' : 'OffsetOutOfRangeException';
    return { kind: 'failed', error };
  }
  const offset = policy === 'earliest' ? start : end;
  const skipped = Math.max(0, offset - (committed ?? start));
  return { kind: 'position', offset, isReset: true, skipped };
}
