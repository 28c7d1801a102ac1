/** QR codes, drawn here: nothing of an address leaves the page. */
import { encode } from 'uqr';

/** A QR code as one path over squares of size 1, with the quiet zone that readers need. */
export interface QrPicture {
  /** Squares along one side, the quiet zone included. */
  readonly size: number;
  /** Path data of the dark squares. */
  readonly path: string;
}

const quietZone = 4;
/** What fits into the largest code at this correction, in bytes. */
const mostBytes = 2331;

/** The picture of a text; undefined when it is too long for a code. */
export function qrPicture(text: string): QrPicture | undefined {
  if (new TextEncoder().encode(text).length > mostBytes) return undefined;
  // Medium correction: seen at an angle, across a room, a few squares are always wrong.
  const { data, size } = encode(text, { ecc: 'M', border: quietZone });
  const runs = data.flatMap((row, y) =>
    runsOf(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`),
  );
  return { size, path: runs.join('') };
}

/** The dark stretches of a row: where each begins, and how wide it is. */
function runsOf(row: readonly boolean[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (!isDark) continue;
    if (last !== undefined && last[0] + last[1] === x) last[1]++;
    else runs.push([x, 1]);
  }
  return runs;
}
