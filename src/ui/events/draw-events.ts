/** The event table for a file: as many rows around the playhead as a picture can hold, and above them which those are. */
import { clock, sentence } from '../../projections/index.ts';
import { kinds, type Cast, type Trace } from '../../trace/index.ts';
import type { Drawing } from '../drawing/drawings.ts';
import type { Surface } from '../drawing/surface.ts';
import { mono, sans } from '../drawing/fonts.ts';
import type { RowFilter } from './row-filter.ts';

/** Rows that a picture holds; a file with a line for each event is among the data. */
const mostRows = 1000;
const rowHeight = 26;
const headHeight = 34;
const edge = 16;
const kindAt = edge + 94;
const wordsAt = kindAt + 178;
/** Of a letter in a row, on average: the widest sentence decides how wide the picture is. */
const letterWidth = 6.6;

/** Colours as CSS text. */
interface TableInks {
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly accent: string;
  readonly chosen: string;
}

/** What is in the table. */
interface TableScene {
  readonly trace: Trace;
  readonly cast: Cast;
  readonly filter: RowFilter;
  /** The last row that has happened, and the one that is picked; -1 for none. */
  readonly row: number;
  readonly picked: number;
  readonly inks: TableInks;
}

/** The table as it can be painted. */
export function tableDrawing(scene: TableScene): Drawing {
  const { trace, cast, filter, row } = scene;
  const count = filter.length;
  const middle = Math.max(0, filter.placeOf(row));
  const first = Math.max(0, Math.min(middle - mostRows / 2, count - mostRows));
  const rows = Array.from({ length: Math.min(mostRows, count) }, (_, at) => filter.at(first + at));
  const words = rows.map((each) => sentence(trace, cast, each));
  const longest = words.reduce((most, { length }) => Math.max(most, length), 0);
  const width = Math.ceil(Math.max(480, wordsAt + longest * letterWidth + edge));
  const height = headHeight + Math.max(1, rows.length) * rowHeight;
  const head = headOf(cast.style, { first, shown: rows.length, count });
  const paint = (surface: Surface) => {
    surface.textBaseline = 'middle';
    surface.textAlign = 'left';
    surface.fillStyle = scene.inks.ink;
    surface.font = `600 13px ${sans}`;
    surface.fillText(head, edge, headHeight / 2);
    rows.forEach((each, at) => {
      const y = headHeight + at * rowHeight;
      paintRow(surface, scene, { row: each, words: words[at] ?? '', y, width });
    });
  };
  return { width, height, words: [head], layers: [{ x: 0, y: 0, width, height, paint }] };
}

function headOf(
  style: string,
  { first, shown, count }: { first: number; shown: number; count: number },
): string {
  const all = count.toLocaleString('en');
  if (shown === count) return `Events of ${style}: all ${all}`;
  const range = `${(first + 1).toLocaleString('en')} to ${(first + shown).toLocaleString('en')}`;
  return `Events of ${style}: ${range} of ${all}. All of them are in “Events as CSV”.`;
}

interface Line {
  readonly row: number;
  readonly words: string;
  readonly y: number;
  readonly width: number;
}

function paintRow(surface: Surface, scene: TableScene, { row, words, y, width }: Line): void {
  const { trace, inks } = scene;
  if (row === scene.picked) {
    surface.fillStyle = inks.chosen;
    surface.fillRect(0, y, width, rowHeight);
  }
  surface.fillStyle = inks.line;
  surface.fillRect(0, y, width, 0.5);
  if (row === scene.row) {
    surface.fillStyle = inks.accent;
    surface.fillRect(0, y, 3, rowHeight);
  }
  const middle = y + rowHeight / 2;
  // What lies after the playhead is known, but has not happened yet.
  const isLater = row > scene.row;
  surface.fillStyle = inks.faint;
  surface.font = `12px ${mono}`;
  surface.fillText(clock(trace.time(row)), edge, middle);
  surface.fillText(kinds[trace.kind(row)] ?? '', kindAt, middle);
  surface.fillStyle = isLater ? inks.faint : inks.ink;
  surface.font = `${isLater ? 'italic ' : ''}13px ${sans}`;
  surface.fillText(words, wordsAt, middle);
}
