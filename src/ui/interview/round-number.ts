/** The numbers of rounds: nobody can know one before it is drawn, so nobody can know its seeds. */
import { twistOf, type Interview, type Round } from '../../interview/index.ts';

/** A number for a round of an interview, with another twist than the round before. */
export function newNumber(interview: Interview, before?: Round): number {
  for (;;) {
    const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (before === undefined || interview.twists.length < 2) return number;
    if (twistOf(interview, { ...before, number }).id !== twistOf(interview, before).id)
      return number;
  }
}
