/** What the broker's side of a partition can do, whether one node keeps it or several. */
import type { ReplicaLog } from '../../../broker/index.ts';
import type { ProduceBatch } from '../events.ts';
import type { ClientSettings } from '../settings.ts';
import type { LogRecord } from './log-record.ts';

/** A marker that ends a transaction in a partition. */
export interface Marker {
  readonly producer: number;
  readonly epoch: number;
  readonly isCommit: boolean;
  /** When it is written, in ms. */
  readonly timeMs?: number;
}

/** One partition. */
export interface PartitionHost {
  /** The actor of the node that leads it, -1 while nobody does. */
  readonly leader: number;
  /** Counts leaderships: a new one has not always what an earlier leader had. */
  readonly epoch: number;
  /** The leader's log, or the one that led last. */
  readonly log: ReplicaLog<LogRecord>;
  /** All logs that live nodes keep of it. */
  readonly logs: readonly ReplicaLog<LogRecord>[];
  /** Judges a batch, appends it and answers, now or once it is replicated. */
  produce(batch: ProduceBatch): void;
  /** Records that a consumer may see, from an offset on, each as the reader likes to have it. */
  read<T>(
    from: number,
    isolation: ClientSettings['isolation'],
    limit: number,
    as: (offset: number, value: LogRecord) => T,
  ): T[];
  /** Writes the marker that ends a transaction; returns its offset, -1 when it is refused or nobody leads. */
  end(marker: Marker, cause: number): number;
  /** A node has stopped; the others do not know yet. */
  onKilled(node: number): void;
  /** The controller takes a node for dead. */
  onNoticed(node: number): void;
  /** A node runs again, or can be reached again. */
  onReturned(node: number, isDiskLost: boolean): void;
}
