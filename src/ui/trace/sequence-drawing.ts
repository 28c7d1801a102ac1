/** A sequence diagram as shapes: Mermaid says where, our own rules say how. Columns keep their width, so nothing moves when more is told. */
import { render, type DiagramSettings } from '../stage/mermaid.ts';

/** A line of text. */
export interface TextLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** A box with its text. */
export interface TextBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly TextLine[];
}

/** An arrow or a note, by its place in the figure. */
export interface DrawnItem {
  readonly index: number;
  /** The way of an arrow; empty for a note. */
  readonly path: string;
  readonly box: TextBox | undefined;
  readonly lines: readonly TextLine[];
  /** Where it ends, from above. */
  readonly bottom: number;
}

/** A diagram, ready to be drawn in its own units. */
export interface SequenceDrawing {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly TextBox[];
  readonly items: readonly DrawnItem[];
}

const margin = 8;
const lineHeight = 15;
/** The size of all text; Mermaid measures with it, and the page draws with it. */
export const fontSize = 12;
const settings: DiagramSettings = {
  fontSize,
  sequence: {
    // With lines that are broken, every column has the same width, whatever its messages are called.
    ...{ wrap: true, width: 148, actorMargin: 28, wrapPadding: 6, useMaxWidth: false },
    ...{ mirrorActors: false, height: 34, boxMargin: 5, noteMargin: 6, messageMargin: 22 },
    ...{ diagramMarginX: margin, diagramMarginY: margin },
  },
};

/** Lays a diagram out. Rejects when Mermaid cannot be loaded. */
export async function drawSequence(text: string): Promise<SequenceDrawing> {
  return readSequence(await render(text, settings));
}

/** Reads columns, arrows and notes from the diagram that Mermaid drew. */
export function readSequence(drawn: Document): SequenceDrawing {
  const root = drawn.documentElement;
  const columns = [...root.querySelectorAll('g[data-et="participant"]')]
    .map((group) => boxOf(group, 'actor'))
    .toSorted((a, b) => a.x - b.x);
  const items = [...notesOf(root), ...arrowsOf(root)].toSorted((a, b) => a.index - b.index);
  const right = Math.max(0, ...columns.map(({ x, width }) => x + width));
  const heads = Math.max(0, ...columns.map(({ y, height }) => y + height));
  const bottom = Math.max(heads, ...items.map((item) => item.bottom));
  return { width: right + 2 * margin, height: bottom + 2 * margin, columns, items };
}

function notesOf(root: Element): DrawnItem[] {
  return [...root.querySelectorAll('g[data-et="note"]')].map((group) => {
    const box = boxOf(group, 'note');
    return { index: indexOf(group), path: '', box, lines: [], bottom: box.y + box.height };
  });
}

/** The lines of an arrow's text stand before the arrow. */
function arrowsOf(root: Element): DrawnItem[] {
  const items: DrawnItem[] = [];
  let lines: TextLine[] = [];
  for (const element of root.querySelectorAll('text.messageText, [data-et="message"]')) {
    if (element.localName === 'text') {
      lines.push(lineOf(element, 1.2));
      continue;
    }
    const y = Math.max(number(element, 'y1'), ...lines.map((line) => line.y));
    items.push({
      index: indexOf(element),
      path: pathOf(element),
      box: undefined,
      lines,
      bottom: y,
    });
    lines = [];
  }
  return items;
}

function pathOf(element: Element): string {
  if (element.localName === 'path') return element.getAttribute('d') ?? '';
  const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((name) => number(element, name));
  return `M ${x1} ${y1} L ${x2} ${y2}`;
}

function boxOf(group: Element, kind: 'actor' | 'note'): TextBox {
  const rect = group.querySelector('rect') ?? group;
  const [x, y] = [number(rect, 'x'), number(rect, 'y')];
  const [width, height] = [number(rect, 'width'), number(rect, 'height')];
  const texts = [...group.querySelectorAll('text')].map((text) => text.textContent);
  // Mermaid centres the names of participants by offsets in their lines: they are centred here again.
  const first = y + height / 2 - ((texts.length - 1) / 2) * lineHeight + fontSize * 0.36;
  const lines =
    kind === 'actor'
      ? texts.map((text, at) => ({ text, x: x + width / 2, y: first + at * lineHeight }))
      : [...group.querySelectorAll('text')].map((text) => lineOf(text));
  return { x, y, width, height, lines };
}

/** Mermaid says where a line begins; its letters stand a little more than their size below. */
function lineOf(text: Element, below = 1.36): TextLine {
  const y = number(text, 'y') + fontSize * below;
  return { text: text.textContent, x: number(text, 'x'), y };
}

function indexOf(element: Element): number {
  return Number(/^i(\d+)$/.exec(element.getAttribute('data-id') ?? '')?.[1] ?? -1);
}

function number(element: Element, name: string): number {
  return Number(element.getAttribute(name) ?? 0);
}
