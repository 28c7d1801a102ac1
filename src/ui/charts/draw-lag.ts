/** A chart of lag for a file: the same series as on the page, with the names of the groups at the ends of their lines. */
import type { LagSeries } from '../../projections/index.ts';
import type { Drawing } from '../drawing/drawings.ts';
import type { Surface } from '../drawing/surface.ts';
import { mono } from '../drawing/fonts.ts';
import type { Palette } from '../stage/palette.ts';
import type { Size } from '../stage/geometry.ts';
import { chartWords } from './drain.ts';

const edge = { left: 38, top: 18, right: 12, bottom: 24 };
const lineHeight = 13;
/** Between two marks of an axis, in pixels. */
const across = 80;
const down = 34;

/** What is in a chart. */
interface LagScene {
  readonly series: LagSeries;
  readonly hues: readonly number[];
  readonly highest: number;
  readonly palette: Palette;
}

/** The chart as it can be painted, as large as on the page. */
export function lagDrawing(scene: LagScene, { width, height }: Size): Drawing {
  const words = [chartWords(scene.series)];
  const paint = (surface: Surface) => paintChart(surface, scene, { width, height });
  return { width, height, words, layers: [{ x: 0, y: 0, width, height, paint }] };
}

function paintChart(surface: Surface, scene: LagScene, { width, height }: Size): void {
  const { series, highest, palette } = scene;
  const last = Math.max(1, series.times.at(-1) ?? 1);
  const wide = Math.max(1, width - edge.left - edge.right);
  const high = Math.max(1, height - edge.top - edge.bottom);
  const x = (seconds: number) => edge.left + (seconds / last) * wide;
  const y = (lag: number) => edge.top + high - (lag / Math.max(1, highest)) * high;
  surface.font = `11px ${mono}`;
  surface.textBaseline = 'middle';
  for (const seconds of marks(last, wide / across)) {
    rule(surface, palette, [x(seconds), edge.top, x(seconds), edge.top + high]);
    write(surface, palette.faint, `${seconds} s`, [x(seconds), height - edge.bottom / 2, 'center']);
  }
  for (const lag of marks(highest, high / down)) {
    rule(surface, palette, [edge.left, y(lag), edge.left + wide, y(lag)]);
    write(surface, palette.faint, String(lag), [edge.left - 5, y(lag), 'right']);
  }
  let nameAt = edge.left;
  series.lags.forEach((lags, group) => {
    const hue = palette.hues[(scene.hues[group] ?? 7) % 8] ?? palette.ink;
    surface.strokeStyle = hue;
    surface.lineWidth = 1.6;
    surface.beginPath();
    lags.forEach((lag, at) => {
      const seconds = series.times[at] ?? 0;
      if (at === 0) surface.moveTo(x(seconds), y(lag));
      else surface.lineTo(x(seconds), y(lags[at - 1] ?? lag));
      surface.lineTo(x(seconds), y(lag));
    });
    surface.stroke();
    const name = series.names[group] ?? '';
    surface.fillStyle = hue;
    surface.fillRect(nameAt, 4, 8, 8);
    write(surface, palette.ink, name, [nameAt + 12, 2 + lineHeight / 2, 'left']);
    nameAt += surface.measureText(name).width + 28;
  });
}

function rule(
  surface: Surface,
  { line }: Palette,
  [fromX, fromY, toX, toY]: readonly [number, number, number, number],
): void {
  surface.strokeStyle = line;
  surface.lineWidth = 1;
  surface.beginPath();
  surface.moveTo(fromX, fromY);
  surface.lineTo(toX, toY);
  surface.stroke();
}

function write(
  surface: Surface,
  colour: string,
  text: string,
  [x, y, align]: readonly [number, number, CanvasTextAlign],
): void {
  surface.fillStyle = colour;
  surface.textAlign = align;
  surface.fillText(text, x, y);
}

/** Round numbers from 0 to an end, about as many as there is room for. */
function marks(end: number, room: number): readonly number[] {
  const least = end / Math.max(1, room);
  let unit = 1;
  while (unit * 10 <= least) unit *= 10;
  const step = [1, 2, 5, 10].map((times) => times * unit).find((each) => each >= least) ?? unit;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step);
}
