/** Draws for those who make up the inputs of runs, such as the fault plans of a hunt: the kernel's keyed draws, asked by name. */
import { Draws, hashName } from '../kernel/index.ts';

/** A whole number from `min` to `max`, for what is drawn of what, and an index; the same question always gets the same answer. */
export type NamedDraw = (
  about: string,
  what: string,
  index: number,
  range: { readonly min: number; readonly max: number },
) => number;

/** There are a few things to draw about, and thousands of seeds: their names are hashed once. */
const beginnings = new Map<string, number>();

function beginningOf(about: string): number {
  const known = beginnings.get(about) ?? hashName(`input: ${about}, `);
  beginnings.set(about, known);
  return known;
}

/** The draws of a seed. They never touch those of a world, whose names are others. */
export function drawsOf(seed: number): NamedDraw {
  const draws = new Draws(seed);
  return (about, what, index, { min, max }) =>
    draws.between(min, max, hashName(what, beginningOf(about)), { order: index });
}
