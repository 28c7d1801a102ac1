/** What a consumer owns, and where it is in each partition. Positions are in memory alone. Source: SubscriptionState. */
import type { ResetPolicy } from '../../log/offset-reset.ts';
import { ConsumerException, illegal } from './consumer-exception.ts';
import type { LogBounds, Offsets } from './consumer-port.ts';
import { byPlace, type PartitionName } from './partition-names.ts';

type Stage =
  /** It waits for the committed offset. */
  | 'initializing'
  /** It waits for the beginning or the end of the log. */
  | 'resetting'
  | 'known';

interface Owned {
  stage: Stage;
  /** Whether the cluster was asked. */
  isAsked: boolean;
  resetTo: 'earliest' | 'latest';
  position: number;
  isPaused: boolean;
}

/** The partitions of one consumer. */
export class Positions {
  readonly #policy: ResetPolicy;
  #owned = new Map<PartitionName, Owned>();

  constructor(policy: ResetPolicy) {
    this.#policy = policy;
  }

  /** What it owns, in order. */
  get owned(): readonly PartitionName[] {
    return [...this.#owned.keys()];
  }

  has(partition: PartitionName): boolean {
    return this.#owned.has(partition);
  }

  /** Owns these from now on. What it keeps stays where it is; what is new begins at what was committed. Source: #assignFromSubscribed. */
  assign(partitions: readonly PartitionName[]): void {
    const before = this.#owned;
    this.#owned = new Map(
      partitions
        .toSorted(byPlace)
        .map((partition) => [partition, before.get(partition) ?? this.#fresh()]),
    );
  }

  /** Where it is: `undefined` where it does not know yet. */
  position(partition: PartitionName): number | undefined {
    const owned = this.#get(partition);
    return owned.stage === 'known' ? owned.position : undefined;
  }

  /** Moves on behind records that were given to the program. */
  advance(partition: PartitionName, to: number): void {
    this.#get(partition).position = to;
  }

  seek(partition: PartitionName, offset: number): void {
    const owned = this.#get(partition);
    owned.stage = 'known';
    owned.position = offset;
  }

  /** Goes to where the log begins or ends, once that is known. Source: #requestOffsetReset. */
  resetTo(partition: PartitionName, resetTo: 'earliest' | 'latest'): void {
    Object.assign(this.#get(partition), { stage: 'resetting', isAsked: false, resetTo });
  }

  /** The log does not have what is asked for: the policy decides, and without one the program hears of it. */
  onOutOfRange(partition: PartitionName): ConsumerException | undefined {
    if (this.#policy !== 'none') {
      this.resetTo(partition, this.#policy);
      return undefined;
    }
    return new ConsumerException(
      'OffsetOutOfRangeException',
      `Fetch position ${this.position(partition)} is out of range for partition ${partition}, raising error to the application since no reset policy is configured`,
    );
  }

  setPaused(partition: PartitionName, isPaused: boolean): void {
    this.#get(partition).isPaused = isPaused;
  }

  isPaused(partition: PartitionName): boolean {
    return this.#owned.get(partition)?.isPaused === true;
  }

  /** Those that can be read: their positions are known, and they are not paused. */
  get readable(): Offsets {
    const readable = new Map<PartitionName, number>();
    for (const [partition, { stage, isPaused, position }] of this.#owned)
      if (stage === 'known' && !isPaused) readable.set(partition, position);
    return readable;
  }

  /** How far the program has come, where that is known. Source: #allConsumed. */
  get consumed(): Offsets {
    const consumed = new Map<PartitionName, number>();
    for (const [partition, { stage, position }] of this.#owned)
      if (stage === 'known') consumed.set(partition, position);
    return consumed;
  }

  /** Those that the cluster must be asked about now. */
  ask(stage: 'initializing' | 'resetting'): readonly PartitionName[] {
    const asked: PartitionName[] = [];
    for (const [partition, owned] of this.#owned) {
      if (owned.stage !== stage || owned.isAsked) continue;
      owned.isAsked = true;
      asked.push(partition);
    }
    return asked;
  }

  /** What was committed is known. Where nothing was, the policy decides, and without one the program hears of it. Source: #resetInitializingPositions. */
  onOffsets(
    partitions: readonly PartitionName[],
    committed: Offsets,
  ): ConsumerException | undefined {
    const unknown: PartitionName[] = [];
    for (const partition of partitions) {
      const owned = this.#owned.get(partition);
      if (owned?.stage !== 'initializing') continue;
      const offset = committed.get(partition);
      if (offset !== undefined) this.seek(partition, offset);
      else if (this.#policy === 'none') unknown.push(partition);
      else this.resetTo(partition, this.#policy);
    }
    if (unknown.length === 0) return undefined;
    for (const partition of unknown) this.#get(partition).isAsked = false;
    return new ConsumerException(
      'NoOffsetForPartitionException',
      `Undefined offset with no reset policy for partitions: [${unknown.join(', ')}]`,
    );
  }

  onBounds(bounds: ReadonlyMap<PartitionName, LogBounds>): void {
    for (const [partition, { start, end }] of bounds) {
      const owned = this.#owned.get(partition);
      if (owned?.stage === 'resetting')
        this.seek(partition, owned.resetTo === 'earliest' ? start : end);
    }
  }

  #fresh(): Owned {
    return {
      stage: 'initializing',
      isAsked: false,
      resetTo: 'earliest',
      position: -1,
      isPaused: false,
    };
  }

  #get(partition: PartitionName): Owned {
    const owned = this.#owned.get(partition);
    if (owned === undefined) throw illegal(`No current assignment for partition ${partition}`);
    return owned;
  }
}
