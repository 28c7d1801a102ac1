/** A surface whose drawing is shapes: the same painters that draw on the page's canvases draw files on it. */
import type { Drawing } from '../drawing/drawings.ts';
import type { Surface } from '../drawing/surface.ts';
import { elementWith, type Attributes } from './svg-parts.ts';

type Looks = Pick<
  Surface,
  'fillStyle' | 'font' | 'globalAlpha' | 'lineWidth' | 'strokeStyle' | 'textAlign' | 'textBaseline'
>;

interface Saved {
  readonly into: SVGElement;
  readonly looks: Looks;
  readonly dashes: readonly number[];
}

const anchors: Readonly<Partial<Record<CanvasTextAlign, string>>> = {
  center: 'middle',
  right: 'end',
  end: 'end',
};

/** Draws into an element of SVG. Of clips it knows rectangles. */
class SvgSurface implements Surface {
  fillStyle: Surface['fillStyle'] = '#000000';
  strokeStyle: Surface['strokeStyle'] = '#000000';
  font = '10px sans-serif';
  globalAlpha = 1;
  lineWidth = 1;
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  #into: SVGElement;
  #path = '';
  #frame = { x: 0, y: 0, width: 0, height: 0 };
  #dashes: readonly number[] = [];
  readonly #saved: Saved[] = [];
  readonly #ruler = document.createElement('canvas').getContext('2d');

  constructor(into: SVGElement) {
    this.#into = into;
  }

  save(): void {
    const { fillStyle, strokeStyle, font, globalAlpha, lineWidth, textAlign, textBaseline } = this;
    this.#saved.push({
      into: this.#into,
      looks: { fillStyle, strokeStyle, font, globalAlpha, lineWidth, textAlign, textBaseline },
      dashes: this.#dashes,
    });
  }
  restore(): void {
    const saved = this.#saved.pop();
    if (saved === undefined) return;
    this.#into = saved.into;
    this.#dashes = saved.dashes;
    Object.assign(this, saved.looks);
  }

  beginPath(): void {
    this.#path = '';
  }
  closePath(): void {
    this.#path += 'Z';
  }
  moveTo(x: number, y: number): void {
    this.#path += `M${short(x)} ${short(y)}`;
  }
  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${short(x)} ${short(y)}`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#frame = { x, y, width, height };
    this.#path += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }
  /** A whole turn is two halves: an arc that ends where it began is none. */
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const at = (angle: number) =>
      `${short(x + radius * Math.cos(angle))} ${short(y + radius * Math.sin(angle))}`;
    const way = `A${short(radius)} ${short(radius)} 0 0 1 `;
    this.#path += `${this.#path === '' || this.#path.endsWith('Z') ? 'M' : 'L'}${at(from)}`;
    this.#path += `${way}${at((from + to) / 2)}${way}${at(to)}`;
  }
  clip(): void {
    const { x, y, width, height } = this.#frame;
    const part = { ...this.#frame, viewBox: [x, y, width, height].map(short).join(' ') };
    this.#into = this.#put('svg', part);
  }

  fill(): void {
    this.#put('path', { d: this.#path, ...this.#filled() });
  }
  stroke(): void {
    this.#put('path', { d: this.#path, ...this.#stroked() });
  }
  setLineDash(lengths: number[]): void {
    this.#dashes = lengths;
  }
  /** There is nothing yet that could be cleared. */
  clearRect(): void {
    this.#path = '';
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#put('rect', { ...upright(x, y, width, height), ...this.#filled() });
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#put('rect', { ...upright(x, y, width, height), ...this.#stroked() });
  }
  fillText(text: string, x: number, y: number): void {
    const {
      weight = '',
      size = '10',
      family = '',
    } = /^(?:italic )?(?<weight>\d+ )?(?<size>[\d.]+)px (?<family>.+)$/.exec(this.font)?.groups ??
    {};
    // Not every program knows of baselines: the letters are lowered by what their middle is above their feet.
    const lowered = this.textBaseline === 'middle' ? y + Number(size) * 0.35 : y;
    this.#put(
      'text',
      {
        ...{ x, y: lowered, 'font-family': family, 'font-size': Number(size) },
        ...(weight === '' ? {} : { 'font-weight': weight.trim() }),
        ...(this.font.startsWith('italic') ? { 'font-style': 'italic' } : {}),
        ...(anchors[this.textAlign] === undefined
          ? {}
          : { 'text-anchor': anchors[this.textAlign] ?? '' }),
        ...this.#filled(),
      },
      text,
    );
  }
  measureText(text: string): { readonly width: number } {
    if (this.#ruler === null) return { width: 0 };
    this.#ruler.font = this.font;
    return this.#ruler.measureText(text);
  }

  #put(name: string, attributes: Attributes, text = ''): SVGElement {
    const element = elementWith(name, attributes, text);
    this.#into.append(element);
    return element;
  }

  #filled(): Attributes {
    return { fill: colour(this.fillStyle), ...this.#faded() };
  }

  #stroked(): Attributes {
    const dashes =
      this.#dashes.length === 0 ? {} : { 'stroke-dasharray': this.#dashes.map(short).join(' ') };
    const stroke = { stroke: colour(this.strokeStyle), 'stroke-width': this.lineWidth };
    return { fill: 'none', ...stroke, ...dashes, ...this.#faded() };
  }

  #faded(): Attributes {
    return this.globalAlpha < 1 ? { opacity: this.globalAlpha } : {};
  }
}

/** A drawing as shapes, with its upper left corner at a place. */
export function shapesOf(drawing: Drawing, { x, y }: { x: number; y: number }): SVGElement {
  const whole = elementWith('g', {});
  for (const layer of drawing.layers) {
    const { width, height, part = { x: 0, y: 0, width, height }, paint } = layer;
    const viewBox = [part.x, part.y, part.width, part.height].map(short).join(' ');
    const at = { x: x + layer.x, y: y + layer.y, width, height };
    const own = elementWith('svg', { ...at, viewBox, preserveAspectRatio: 'none' });
    whole.append(own);
    paint(new SvgSurface(own));
  }
  return whole;
}

function colour(style: Surface['fillStyle']): string {
  return typeof style === 'string' ? style : 'none';
}

/** A rectangle may be drawn upwards on a canvas, but not in a file. */
function upright(x: number, y: number, width: number, height: number): Attributes {
  return {
    x: Math.min(x, x + width),
    y: Math.min(y, y + height),
    width: Math.abs(width),
    height: Math.abs(height),
  };
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
