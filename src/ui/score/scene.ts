/** What a drawing of a score needs to know. */
import type { Lit } from './lit.ts';
import type { ScorePalette } from './palette.ts';
import type { Sheet } from './sheet.ts';

/** A score at a moment, on its sheet. */
export interface ScoreScene {
  readonly sheet: Sheet;
  readonly palette: ScorePalette;
  /** What the style is called. */
  readonly title: string;
  /** How far the run is known, in µs. */
  readonly known: number;
  readonly lit: Lit;
  /** The row of lanes that the keys are on, -1 for none. */
  readonly chosenRow: number;
}
