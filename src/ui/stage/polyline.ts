/** A line along which messages move: a table of points at equal distances, so that a place on it costs one look-up. */
import type { Place } from './geometry.ts';

const segments = 64;
/** So many of a line's points are enough to know its way by; what lies between them is rounded. */
const knots = 5;

/** A line through points, measured once. */
export class Polyline {
  readonly length: number;
  /** The line as an SVG path. */
  readonly path: string;
  readonly #xs = new Float64Array(segments + 1);
  readonly #ys = new Float64Array(segments + 1);
  #reversed: Polyline | undefined;
  #isReversed = false;

  /** A line that `isRound` already is taken as it is. */
  constructor(way: readonly Place[], isRound = false) {
    const points = isRound ? way : rounded(way);
    const spans = points.slice(1).map((point, index) => distance(points[index] ?? point, point));
    this.length = spans.reduce((sum, span) => sum + span, 0);
    this.#measure(points, spans);
    this.path = this.#asPath();
  }

  /** The same line the other way. */
  get reversed(): Polyline {
    if (this.#reversed === undefined) {
      this.#reversed = new Polyline(
        Array.from(this.#xs, (x, i) => ({ x, y: this.#ys[i] ?? 0 })).toReversed(),
        true,
      );
      this.#reversed.#reversed = this;
      this.#reversed.#isReversed = true;
    }
    return this.#reversed;
  }
  /** Whether it is another line the other way: both lie at the same place. */
  get isReversed(): boolean {
    return this.#isReversed;
  }

  /** The place at a share of the way, from 0 to 1. */
  at(share: number): Place {
    const place = Math.min(1, Math.max(0, share)) * segments;
    const before = Math.min(segments - 1, Math.floor(place));
    const rest = place - before;
    return { x: between(this.#xs, before, rest), y: between(this.#ys, before, rest) };
  }

  #measure(points: readonly Place[], spans: readonly number[]): void {
    let span = 0;
    let passed = 0;
    for (let i = 0; i <= segments; i++) {
      const wanted = (this.length * i) / segments;
      while (span < spans.length - 1 && passed + (spans[span] ?? 0) < wanted)
        passed += spans[span++] ?? 0;
      const from = points[span] ?? { x: 0, y: 0 };
      const to = points[span + 1] ?? from;
      const rest = Math.min(1, (wanted - passed) / Math.max(1e-9, spans[span] ?? 0));
      this.#xs[i] = from.x + (to.x - from.x) * rest;
      this.#ys[i] = from.y + (to.y - from.y) * rest;
    }
  }

  #asPath(): string {
    const steps = segments / 2;
    const parts = Array.from({ length: steps + 1 }, (_, i) => {
      const { x, y } = this.at(i / steps);
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    return `M${parts.join('L')}`;
  }
}

/** The same way without the bends that it got where the picture was stretched unevenly: a Catmull–Rom curve through some of its points, its ends among them. */
function rounded(way: readonly Place[]): readonly Place[] {
  if (way.length <= knots) return way;
  const last = way.length - 1;
  const through = Array.from({ length: knots + 1 }, (_, i) => way[Math.round((last * i) / knots)]);
  const at = (index: number): Place =>
    through[Math.min(knots, Math.max(0, index))] ?? { x: 0, y: 0 };
  return Array.from({ length: segments + 1 }, (_, i) => {
    const place = (knots * i) / segments;
    const knot = Math.min(knots - 1, Math.floor(place));
    const [before, from, to, after] = [at(knot - 1), at(knot), at(knot + 1), at(knot + 2)];
    const share = place - knot;
    return {
      x: catmullRom(share, before.x, from.x, to.x, after.x),
      y: catmullRom(share, before.y, from.y, to.y, after.y),
    };
  });
}

/** One coordinate of the curve between its second and its third point. */
function catmullRom(t: number, p0: number, p1: number, p2: number, p3: number): number {
  const straight = 2 * p1 + (p2 - p0) * t;
  const bent = (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t + (3 * p1 - p0 - 3 * p2 + p3) * t * t * t;
  return (straight + bent) / 2;
}

/** The distance between two places. */
export function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function between(table: Float64Array, index: number, rest: number): number {
  const from = table[index] ?? 0;
  return from + ((table[index + 1] ?? from) - from) * rest;
}
