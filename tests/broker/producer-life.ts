/** Random histories of producers and their transactions on one partition, for tests. */
import fc from 'fast-check';
import { ReplicaLog, type AppendResult } from '../../src/broker/log/replica-log.ts';

/** What a producer does: mostly what is right, sometimes what a zombie or a retry does. */
export type Act =
  | {
      readonly kind: 'send';
      readonly producer: number;
      readonly count: number;
      /** How far the sequence is from the right one. */
      readonly slip: number;
      readonly epochSlip: number;
      readonly isTransactional: boolean;
    }
  | {
      readonly kind: 'end';
      readonly producer: number;
      readonly epochSlip: number;
      readonly isCommit: boolean;
    }
  | { readonly kind: 'high-watermark'; readonly part: number };

const producer = fc.constantFrom(1, 2, 3);

export const acts = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        producer,
        count: fc.integer({ min: 1, max: 3 }),
        slip: fc.constantFrom(0, 0, 0, 0, -1, -2, -3, 1),
        epochSlip: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1),
        isTransactional: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('end' as const),
        producer,
        epochSlip: fc.constantFrom(0, 0, 0, 1, -1),
        isCommit: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('high-watermark' as const),
        part: fc.integer({ min: 0, max: 4 }),
      }),
    },
  ),
  { maxLength: 50 },
);

/** A record as its producer meant it: one number each, never the same for two sequences. */
export interface Sent {
  readonly producer: number;
  readonly epoch: number;
  readonly sequence: number;
  /** Which of the producer's transactions it is in, 0 outside of one. */
  readonly transaction: number;
}

interface Producer {
  epoch: number;
  next: number;
  /** Counts its transactions; `isOpen` while one is. */
  transactions: number;
  isOpen: boolean;
}

/** The fate of a transaction, by `producer/number`. */
export type Fate = 'open' | 'committed' | 'aborted';

/** Plays acts on a log, and keeps account of what should be. */
export class ProducerLife {
  readonly log = new ReplicaLog<Sent>();
  readonly fates = new Map<string, Fate>();
  readonly results: AppendResult[] = [];
  readonly #producers = new Map<number, Producer>();

  play(act: Act): AppendResult | undefined {
    if (act.kind === 'high-watermark') {
      this.log.raiseHighWatermark(Math.floor((this.log.end * act.part) / 4));
      return undefined;
    }
    const result = act.kind === 'send' ? this.#send(act) : this.#end(act);
    this.results.push(result);
    return result;
  }

  #send(act: Extract<Act, { kind: 'send' }>): AppendResult {
    const producer = this.#producerOf(act.producer);
    const epoch = Math.max(0, producer.epoch + act.epochSlip);
    const right = epoch === producer.epoch ? producer.next : 0;
    const firstSequence = Math.max(0, right + act.slip);
    const { count, isTransactional } = act;
    const opens = isTransactional && !producer.isOpen;
    const transaction = isTransactional ? producer.transactions + (opens ? 1 : 0) : 0;
    const values = Array.from({ length: count }, (_, index): Sent => {
      return { producer: act.producer, epoch, sequence: firstSequence + index, transaction };
    });
    const batch = { producer: act.producer, epoch, firstSequence, count, isTransactional };
    const result = this.log.append(values, 0, batch);
    if (result.kind !== 'appended') return result;
    producer.epoch = epoch;
    producer.next = firstSequence + count;
    if (!opens) return result;
    producer.isOpen = true;
    producer.transactions = transaction;
    this.fates.set(`${act.producer}/${transaction}`, 'open');
    return result;
  }

  #end(act: Extract<Act, { kind: 'end' }>): AppendResult {
    const producer = this.#producerOf(act.producer);
    const epoch = Math.max(0, producer.epoch + act.epochSlip);
    const result = this.log.endTransaction({ ...act, epoch }, 0);
    if (result.kind !== 'appended') return result;
    if (epoch !== producer.epoch) producer.next = 0;
    producer.epoch = epoch;
    if (producer.isOpen) {
      const fate = act.isCommit ? 'committed' : 'aborted';
      this.fates.set(`${act.producer}/${producer.transactions}`, fate);
    }
    producer.isOpen = false;
    return result;
  }

  #producerOf(id: number): Producer {
    const known = this.#producers.get(id);
    if (known !== undefined) return known;
    const made = { epoch: 0, next: 0, transactions: 0, isOpen: false };
    this.#producers.set(id, made);
    return made;
  }
}
