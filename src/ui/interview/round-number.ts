/** The numbers of rounds: nobody can know one before it is drawn, so nobody can know its seeds. */
import { twistOf, type Interview } from '../../interview/index.ts';

/** A round by its number. */
interface Numbered {
  readonly number: number;
}

/** A number for a round that no round before had, with another twist than the last one. */
export function newNumber(
  interview: Interview,
  last?: Numbered,
  earlier: readonly number[] = [],
): number {
  for (;;) {
    const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (number === last?.number || earlier.includes(number)) continue;
    if (last === undefined || interview.twists.length < 2) return number;
    if (twistOf(interview, { number }).id !== twistOf(interview, last).id) return number;
  }
}
