/** At which offset each leader began to write: by it, logs that parted ways find where. Source: LeaderEpochFileCache. */
import type { Scribe } from '../../kernel/index.ts';

interface EpochStart {
  readonly epoch: number;
  readonly start: number;
}

/** An epoch, and the offset after its last record. */
export interface EpochEnd {
  readonly epoch: number;
  readonly end: number;
}

/** The leader epochs of one replica's log. */
export class LeaderEpochs {
  #starts: readonly EpochStart[] = [];

  /** The epoch of the last record. */
  get latest(): number | undefined {
    return this.#starts.at(-1)?.epoch;
  }

  /** Takes note of a record of an epoch. */
  assign(epoch: number, start: number): void {
    if ((this.latest ?? -1) < epoch) this.#starts = [...this.#starts, { epoch, start }];
  }

  /** The largest known epoch up to the one asked for, and where it ended. Source: #endOffsetFor. */
  endOf(asked: number, logEnd: number): EpochEnd | undefined {
    const index = this.#starts.findLastIndex(({ epoch }) => epoch <= asked);
    const found = this.#starts[index];
    if (found === undefined) return undefined;
    return { epoch: found.epoch, end: this.#starts[index + 1]?.start ?? logEnd };
  }

  /** Forgets epochs that began at an offset or after it. Source: #truncateFromEnd. */
  truncateTo(offset: number): void {
    this.#starts = this.#starts.filter(({ start }) => start < offset);
  }

  transcribe(scribe: Scribe): void {
    this.#starts = scribe.value(this.#starts);
  }
}
