/** Records that were fetched ahead of the program. What no longer fits the position is dropped unread. Source: FetchBuffer, FetchCollector. */
import type { ConsumerException } from './consumer-exception.ts';
import type { FetchedPartition, Offsets } from './consumer-port.ts';
import type { PartitionName } from './partition-names.ts';
import type { Positions } from './positions.ts';

/** A record as a program gets it. */
export interface PolledRecord {
  readonly partition: PartitionName;
  readonly offset: number;
}

interface Chunk {
  readonly partition: PartitionName;
  readonly offsets: readonly number[];
  readonly next: number;
  /** How many are taken. */
  taken: number;
  /** Where the position must be for it to fit. */
  at: number;
}

/** What one consumer has fetched. */
export class FetchBuffer {
  #chunks: Chunk[] = [];
  readonly #asked = new Set<PartitionName>();

  /** What is to be fetched now: what can be read, is not here, and was not asked for. */
  ask(readable: Offsets): Offsets {
    const positions = new Map<PartitionName, number>();
    for (const [partition, position] of readable) {
      if (this.#asked.has(partition)) continue;
      if (this.#chunks.some((chunk) => chunk.partition === partition && chunk.at === position))
        continue;
      this.#asked.add(partition);
      positions.set(partition, position);
    }
    return positions;
  }

  /** The answer to a fetch. Returns what the program must hear of. */
  put(fetched: readonly FetchedPartition[], positions: Positions): ConsumerException | undefined {
    let failure: ConsumerException | undefined;
    for (const { partition, from, offsets, next, isOutOfRange } of fetched) {
      this.#asked.delete(partition);
      if (!positions.has(partition) || positions.position(partition) !== from) continue;
      if (isOutOfRange) failure ??= positions.onOutOfRange(partition);
      else if (next > from) this.#chunks.push({ partition, offsets, next, taken: 0, at: from });
    }
    return failure;
  }

  /** Takes up to so many records, in the order in which they came. Partitions that are paused keep theirs. */
  take(most: number, positions: Positions): readonly PolledRecord[] {
    const records: PolledRecord[] = [];
    const left: Chunk[] = [];
    for (const chunk of this.#chunks) {
      const { partition } = chunk;
      if (!positions.has(partition) || positions.position(partition) !== chunk.at) continue;
      if (!positions.isPaused(partition)) takeFrom(chunk, most, records, positions);
      if (chunk.at < chunk.next) left.push(chunk);
    }
    this.#chunks = left;
    return records;
  }

  /** Drops what was fetched. */
  clear(): void {
    this.#chunks = [];
  }
}

function takeFrom(chunk: Chunk, most: number, records: PolledRecord[], positions: Positions): void {
  const { partition, offsets, next } = chunk;
  while (records.length < most && chunk.taken < offsets.length) {
    const offset = offsets[chunk.taken] ?? 0;
    records.push({ partition, offset });
    chunk.taken += 1;
    chunk.at = offset + 1;
  }
  // Behind the last record there may be markers, which are no records.
  if (chunk.taken === offsets.length) chunk.at = next;
  positions.advance(partition, chunk.at);
}
