/** A part of the page that is lists, tables and bars as SVG: its boxes, lines and texts, where the browser has laid them out. */
import { drawingOf } from '../drawing/drawings.ts';
import { drawnCopy, elementWith, groundOf, isSeen, type Attributes } from './svg-parts.ts';
import { shapesOf } from './svg-surface.ts';
import { textsOf } from './painted-text.ts';

/** Where a host begins: all places are counted from there. */
interface Origin {
  readonly x: number;
  readonly y: number;
}

/** All that a host holds, what is scrolled away too; what is within it scrolls in its own frame. */
export function paint(host: HTMLElement): SVGSVGElement {
  const { left, top } = host.getBoundingClientRect();
  const { scrollWidth: width, scrollHeight: height } = host;
  const svg = elementWith('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  svg.append(elementWith('rect', { width, height, fill: groundOf(host) }));
  const origin = {
    x: left + host.clientLeft - host.scrollLeft,
    y: top + host.clientTop - host.scrollTop,
  };
  paintInside(host, svg, origin);
  return svg as SVGSVGElement;
}

function paintInside(element: Element, into: SVGElement, origin: Origin): void {
  for (const child of element.childNodes) {
    if (child instanceof Text) into.append(...textsOf(child, origin));
    else if (child instanceof HTMLElement) paintElement(child, into, origin);
    else if (child instanceof SVGSVGElement) paintDrawing(child, into, origin);
  }
}

function paintElement(element: HTMLElement, into: SVGElement, origin: Origin): void {
  const style = getComputedStyle(element);
  const frame = element.getBoundingClientRect();
  // What only a screen reader reads is a pixel large, and so is nothing for the eye.
  const isUnseen = style.overflowX === 'hidden' && frame.width <= 1 && frame.height <= 1;
  if (style.display === 'none' || isUnseen) return;
  if (style.display === 'contents') return paintInside(element, into, origin);
  const box = {
    x: frame.left - origin.x,
    y: frame.top - origin.y,
    width: frame.width,
    height: frame.height,
  };
  const opacity = Number(style.opacity);
  let own = into;
  if (opacity < 1) {
    own = elementWith('g', { opacity });
    into.append(own);
  }
  if (style.visibility === 'visible') own.append(...boxOf(style, box));
  if (element instanceof HTMLCanvasElement) return own.append(...paintedCanvas(element, box));
  const drawing = drawingOf(element);
  if (drawing !== undefined) {
    // It may be larger than the page shows of it: the picture grows with it.
    own.append(shapesOf(drawing, box));
    grow(own, { width: box.x + drawing.width, height: box.y + drawing.height });
    return;
  }
  if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) {
    if (style.visibility === 'visible') own.append(...fieldOf(element, style, box));
    return;
  }
  const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
  if (clips && frame.width > 0 && frame.height > 0) {
    // A drawing within a drawing cuts what is outside of it.
    const { x, y, width, height } = box;
    const part = elementWith('svg', { ...box, viewBox: `${x} ${y} ${width} ${height}` });
    own.append(part);
    own = part;
  }
  paintInside(element, own, origin);
}

/** A canvas as shapes where its painter is known, and else as dots. */
export function paintedCanvas(
  canvas: HTMLCanvasElement,
  place: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  },
): readonly SVGElement[] {
  if (canvas.width === 0 || canvas.height === 0) return [];
  const drawing = drawingOf(canvas);
  if (drawing === undefined)
    return [elementWith('image', { ...place, href: canvas.toDataURL('image/png') })];
  const { width, height } = drawing;
  const own = elementWith('svg', { ...place, viewBox: `0 0 ${width} ${height}` });
  own.append(shapesOf(drawing, { x: 0, y: 0 }));
  return [own];
}

/** Makes all frames around a part large enough for it. */
function grow(part: SVGElement, least: { readonly width: number; readonly height: number }): void {
  const svg = part.closest('svg');
  if (!(svg instanceof SVGSVGElement)) return;
  const [width, height] = (['width', 'height'] as const).map((side) =>
    Math.max(least[side], Number(svg.getAttribute(side))),
  );
  const whole = { width: width ?? 0, height: height ?? 0 };
  svg.setAttribute('viewBox', `0 0 ${whole.width} ${whole.height}`);
  for (const frame of [svg, svg.firstElementChild])
    for (const [side, value] of Object.entries(whole)) frame?.setAttribute(side, String(value));
}

function paintDrawing(drawn: SVGSVGElement, into: SVGElement, origin: Origin): void {
  const { left, top, width, height } = drawn.getBoundingClientRect();
  if (width < 1 || height < 1 || getComputedStyle(drawn).visibility !== 'visible') return;
  const copy = drawnCopy(drawn);
  const place: Attributes = { x: left - origin.x, y: top - origin.y };
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
  into.append(copy);
}

/** The ground and the rim of a box. */
function boxOf(style: CSSStyleDeclaration, box: Attributes & DOMRectInit): SVGElement[] {
  const { x = 0, y = 0, width = 0, height = 0 } = box;
  const rx = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, height / 2, width / 2);
  const sides = (['Top', 'Right', 'Bottom', 'Left'] as const).map((side) => ({
    side,
    wide: Number.parseFloat(style[`border${side}Width`]) || 0,
    colour: style[`border${side}Color`],
    look: style[`border${side}Style`],
  }));
  const drawn = sides.filter(
    ({ wide, colour, look }) => wide > 0 && look !== 'none' && isSeen(colour),
  );
  const [first] = drawn;
  const ground = isSeen(style.backgroundColor) ? style.backgroundColor : 'none';
  const isAround =
    drawn.length === 4 &&
    drawn.every(({ wide, colour }) => wide === first?.wide && colour === first.colour);
  if (first !== undefined && isAround) {
    const half = first.wide / 2;
    const inner = {
      x: x + half,
      y: y + half,
      width: Math.max(0, width - first.wide),
      height: Math.max(0, height - first.wide),
    };
    const stroke = { stroke: first.colour, 'stroke-width': first.wide, ...dashes(first.look) };
    return [elementWith('rect', { ...inner, rx, fill: ground, ...stroke })];
  }
  const made =
    ground === 'none' ? [] : [elementWith('rect', { x, y, width, height, rx, fill: ground })];
  for (const { side, wide, colour, look } of drawn) {
    const at = {
      Top: y + wide / 2,
      Bottom: y + height - wide / 2,
      Left: x + wide / 2,
      Right: x + width - wide / 2,
    }[side];
    const ends =
      side === 'Top' || side === 'Bottom'
        ? { x1: x, x2: x + width, y1: at, y2: at }
        : { x1: at, x2: at, y1: y, y2: y + height };
    made.push(
      elementWith('line', { ...ends, stroke: colour, 'stroke-width': wide, ...dashes(look) }),
    );
  }
  return made;
}

function dashes(look: string): Attributes {
  if (look === 'dashed') return { 'stroke-dasharray': '4 3' };
  return look === 'dotted' ? { 'stroke-dasharray': '1 3' } : {};
}

/** What stands in a field: its text is no child of it. */
function fieldOf(
  field: HTMLInputElement | HTMLSelectElement,
  style: CSSStyleDeclaration,
  { x = 0, y = 0, height = 0 }: DOMRectInit,
): SVGElement[] {
  if (field.type === 'checkbox' || field.type === 'radio' || field.type === 'range') return [];
  const text =
    field instanceof HTMLSelectElement
      ? (field.selectedOptions[0]?.text ?? '')
      : field.value || field.placeholder;
  const { color: fill, fontFamily, fontSize, fontWeight } = style;
  const looks = {
    fill,
    'font-family': fontFamily,
    'font-size': fontSize,
    'font-weight': fontWeight,
  };
  const left = x + Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.borderLeftWidth);
  const baseline = y + height / 2 + Number.parseFloat(fontSize) * 0.36;
  return text === '' ? [] : [elementWith('text', { x: left, y: baseline, ...looks }, text)];
}
