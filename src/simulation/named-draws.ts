/** Draws for those who make up the inputs of runs, such as the fault plans of a hunt: the kernel's keyed draws, asked by name. */
import { Draws, hashName } from '../kernel/index.ts';

/** A whole number from `min` to `max` for a name and an index; the same question always gets the same answer. */
export type NamedDraw = (
  name: string,
  index: number,
  range: { readonly min: number; readonly max: number },
) => number;

/** The draws of a seed. They never touch those of a world, whose names are others. */
export function drawsOf(seed: number): NamedDraw {
  const draws = new Draws(seed);
  return (name, index, { min, max }) =>
    draws.between(min, max, hashName(`input: ${name}`), { order: index });
}
