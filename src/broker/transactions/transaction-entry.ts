/** What the coordinator keeps of one transactional.id, and which requests fit its state. Entries are values. Source: TransactionMetadata, TransactionState. */
import type { Micros } from '../../kernel/index.ts';

/** Where the transactions of a producer stand. */
export type TransactionState =
  'Empty' | 'Ongoing' | 'PrepareCommit' | 'PrepareAbort' | 'CompleteCommit' | 'CompleteAbort';

/** Why the coordinator refuses. */
export type TransactionError =
  | 'COORDINATOR_NOT_AVAILABLE'
  | 'CONCURRENT_TRANSACTIONS'
  | 'INVALID_PRODUCER_ID_MAPPING'
  | 'PRODUCER_FENCED'
  | 'INVALID_TXN_STATE';

/** How a transaction came to its end. */
export type TransactionEndReason = 'committed' | 'aborted' | 'timed-out' | 'fenced';

/** A transactional.id. */
export interface TransactionEntry<O> {
  readonly producer: number;
  readonly epoch: number;
  readonly state: TransactionState;
  /** transaction.timeout.ms */
  readonly timeout: Micros;
  readonly startedAt: Micros;
  /** Those in the transaction; once it ends, those whose marker is missing. */
  readonly partitions: ReadonlySet<number>;
  readonly offsets: readonly O[];
  readonly reason: TransactionEndReason;
}

/** The largest epoch: after it comes a new producer id. Source: TransactionMetadata#isEpochExhausted. */
export const lastEpoch = 0x7ffe;

/** Whether a request of this producer is heard at all. Source: TransactionCoordinator#handleAddPartitionsToTransaction. */
export function judgeProducer<O>(
  entry: TransactionEntry<O> | undefined,
  producer: number,
  epoch: number,
): TransactionError | undefined {
  if (entry?.producer !== producer) return 'INVALID_PRODUCER_ID_MAPPING';
  return entry.epoch === epoch ? undefined : 'PRODUCER_FENCED';
}

/** Whether markers are still being written. */
export function isEnding({ state }: { readonly state: TransactionState }): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort';
}

/** What EndTxn meets: the transaction ends, it has ended that way before, or it is refused. Source: TransactionCoordinator#endTransaction. */
export function judgeEnd(
  state: TransactionState,
  isCommit: boolean,
): 'end' | 'ended-before' | TransactionError {
  switch (state) {
    case 'Ongoing':
      return 'end';
    case 'CompleteCommit':
      return isCommit ? 'ended-before' : 'INVALID_TXN_STATE';
    case 'CompleteAbort':
      return isCommit ? 'INVALID_TXN_STATE' : 'ended-before';
    case 'PrepareCommit':
      return isCommit ? 'CONCURRENT_TRANSACTIONS' : 'INVALID_TXN_STATE';
    case 'PrepareAbort':
      return isCommit ? 'INVALID_TXN_STATE' : 'CONCURRENT_TRANSACTIONS';
    case 'Empty':
      return 'INVALID_TXN_STATE';
  }
}
