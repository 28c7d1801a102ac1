/** Mermaid, loaded when first needed and asked for one thing only: where the parts of a diagram go. */
import type { Edge, Geometry, Place } from './geometry.ts';

const config = {
  startOnLoad: false,
  securityLevel: 'strict',
  layout: 'dagre',
  theme: 'base',
  look: 'classic',
  htmlLabels: false,
  deterministicIds: true,
  fontFamily: 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  themeVariables: { fontSize: '13px' },
  flowchart: { htmlLabels: false, curve: 'basis', nodeSpacing: 36, rankSpacing: 56 },
} as const;

// Every pane asks for its own layout; Mermaid works on one at a time and must not meet an id twice.
let count = 0;
const known = new Map<string, Promise<Geometry>>();

/** Lays a flowchart out. The same text is laid out once. */
export function layOut(text: string): Promise<Geometry> {
  const before = known.get(text);
  if (before !== undefined) return before;
  const laid = render(text).then(readGeometry);
  known.set(text, laid);
  return laid;
}

/** Settings of one kind of diagram. */
export interface DiagramSettings {
  readonly fontSize?: number;
  readonly sequence?: Readonly<Record<string, boolean | number>>;
}

// Mermaid has one set of settings for all: what is drawn next must not change those of what is being drawn.
let before: Promise<unknown> = Promise.resolve();

/** What Mermaid draws, as a document that stands apart from the page: nothing in it runs or loads. */
export function render(text: string, settings: DiagramSettings = {}): Promise<Document> {
  const drawn = before.then(() => renderNow(text, settings));
  before = drawn.catch(() => undefined);
  return drawn;
}

async function renderNow(text: string, settings: DiagramSettings): Promise<Document> {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({ ...config, ...settings });
  // Mermaid answers with a string. It is parsed as an inert document: nothing of it enters the page.
  const { svg } = await mermaid.render(`layout-${count++}`, text);
  return new DOMParser().parseFromString(svg, 'image/svg+xml');
}

/** Reads boxes and edges from the diagram that Mermaid drew. */
export function readGeometry(drawn: Document): Geometry {
  const nodes = [...drawn.querySelectorAll('g.node')];
  const boxes = nodes.map((node) => {
    const [, id = ''] = /flowchart-(.+)-\d+$/.exec(node.id) ?? [];
    const shape = node.querySelector('rect');
    const size = (name: string) => Number(shape?.getAttribute(name) ?? 60);
    return { id, ...placeOf(node), width: size('width'), height: size('height') };
  });
  const ids = boxes.map((box) => box.id);
  const labels = new Map(
    [...drawn.querySelectorAll('.edgeLabel .label[data-id]')].map((label) => [
      label.getAttribute('data-id') ?? '',
      placeOf(label.closest('.edgeLabel') ?? label),
    ]),
  );
  const edges = [...drawn.querySelectorAll('path[data-id]')].flatMap((path) =>
    readEdge(path, ids, labels),
  );
  if (boxes.length === 0) throw new Error('Mermaid drew no node');
  return { boxes, edges };
}

/** Where Mermaid moved an element to. */
function placeOf(element: Element): Place {
  const [, x = '0', y = '0'] =
    /translate\(\s*([-\d.]+)[ ,]+([-\d.]+)/.exec(element.getAttribute('transform') ?? '') ?? [];
  return { x: Number(x), y: Number(y) };
}

function readEdge(
  path: Element,
  ids: readonly string[],
  labels: ReadonlyMap<string, Place>,
): Edge[] {
  const name = path.getAttribute('data-id') ?? '';
  const from = ids.find((id) =>
    ids.some((other) => new RegExp(`^L_${id}_${other}_\\d+$`).test(name)),
  );
  const to = ids.find((id) => new RegExp(`^L_${from}_${id}_\\d+$`).test(name));
  if (from === undefined || to === undefined) return [];
  const label = labels.get(name);
  const points = sample(path.getAttribute('d') ?? '');
  return [label === undefined ? { from, to, points } : { from, to, points, label }];
}

const samples = 32;

function sample(data: string): Place[] {
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', data);
  const length = path.getTotalLength();
  return Array.from({ length: samples + 1 }, (_, i) => {
    const { x, y } = path.getPointAtLength((length * i) / samples);
    return { x, y };
  });
}
