/** The producer's side of its transactions: what may be asked of the coordinator next, and what an answer means. Source: TransactionManager. */
import { assert, type Scribe } from '../../../kernel/index.ts';
import type { TransactionError } from '../../transactions/transaction-entry.ts';

/** Where a transactional producer stands. Source: TransactionManager.State. */
export type ManagerState =
  | 'UNINITIALIZED'
  | 'INITIALIZING'
  | 'READY'
  | 'IN_TRANSACTION'
  | 'COMMITTING_TRANSACTION'
  | 'ABORTING_TRANSACTION'
  | 'ABORTABLE_ERROR'
  | 'FATAL_ERROR';

/** What a producer asks of the coordinator. */
export type TransactionRequest<O> =
  | { readonly kind: 'init'; readonly producer: number; readonly epoch: number }
  | { readonly kind: 'add-partitions'; readonly partitions: readonly number[] }
  /** AddOffsetsToTxn and TxnOffsetCommit in one. */
  | { readonly kind: 'add-offsets'; readonly offsets: readonly O[] }
  | { readonly kind: 'end'; readonly isCommit: boolean };

/** What the coordinator answers. */
export type TransactionAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'initialised'; readonly producer: number; readonly epoch: number }
  | { readonly kind: 'refused'; readonly error: TransactionError | OffsetError };

/** The group's coordinator does not know this member, or not in this generation. */
export type OffsetError = 'UNKNOWN_MEMBER_ID' | 'ILLEGAL_GENERATION' | 'REBALANCE_IN_PROGRESS';

/** What an answer leads to. `retry`: the same again after a pause. */
export type AnswerOutcome = 'goes-on' | 'ready' | 'ended' | 'retry' | 'abortable' | 'fatal';

const fatal: ReadonlySet<string> = new Set(['PRODUCER_FENCED', 'INVALID_PRODUCER_ID_MAPPING']);

/** The transactions of one producer. */
export class TransactionManager<O> {
  #state: ManagerState = 'UNINITIALIZED';
  #producer = -1;
  #epoch = -1;
  readonly #wanted = new Set<number>();
  readonly #added = new Set<number>();
  #offsets: readonly O[] = [];
  #inFlight: TransactionRequest<O> | undefined;
  /** Whether the coordinator knows of this transaction. */
  #isKnown = false;
  #needsEpoch = false;

  get state(): ManagerState {
    return this.#state;
  }

  get producer(): number {
    return this.#producer;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Source: #initializeTransactions. */
  initialise(): void {
    assert(this.#state === 'UNINITIALIZED', `initTransactions is not for ${this.#state}`);
    this.#state = 'INITIALIZING';
  }

  /** Source: #beginTransaction. */
  begin(): void {
    assert(this.#state === 'READY', `beginTransaction is not for ${this.#state}`);
    this.#state = 'IN_TRANSACTION';
    this.#isKnown = false;
  }

  /** A record goes to this partition. Source: #maybeAddPartition. */
  addPartition(partition: number): void {
    assert(this.#state === 'IN_TRANSACTION', `send is not for ${this.#state}`);
    if (!this.#added.has(partition)) this.#wanted.add(partition);
  }

  /** Whether a batch may leave to a partition. Source: #isSendToPartitionAllowed. */
  maySend(partition: number): boolean {
    const isOpen = this.#state === 'IN_TRANSACTION' || this.#state === 'COMMITTING_TRANSACTION';
    return isOpen && this.#added.has(partition);
  }

  /** Source: #sendOffsetsToTransaction. */
  addOffsets(offsets: readonly O[]): void {
    assert(this.#state === 'IN_TRANSACTION', `sendOffsets is not for ${this.#state}`);
    this.#offsets = [...this.#offsets, ...offsets];
  }

  /** Source: #beginCommit. */
  commit(): void {
    assert(this.#state === 'IN_TRANSACTION', `commitTransaction is not for ${this.#state}`);
    this.#state = 'COMMITTING_TRANSACTION';
  }

  /** Source: #beginAbort: what was not asked yet is not asked any more. */
  abort(): void {
    const mayAbort = this.#state === 'IN_TRANSACTION' || this.#state === 'ABORTABLE_ERROR';
    assert(mayAbort, `abortTransaction is not for ${this.#state}`);
    this.#state = 'ABORTING_TRANSACTION';
    this.#wanted.clear();
    this.#offsets = [];
  }

  /** A batch was given up: the transaction can only be aborted. Its numbers are missing, so the next one needs a new epoch. Source: #handleFailedBatch. */
  onBatchFailed(error: string): void {
    this.#needsEpoch = true;
    if (this.#state === 'FATAL_ERROR' || this.#state === 'ABORTING_TRANSACTION') return;
    this.#state = fatal.has(error) ? 'FATAL_ERROR' : 'ABORTABLE_ERROR';
  }

  /** What is to be asked now; one thing at a time. `isFlushed`: no batch waits, and none is on its way. Source: #nextRequest. */
  next(isFlushed: boolean): TransactionRequest<O> | undefined {
    if (this.#inFlight !== undefined) return undefined;
    this.#inFlight = this.#due(isFlushed);
    return this.#inFlight;
  }

  /** Takes the answer to what was asked last. */
  onAnswer(answer: TransactionAnswer): AnswerOutcome {
    const asked = this.#inFlight;
    assert(asked !== undefined, 'an answer needs a question');
    this.#inFlight = undefined;
    if (answer.kind === 'refused') return this.#refused(answer.error);
    if (answer.kind === 'initialised') {
      this.#producer = answer.producer;
      this.#epoch = answer.epoch;
      this.#needsEpoch = false;
      this.#state = 'READY';
      return 'ready';
    }
    if (asked.kind === 'end') return this.#ended();
    this.#isKnown = true;
    if (asked.kind === 'add-partitions')
      for (const partition of asked.partitions) {
        this.#added.add(partition);
        this.#wanted.delete(partition);
      }
    if (asked.kind === 'add-offsets')
      this.#offsets = this.#offsets.filter((each) => !asked.offsets.includes(each));
    return 'goes-on';
  }

  /** A transaction that ended without the coordinator's knowledge: nothing was ever added to it. */
  get isEmptyEnd(): boolean {
    const isEnding =
      this.#state === 'COMMITTING_TRANSACTION' || this.#state === 'ABORTING_TRANSACTION';
    const isAsking = this.#wanted.size > 0 || this.#offsets.length > 0;
    return isEnding && !this.#isKnown && !isAsking && this.#inFlight === undefined;
  }

  /** Ends such a transaction: there is nothing to ask. Source: EndTxnHandler, transactionStarted. */
  endEmpty(): void {
    assert(this.isEmptyEnd, 'the coordinator must be asked');
    this.#ended();
  }

  transcribe(scribe: Scribe): void {
    this.#state = scribe.value(this.#state);
    this.#producer = scribe.value(this.#producer);
    this.#epoch = scribe.value(this.#epoch);
    scribe.set(this.#wanted);
    scribe.set(this.#added);
    this.#offsets = scribe.value(this.#offsets);
    this.#inFlight = scribe.value(this.#inFlight);
    this.#isKnown = scribe.value(this.#isKnown);
    this.#needsEpoch = scribe.value(this.#needsEpoch);
  }

  #due(isFlushed: boolean): TransactionRequest<O> | undefined {
    const state = this.#state;
    if (state === 'INITIALIZING')
      return { kind: 'init', producer: this.#producer, epoch: this.#epoch };
    const isOpen = state === 'IN_TRANSACTION' || state === 'COMMITTING_TRANSACTION';
    if (isOpen && this.#wanted.size > 0)
      return { kind: 'add-partitions', partitions: [...this.#wanted] };
    if (isOpen && this.#offsets.length > 0)
      return { kind: 'add-offsets', offsets: [...this.#offsets] };
    const isEnding = state === 'COMMITTING_TRANSACTION' || state === 'ABORTING_TRANSACTION';
    if (!isEnding || !isFlushed || !this.#isKnown) return undefined;
    return { kind: 'end', isCommit: state === 'COMMITTING_TRANSACTION' };
  }

  #refused(error: TransactionError | OffsetError): AnswerOutcome {
    if (error === 'CONCURRENT_TRANSACTIONS' || error === 'COORDINATOR_NOT_AVAILABLE')
      return 'retry';
    // The member may be fenced, and the transaction can be aborted all the same.
    const isFatal = fatal.has(error) || this.#state === 'ABORTING_TRANSACTION';
    this.#state = isFatal ? 'FATAL_ERROR' : 'ABORTABLE_ERROR';
    return isFatal ? 'fatal' : 'abortable';
  }

  #ended(): AnswerOutcome {
    this.#added.clear();
    this.#wanted.clear();
    this.#offsets = [];
    this.#isKnown = false;
    this.#state = this.#needsEpoch ? 'INITIALIZING' : 'READY';
    return 'ended';
  }
}
