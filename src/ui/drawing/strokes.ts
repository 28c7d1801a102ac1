/** Lines and outlines that are collected first and drawn in one go, on whatever surface. */
import type { Surface } from './surface.ts';

const move = 0;
const line = 1;
const circle = 2;
const close = 3;

/** A path that is on no surface yet. */
export class Strokes {
  /** Each step as its kind and three numbers. */
  readonly #steps: number[] = [];

  moveTo(x: number, y: number): void {
    this.#steps.push(move, x, y, 0);
  }
  lineTo(x: number, y: number): void {
    this.#steps.push(line, x, y, 0);
  }
  circle(x: number, y: number, radius: number): void {
    this.#steps.push(circle, x, y, radius);
  }
  closePath(): void {
    this.#steps.push(close, 0, 0, 0);
  }

  /** Becomes the path of a surface, to be filled or stroked there. */
  lieOn(surface: Surface): void {
    const steps = this.#steps;
    surface.beginPath();
    for (let at = 0; at < steps.length; at += 4) {
      const [kind, x = 0, y = 0, radius = 0] = [
        steps[at],
        steps[at + 1],
        steps[at + 2],
        steps[at + 3],
      ];
      if (kind === move) surface.moveTo(x, y);
      else if (kind === line) surface.lineTo(x, y);
      else if (kind === close) surface.closePath();
      else {
        surface.moveTo(x + radius, y);
        surface.arc(x, y, radius, 0, Math.PI * 2);
      }
    }
  }
}
