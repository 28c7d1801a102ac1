/** The comparison of styles as lines of a table: values and differences written out, and who is better. */
import {
  differences,
  measureGroups,
  Reckoner,
  spanText,
  type Difference,
} from '../../projections/index.ts';
import type { Trace } from '../../trace/index.ts';
import type { Moment } from '../run/moments.svelte.ts';

/** One value, and where it leads. */
export interface DiffValue {
  readonly text: string;
  /** The row to look at first, -1 for none. */
  readonly row: number;
  readonly isBest: boolean;
}

/** One line. */
export interface DiffLine {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly values: readonly DiffValue[];
  /** What lies between the first two. */
  readonly difference: string;
  /** The style that does better, `=` where all are equal, empty where better means nothing. */
  readonly better: string;
}

/** The lines of a group. */
export interface DiffGroup {
  readonly title: string;
  readonly lines: readonly DiffLine[];
}

const reckoners = new WeakMap<Trace, Reckoner>();

/** The reckoner of a trace: made once, and let go together with the trace. */
function reckonerOf({ trace, cast }: Moment): Reckoner {
  const known = reckoners.get(trace);
  if (known !== undefined) return known;
  const made = new Reckoner(trace, cast);
  reckoners.set(trace, made);
  return made;
}

/** All lines of these moments, by group. */
export function diffGroups(moments: readonly Moment[]): readonly DiffGroup[] {
  const told = differences(
    moments.map((moment) => ({
      figures: moment.view.figures(),
      reckoning: reckonerOf(moment).at(moment.row),
      cast: moment.cast,
    })),
  );
  const styles = moments.map(({ style }) => style);
  return measureGroups.map((title) => ({
    title,
    lines: told.filter(({ group }) => group === title).map((each) => lineOf(each, styles)),
  }));
}

function lineOf(
  { id, label, hint, unit, better, cells, best }: Difference,
  styles: readonly string[],
): DiffLine {
  const write = (value: number) => (unit === 'ms' ? spanText(value * 1000) : String(value));
  const [first, second] = cells.map(({ value }) => value);
  const areEqual =
    cells.length > 1 && cells.every(({ value }) => value !== null && value === first);
  return {
    ...{ id, label, hint },
    values: cells.map(({ value, row }, index) => ({
      text: value === null ? '–' : write(value),
      row,
      isBest: index === best,
    })),
    difference: differenceOf(first ?? null, second ?? null, write),
    better: better === '' ? '' : areEqual ? '=' : (styles[best] ?? ''),
  };
}

function differenceOf(
  first: number | null,
  second: number | null,
  write: (value: number) => string,
): string {
  if (first === null || second === null) return '';
  const difference = second - first;
  if (difference === 0) return '=';
  return `${difference > 0 ? '+' : '−'}${write(Math.abs(difference))}`;
}
