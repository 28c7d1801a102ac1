/** What can happen to a replicated partition, and what comes of it: both are data. */
import type { ProducerBatch, ProducerError } from '../log/producer-entry.ts';
import type { TransactionEnd } from '../log/producer-state.ts';
import type { VisibleRecord } from '../log/replica-log.ts';

/** How many copies a producer waits for: none and no answer, the leader's, or all in-sync ones. */
export type Acks = '0' | '1' | 'all';

/** One thing that happens. */
export type ReplicationStep<V> =
  | {
      readonly kind: 'produce';
      /** Names the request in the answer. */
      readonly request: number;
      readonly acks: Acks;
      readonly values: readonly V[];
      /** How an idempotent producer numbered the batch. */
      readonly producer?: ProducerBatch | undefined;
    }
  /** The producer's request.timeout.ms runs out while the leader waits for followers. */
  | { readonly kind: 'time-out'; readonly request: number }
  /** The coordinator ends a transaction in this partition. */
  | { readonly kind: 'end-transaction'; readonly end: TransactionEnd }
  /** A follower asks for what it lacks, and so tells the leader how far it is. */
  | { readonly kind: 'fetch'; readonly broker: number }
  /** The leader looks for followers that have lagged too long. */
  | { readonly kind: 'check-lag' }
  /** The process ends. What it wrote is still on its disk. */
  | { readonly kind: 'crash'; readonly broker: number }
  | { readonly kind: 'return'; readonly broker: number; readonly isDiskLost: boolean }
  /** Someone asks for another leader while the old one lives: only an in-sync replica may be it. */
  | { readonly kind: 'elect'; readonly broker: number }
  /** The rules have changed: a partition without a leader may have one now. */
  | { readonly kind: 'reconsider' };

/** Why a produce request failed. All of them are retriable. */
export type ProduceError =
  | ProducerError
  | 'NOT_ENOUGH_REPLICAS'
  | 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'
  | 'NOT_LEADER_OR_FOLLOWER'
  | 'LEADER_NOT_AVAILABLE'
  | 'NETWORK_EXCEPTION'
  | 'REQUEST_TIMED_OUT';

/** What the producer is told. */
export type ProduceAnswer =
  /** The offset is -1 where the producer asked for no answer. */
  | { readonly kind: 'acknowledged'; readonly baseOffset: number; readonly isDuplicate: boolean }
  | { readonly kind: 'failed'; readonly error: ProduceError };

/** What a consumer's fetch is answered with. */
export type ConsumerFetch<V> =
  | { readonly kind: 'records'; readonly records: readonly VisibleRecord<V>[] }
  | {
      readonly kind: 'failed';
      readonly error: 'OFFSET_OUT_OF_RANGE' | 'LEADER_NOT_AVAILABLE';
    };

/** One thing that came of a step. */
export type ReplicationFact =
  | { readonly kind: 'answered'; readonly request: number; readonly answer: ProduceAnswer }
  | {
      readonly kind: 'appended';
      readonly broker: number;
      readonly from: number;
      readonly to: number;
    }
  /** A marker that ends a transaction stands at this offset. */
  | { readonly kind: 'marked'; readonly broker: number; readonly offset: number }
  | { readonly kind: 'high-watermark-rose'; readonly to: number }
  | { readonly kind: 'in-sync-changed'; readonly inSync: readonly number[] }
  | {
      readonly kind: 'leader-elected';
      readonly broker: number;
      readonly epoch: number;
      /** An unclean leader was not in sync: what it lacks is lost, acknowledged or not. */
      readonly isClean: boolean;
    }
  | { readonly kind: 'went-offline' }
  | {
      readonly kind: 'truncated';
      readonly broker: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'disk-lost'; readonly broker: number; readonly records: number };
