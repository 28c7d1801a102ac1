/** What the page may ask of a hunter, and what it hears of a hunt. Everything here is plain data: it crosses postMessage. */
import type { FaultSource, HuntReport, Rule, Shrunken } from '../../hunt/index.ts';
import type { Problem } from '../../scenario/index.ts';
import type { Style } from '../../trace/index.ts';

/** What to hunt for, and where. */
export interface HuntTask {
  /** The text of a scenario file. */
  readonly text: string;
  readonly styles: readonly Style[];
  readonly from: number;
  readonly seeds: number;
  readonly faults: FaultSource;
  /** Only a breach of this promise counts; absent: any. */
  readonly promise?: string;
}

/** A failing run of a task, to be made as short as possible. */
export interface Quarry {
  readonly seed: number;
  readonly style: Style;
  readonly rule: Rule;
}

/** A failing run that was made as short as possible, as far as a page needs it. */
export type ShrunkenRun = Omit<Shrunken, 'input'>;

/** How far a hunter is. */
export interface HunterProgress {
  readonly kind: 'hunting';
  readonly report: HuntReport;
  readonly done: boolean;
}

/** How far a shrink is. */
export interface ShrinkProgress {
  readonly kind: 'shrinking';
  readonly runs: number;
  /** Absent until it is done. */
  readonly result?: ShrunkenRun;
}

/** One hunter. It holds no timer and no callback: whoever asks no more has stopped it. */
export interface HunterApi {
  /** Takes on a task; nothing is run yet. */
  begin(
    task: HuntTask,
  ): HunterProgress | { readonly kind: 'rejected'; readonly problems: readonly Problem[] };
  /** Goes on for one slice. */
  step(): HunterProgress;
  /** Takes on the shrinking of a failure of this task, which need not have been found by this hunter. */
  beginShrink(task: HuntTask, quarry: Quarry): ShrinkProgress;
  /** Goes on with it for one slice. */
  stepShrink(): ShrinkProgress;
}
