/** The sheet on which a score is drawn: where an instant stands across, and a lane down. Drawing and pointing share it. */
import type { Folding, Score } from '../../projections/index.ts';
import type { Style } from '../../trace/index.ts';

/** One line of lanes: a lane, or all partitions of a topic where there is no room for one each. */
export interface LaneRow {
  readonly label: string;
  readonly name: string;
  readonly lanes: readonly number[];
  readonly isOfLog: boolean;
  /** Index of the service's hue, -1 for none. */
  readonly hue: number;
}

/** The least height of a lane at which it is read well, and the least that it ever has. */
const comfortable = 13;
const leastPitch = 10;
/** Room for the style's name above its lanes. */
export const headHeight = 14;

/** The rows of a score. `isTight` puts the partitions of a topic together. */
export function laneRows({ lanes, spells }: Score, isTight: boolean): readonly LaneRow[] {
  const rows: LaneRow[] = [];
  lanes.forEach(({ kind, label, name, service, topic }, lane) => {
    if (spells.since(lane) < 0) return;
    const last = rows.at(-1);
    const isOfLog = kind === 'partition';
    if (isOfLog && isTight && last !== undefined && lanes[last.lanes[0] ?? -1]?.topic === topic) {
      const together = [...last.lanes, lane];
      const id = name.replace(/-\d+$/, '');
      rows[rows.length - 1] = {
        ...last,
        lanes: together,
        label: `${id} ×${together.length}`,
        name: id,
      };
      return;
    }
    rows.push({ label, name, lanes: [lane], isOfLog, hue: service });
  });
  return rows;
}

/** The rows of several scores that stand one above the other, and the height of a row, in a room. */
export function layRows(
  scores: readonly Score[],
  room: number,
): { readonly rows: readonly (readonly LaneRow[])[]; readonly pitch: number } {
  const free = room - scores.length * headHeight;
  const lay = (isTight: boolean) => {
    const rows = scores.map((score) => laneRows(score, isTight));
    const count = rows.reduce((sum, { length }) => sum + length, 0);
    return { rows, pitch: free / Math.max(1, count) };
  };
  const wide = lay(false);
  const { rows, pitch } = wide.pitch >= comfortable ? wide : lay(true);
  return { rows, pitch: Math.min(34, Math.max(leastPitch, pitch)) };
}

/** What a sheet is made of. */
export interface SheetSize {
  readonly width: number;
  readonly gutter: number;
  readonly pitch: number;
}

/** A sheet for one score, at one view. */
export class Sheet {
  readonly score: Score;
  readonly folding: Folding;
  readonly rows: readonly LaneRow[];
  readonly width: number;
  readonly gutter: number;
  readonly pitch: number;
  readonly style: Style;
  readonly #from: number;
  readonly #scale: number;
  readonly #rowOf: readonly number[];

  constructor(
    score: Score,
    folding: Folding,
    rows: readonly LaneRow[],
    { width, gutter, pitch }: SheetSize,
    view: { readonly from: number; readonly span: number },
  ) {
    this.score = score;
    this.style = score.cast.style;
    this.folding = folding;
    this.rows = rows;
    this.width = width;
    this.gutter = gutter;
    this.pitch = pitch;
    this.#from = view.from;
    this.#scale = Math.max(1, width - gutter) / view.span;
    const rowOf = score.lanes.map(() => -1);
    rows.forEach(({ lanes }, row) => {
      for (const lane of lanes) rowOf[lane] = row;
    });
    this.#rowOf = rowOf;
  }

  get height(): number {
    return headHeight + this.rows.length * this.pitch;
  }
  /** How much of the axis is in view. */
  get placeWidth(): number {
    return Math.max(1, this.width - this.gutter) / this.#scale;
  }
  /** The instants at the left and the right edge. */
  get firstTime(): number {
    return this.timeAt(this.gutter);
  }
  get lastTime(): number {
    return this.timeAt(this.width);
  }

  /** Where an instant stands. */
  xOf(time: number): number {
    return this.gutter + (this.folding.placeOf(time) - this.#from) * this.#scale;
  }

  /** The instant at a place of the sheet. */
  timeAt(x: number): number {
    return this.folding.timeAt(this.#from + (x - this.gutter) / this.#scale);
  }

  /** The middle of a lane, undefined for a lane that is not shown. */
  yOf(lane: number): number | undefined {
    const row = this.#rowOf[lane] ?? -1;
    return row < 0 ? undefined : this.yOfRow(row);
  }

  yOfRow(row: number): number {
    return headHeight + (row + 0.5) * this.pitch;
  }

  /** The row of lanes at a height, -1 for none. */
  rowAt(y: number): number {
    const row = Math.floor((y - headHeight) / this.pitch);
    return row >= 0 && row < this.rows.length ? row : -1;
  }
}
