/** What a gallery shows of a scenario: its own words, and what came of it at its own seed. */
import type { Outcome, Style } from '../../trace/index.ts';

/** The width of every preview, in its own units. */
export const previewWidth = 400;

/** How the line of an order ends: as the order did, or not at all. */
export type PreviewEnd = Outcome | 'stuck';

/** A run at a glance. Places are whole numbers from 0, the beginning, to `previewWidth`, the end of the span. */
export interface Preview {
  /** For each order, in the order of their numbers: how far it begins after the one before, and how long it takes. */
  readonly lines: readonly number[];
  /** How each of them ends. */
  readonly ends: readonly PreviewEnd[];
  /** Where faults struck. */
  readonly faults: readonly number[];
}

/** One style's run at a glance. */
export interface ExhibitRun extends Preview {
  readonly style: Style;
  /** How many promises were checked. */
  readonly promises: number;
  /** Those that it breaks, first the one that breaks first; the instant in µs. */
  readonly broken: readonly { readonly text: string; readonly at: number }[];
  /** The time from one edge of the picture to the other, in µs. */
  readonly span: number;
}

/** A scenario in a gallery. */
export interface Exhibit {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly concept?: string;
  readonly teaches?: string;
  readonly minutes?: number;
  /** The same scenario set right, or set wrongly on purpose. */
  readonly twin?: string;
  /** Of twins: whether this is the one that is set wrongly. */
  readonly isWrong?: boolean;
  readonly runs: readonly ExhibitRun[];
}
