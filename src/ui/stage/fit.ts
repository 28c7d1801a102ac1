/** Fits a laid-out diagram into a pane: positions stretch, but nodes and their text keep their size, so that a wide pane gives air and not giant letters. */
import {
  edgeKey,
  type Box,
  type Geometry,
  type Link,
  type Place,
  type Size,
  type Stack,
} from './geometry.ts';
import type { Letters } from './letters.ts';
import type { Sizes } from './plan.ts';
import { settle } from './settle.ts';
import { distance, Polyline } from './polyline.ts';

/** A diagram in its pane. */
export interface Placed {
  /** The size of the drawing's own units: larger than the pane when all had to shrink. */
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly lines: ReadonlyMap<string, Polyline>;
}

/** Pixels by which each direction of a pair keeps to its side. */
const lane = 3.5;
const mostStretch = 2.2;
/** As far as text can still be read; beyond it the reader must come nearer, so that fewer tries will do. */
const readableZoom = 0.5;
const smallestZoom = 0.06;

/** What is wanted of a fit. */
export interface Wanted {
  readonly geometry: Geometry;
  readonly links: readonly Link[];
  /** What the nodes may take, the most first. */
  readonly sizes: readonly Sizes[];
  readonly stack: Stack | undefined;
  /** The pane in the drawing's own units. */
  readonly pane: Size;
  readonly letters: Letters;
}

type One = Omit<Wanted, 'sizes'> & { readonly sizes: Sizes };

/** Fits a diagram: in the first sizes in which its nodes do not touch each other. In the last ones, the whole shrinks until they do not. */
export function fit(wanted: Wanted): Placed {
  const { pane, letters } = wanted;
  const all = wanted.sizes.map((sizes): One => ({ ...wanted, sizes }));
  const last = all.at(-1) ?? { ...wanted, sizes: new Map() };
  for (const one of all) {
    const placed = fitInto(one);
    if (!touches(placed, letters)) return placed;
  }
  let placed = fitInto(last);
  for (let zoom = 0.96; zoom >= smallestZoom && touches(placed, letters); zoom = smaller(zoom)) {
    placed = fitInto({ ...last, pane: { width: pane.width / zoom, height: pane.height / zoom } });
  }
  return placed;
}

function smaller(zoom: number): number {
  return zoom > readableZoom ? zoom - 0.04 : zoom * 0.85;
}

function fitInto({ geometry, links, sizes, stack, pane, letters }: One): Placed {
  const { margin, stackGap } = letters;
  const own = geometry.boxes.map((box) => ({
    ...box,
    ...sizes.get(box.id),
    ...stackSize(box, sizes, stack, stackGap),
  }));
  const across = axis(
    own.map((box) => ({ centre: box.x, half: box.width / 2 })),
    pane.width,
    margin,
  );
  const down = axis(
    own.map((box) => ({ centre: box.y, half: box.height / 2 })),
    pane.height,
    margin,
  );
  const move = ({ x, y }: Place) => ({ x: across(x), y: down(y) });
  const laidOut = own.flatMap((box) => unstack({ ...box, ...move(box) }, sizes, stack));
  const set = letters.settles ? settle(laidOut, pane, letters) : laidOut;
  const boxes = new Map(set.map((box) => [box.id, box]));
  const laid = new Map(geometry.edges.map((edge) => [edgeKey(edge.from, edge.to), edge.points]));
  const lines = new Map<string, Polyline>();
  for (const { from, to } of links) {
    const source = boxes.get(from);
    const target = boxes.get(to);
    if (source === undefined || target === undefined) continue;
    const way = laid.get(edgeKey(from, to)) ??
      laid.get(edgeKey(to, from))?.toReversed() ?? [source, target];
    const isPair = links.some((other) => other.from === to && other.to === from);
    const points = lean(way.map(way[0] === source ? (place) => place : move), source, target);
    lines.set(
      edgeKey(from, to),
      new Polyline(clip(isPair ? aside(points) : points, source, target)),
    );
  }
  return { ...pane, boxes, lines };
}

/** A node that was laid out with another no longer stands where its lines end: they lean over to it. */
function lean(points: readonly Place[], source: Box, target: Box): readonly Place[] {
  const first = points[0] ?? source;
  const last = points.at(-1) ?? target;
  const start = nearest(source, first);
  const end = nearest(target, last);
  return points.map(({ x, y }, index) => {
    const share = index / (points.length - 1);
    const [atStart, atEnd] = [(1 - share) ** 2, share ** 2];
    return {
      x: x + (start.x - first.x) * atStart + (end.x - last.x) * atEnd,
      y: y + (start.y - first.y) * atStart + (end.y - last.y) * atEnd,
    };
  });
}

/** The place in a box that is nearest to a place, away from the corners. */
function nearest(box: Box, { x, y }: Place): Place {
  const high = box.height * 0.3;
  return {
    x: Math.min(box.x + box.width / 2, Math.max(box.x - box.width / 2, x)),
    y: Math.min(box.y + high, Math.max(box.y - high, y)),
  };
}

/** Lets a line begin and end where it crosses the rims of its nodes. */
function clip(points: readonly Place[], source: Box, target: Box): readonly Place[] {
  const outside = points.map((point) => !holds(source, point) && !holds(target, point));
  const first = outside.indexOf(true);
  const last = outside.lastIndexOf(true);
  if (first < 0) return [rim(source, target), rim(target, source)];
  const before = points[first - 1];
  const after = points[last + 1];
  return [
    ...(before === undefined ? [] : [crossing(before, points[first] ?? before)]),
    ...points.slice(first, last + 1),
    ...(after === undefined ? [] : [crossing(after, points[last] ?? after)]),
  ];

  function crossing(within: Place, without: Place): Place {
    let [inner, outer] = [within, without];
    for (let halving = 0; halving < 8; halving++) {
      const middle = { x: (inner.x + outer.x) / 2, y: (inner.y + outer.y) / 2 };
      if (holds(source, middle) || holds(target, middle)) inner = middle;
      else outer = middle;
    }
    return inner;
  }
}

function holds(box: Box, { x, y }: Place): boolean {
  return Math.abs(x - box.x) <= box.width / 2 && Math.abs(y - box.y) <= box.height / 2;
}

/** There and back are two lines: each keeps a little to its own side. */
function aside(points: readonly Place[]): readonly Place[] {
  const from = points[0];
  const to = points.at(-1);
  if (from === undefined || to === undefined) return points;
  const length = Math.max(1, distance(from, to));
  const x = (lane * (from.y - to.y)) / length;
  const y = (lane * (to.x - from.x)) / length;
  return points.map((point) => ({ x: point.x + x, y: point.y + y }));
}

function stackSize(
  { id }: Box,
  sizes: Sizes,
  stack: Stack | undefined,
  gap: number,
): Partial<Size> {
  const upper = id === stack?.lower ? sizes.get(stack.upper) : undefined;
  const lower = sizes.get(id);
  return upper === undefined || lower === undefined
    ? {}
    : { height: upper.height + gap + lower.height };
}

/** Splits the box that stands for two into the two. */
function unstack(box: Box, sizes: Sizes, stack: Stack | undefined): readonly Box[] {
  const upper = box.id === stack?.lower ? sizes.get(stack.upper) : undefined;
  const lower = sizes.get(box.id);
  if (stack === undefined || upper === undefined || lower === undefined) return [box];
  return [
    { ...upper, id: stack.upper, x: box.x, y: box.y - (box.height - upper.height) / 2 },
    { ...lower, id: box.id, x: box.x, y: box.y + (box.height - lower.height) / 2 },
  ];
}

interface Stand {
  readonly centre: number;
  readonly half: number;
}

/** The map of one axis: stretches the distances between centres so that the nodes fill the pane. */
function axis(stands: readonly Stand[], room: number, margin: number): (value: number) => number {
  const first = stands.reduce((a, b) => (b.centre < a.centre ? b : a), {
    centre: Infinity,
    half: 0,
  });
  const last = stands.reduce((a, b) => (b.centre > a.centre ? b : a), {
    centre: -Infinity,
    half: 0,
  });
  const span = last.centre - first.centre;
  const free = room - 2 * margin - first.half - last.half;
  const scale = span > 0 ? Math.max(0.05, Math.min(mostStretch, free / span)) : 1;
  const start = margin + first.half + (free - span * scale) / 2;
  return (value) => start + (value - first.centre) * scale;
}

function touches({ boxes, width, height }: Placed, { clearance }: Letters): boolean {
  const all = [...boxes.values()];
  const cut = all.some(
    (box) =>
      box.x - box.width / 2 < 2 ||
      box.x + box.width / 2 > width - 2 ||
      box.y - box.height / 2 < 2 ||
      box.y + box.height / 2 > height - 2,
  );
  return cut || all.some((a, index) => all.slice(index + 1).some((b) => overlap(a, b, clearance)));
}

function overlap(a: Box, b: Box, clearance: number): boolean {
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 + clearance &&
    Math.abs(a.y - b.y) < (a.height + b.height) / 2 + clearance
  );
}

/** Where the line from a box's centre to a place crosses its rim. */
function rim(box: Box, towards: Place): Place {
  const dx = towards.x - box.x;
  const dy = towards.y - box.y;
  const share = Math.min(
    box.width / 2 / Math.max(1e-9, Math.abs(dx)),
    box.height / 2 / Math.max(1e-9, Math.abs(dy)),
    1,
  );
  return { x: box.x + dx * share, y: box.y + dy * share };
}
