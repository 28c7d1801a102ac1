/**
 * Where Kafka's Java producer sends records without a key: it sticks to one partition for a batch's
 * worth of bytes, then draws the next. Source: BuiltInPartitioner (KIP-480, KIP-794).
 */
import { assert, present, type Scribe } from '../../kernel/index.ts';

/** What the partitioner is told once. */
export interface StickySettings {
  /** The number of partitions of the topic. */
  readonly partitions: number;
  /** batch.size: after so many bytes the partition may change, after twice as many it must. */
  readonly batchBytes: number;
  /** Draws a whole number that is not negative: once at first use, once at each change. */
  readonly random: () => number;
  /** Whether a partition has a leader now. Without one it is drawn only where none has. */
  readonly hasLeader?: (partition: number) => boolean;
}

/** How much waits to be sent to each partition, for the adaptive choice. */
export interface PartitionLoad {
  readonly queueSizes: readonly number[];
  /** The partition of each queue; by position where nothing is said. */
  readonly partitions?: readonly number[];
  /** How many of the queues count: those after it belong to partitions that answer too slowly. */
  readonly length?: number;
}

interface LoadTable {
  readonly partitions: readonly number[];
  /** Running sums of the weights: the first sum above the draw names the partition. */
  readonly sums: readonly number[];
}

/** The partitioner of one topic in one producer. */
export class StickyPartitioner {
  readonly #settings: StickySettings;
  #load: LoadTable | undefined;
  #partition: number | undefined;
  #producedBytes = 0;

  constructor(settings: StickySettings) {
    assert(settings.batchBytes >= 1, `batch.size must be at least 1, got ${settings.batchBytes}`);
    this.#settings = settings;
  }

  /**
   * The partition of the next record. The change is judged after the record: the one that crosses
   * the line still goes to the old partition. Source: #peekCurrentPartitionInfo, #updatePartitionInfo.
   * @param maySwitch false while the batch is not ready to go, so that changing would cut it short
   */
  place(bytes: number, maySwitch = true): number {
    const partition = this.#partition ?? this.#draw();
    this.#partition = partition;
    this.#producedBytes += bytes;
    const { batchBytes } = this.#settings;
    const isFull = this.#producedBytes >= batchBytes;
    if ((isFull && maySwitch) || this.#producedBytes >= 2 * batchBytes) {
      this.#partition = this.#draw();
      this.#producedBytes = 0;
    }
    return partition;
  }

  /**
   * Takes note of the load. Equal queues, and a topic of one partition, need no weights.
   * Source: #updatePartitionLoadStats.
   */
  updateLoad({ queueSizes, partitions, length = queueSizes.length }: PartitionLoad): void {
    const counted = queueSizes.slice(0, length);
    const first = counted[0];
    this.#load = undefined;
    if (first === undefined || queueSizes.length < 2) return;
    const areEqual = counted.every((size) => size === first);
    if (areEqual && counted.length === queueSizes.length) return;
    const top = Math.max(...counted) + 1;
    let sum = 0;
    const sums = counted.map((size) => (sum += top - size));
    this.#load = { partitions: partitions ?? queueSizes.map((_, index) => index), sums };
  }

  transcribe(scribe: Scribe): void {
    this.#load = scribe.value(this.#load);
    this.#partition = scribe.value(this.#partition);
    this.#producedBytes = scribe.value(this.#producedBytes);
  }

  /** Source: #nextPartition. The draw is taken even where there is nothing to choose. */
  #draw(): number {
    const random = this.#settings.random();
    if (this.#load !== undefined) {
      const { partitions, sums } = this.#load;
      const weighted = random % present(sums.at(-1), 'a sum of weights');
      const index = sums.findIndex((sum) => sum > weighted);
      return present(partitions[index], 'a partition of the load table');
    }
    const { hasLeader = () => true } = this.#settings;
    const all = Array.from({ length: this.#settings.partitions }, (_, index) => index);
    const led = all.filter(hasLeader);
    const from = led.length > 0 ? led : all;
    return present(from[random % from.length], 'a partition');
  }
}
