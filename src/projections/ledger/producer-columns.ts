/** What is known of each process as a producer: its id, its batches, what is on its way. By actor, if not said otherwise. */
import type { Column } from './column.ts';

/** The columns of all producers. */
export class ProducerColumns {
  /** Its id and epoch, -1 without transactions. */
  readonly id: Column;
  readonly epoch: Column;
  /** 1 once a newer one has taken its place. */
  readonly fenced: Column;
  /** How many batches it has sent. */
  readonly batches: Column;
  /** Records sent and neither acknowledged nor failed yet. */
  readonly inFlight: Column;
  /** Requests that were repeated, records that were given up. */
  readonly retries: Column;
  readonly expired: Column;
  /** Bytes that wait while buffer.memory is full, -1 while there is room. */
  readonly blockedBytes: Column;
  /** The error of its last failed request, -1 for none since its last acknowledgement. */
  readonly error: Column;
  /** Its open transaction, -1 for none. */
  readonly transaction: Column;
  /** How often the process has lost its memory: what was in flight before is forgotten. */
  readonly lives: Column;
  /** By message: the actor's life in which it was sent, 0 when it is not in flight. */
  readonly sentInLife: Column;

  constructor(make: (blank: number) => Column) {
    this.id = make(-1);
    this.epoch = make(-1);
    this.fenced = make(0);
    this.batches = make(0);
    this.inFlight = make(0);
    this.retries = make(0);
    this.expired = make(0);
    this.blockedBytes = make(-1);
    this.error = make(-1);
    this.transaction = make(-1);
    this.lives = make(1);
    this.sentInLife = make(0);
  }
}
