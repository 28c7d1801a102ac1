/** Texts of the page as SVG, line by line: where a line breaks, only the browser's layout knows. */
import { elementWith } from './svg-parts.ts';

interface Line {
  text: string;
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/** The lines of a text, at their places counted from an origin. */
export function textsOf(
  node: Text,
  origin: { readonly x: number; readonly y: number },
): SVGElement[] {
  const host = node.parentElement;
  if (host === null || node.data.trim() === '') return [];
  const style = getComputedStyle(host);
  if (style.visibility !== 'visible' || style.display === 'none') return [];
  const { color: fill, fontFamily, fontSize, fontWeight, fontStyle, letterSpacing } = style;
  const looks = {
    ...{ fill, 'font-family': fontFamily, 'font-size': fontSize, 'font-weight': fontWeight },
    ...(fontStyle === 'normal' ? {} : { 'font-style': fontStyle }),
    ...(letterSpacing === 'normal' ? {} : { 'letter-spacing': letterSpacing }),
    ...(style.textDecorationLine === 'none' ? {} : { 'text-decoration': style.textDecorationLine }),
  };
  const size = Number.parseFloat(fontSize);
  return linesOf(node).map(({ text, left, top, height }) => {
    // The letters of a line stand in the middle of it; most of each stands above the baseline.
    const baseline = top - origin.y + height / 2 + size * 0.35;
    const shown = style.textTransform === 'uppercase' ? text.toUpperCase() : text;
    return elementWith('text', { x: left - origin.x, y: baseline, ...looks }, shown);
  });
}

/** Splits a text where the browser has broken it. */
function linesOf(node: Text): readonly Line[] {
  const lines: Line[] = [];
  const range = document.createRange();
  for (const { index, 0: word } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const [rect] = range.getClientRects();
    if (rect === undefined || rect.width === 0) continue;
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.top - rect.top) < rect.height / 2)
      last.text += ` ${word}`;
    else lines.push({ text: word, left: rect.left, top: rect.top, height: rect.height });
  }
  return lines;
}
