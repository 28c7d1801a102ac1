/** What differs between the styles of one flow: every measure with a value for each world, and which world does better. */
import { measures, type Measure, type Measured } from './measures.ts';

/** The value of one world. */
export interface DiffCell {
  /** Null when there is none yet. */
  readonly value: number | null;
  /** The row to look at first, -1 for none. */
  readonly row: number;
}

/** One line of the comparison. */
export interface Difference extends Pick<
  Measure,
  'id' | 'group' | 'label' | 'hint' | 'unit' | 'better'
> {
  readonly cells: readonly DiffCell[];
  /** The one world that does better than all others, -1 where there is none or better means nothing. */
  readonly best: number;
}

/** The worlds beside each other. */
export function differences(worlds: readonly Measured[]): readonly Difference[] {
  const areOver = worlds.every(({ figures }) => figures.over);
  return measures.map((measure) => {
    const { id, group, label, hint, unit, better, of, row } = measure;
    const cells = worlds.map((world): DiffCell => ({ value: of(world), row: row(world) }));
    const name = id === 'pending or stuck' ? (areOver ? 'stuck' : 'pending') : label;
    return { id, group, label: name, hint, unit, better, cells, best: bestOf(cells, better) };
  });
}

function bestOf(cells: readonly DiffCell[], better: Measure['better']): number {
  const values = cells.map(({ value }) => value);
  if (better === '' || values.length < 2) return -1;
  // A world without a value yet is not beaten by one that has it.
  if (values.some((value) => value === null)) return -1;
  const known = values.map((value) => (better === 'less' ? Number(value) : -Number(value)));
  const least = Math.min(...known);
  return known.filter((value) => value === least).length === 1 ? known.indexOf(least) : -1;
}
