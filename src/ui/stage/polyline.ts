/** A line along which messages move: a table of points at equal distances, so that a place on it costs one look-up. */
import type { Place } from './geometry.ts';

const segments = 64;

/** A line through points, measured once. */
export class Polyline {
  readonly length: number;
  /** The line as an SVG path. */
  readonly path: string;
  readonly #xs = new Float64Array(segments + 1);
  readonly #ys = new Float64Array(segments + 1);
  #reversed: Polyline | undefined;

  constructor(points: readonly Place[]) {
    const spans = points.slice(1).map((point, index) => distance(points[index] ?? point, point));
    this.length = spans.reduce((sum, span) => sum + span, 0);
    this.#measure(points, spans);
    this.path = this.#smoothPath();
  }

  /** The same line the other way. */
  get reversed(): Polyline {
    this.#reversed ??= new Polyline(
      Array.from(this.#xs, (x, i) => ({ x, y: this.#ys[i] ?? 0 })).toReversed(),
    );
    return this.#reversed;
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

  #smoothPath(): string {
    const steps = 16;
    const parts = Array.from({ length: steps + 1 }, (_, i) => {
      const { x, y } = this.at(i / steps);
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    return `M${parts.join('L')}`;
  }
}

/** The distance between two places. */
export function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function between(table: Float64Array, index: number, rest: number): number {
  const from = table[index] ?? 0;
  return from + ((table[index + 1] ?? from) - from) * rest;
}
