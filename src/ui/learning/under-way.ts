/** Rounds of interviews that were begun, and neither scored nor left. */
import type { OpenRound } from '../../keeping/index.ts';
import type { Interviewed } from './kept-interviews.ts';

/** Those of them, the one that was touched last first. */
export function roundsUnderWay({
  results,
  rounds,
}: Pick<Interviewed, 'results' | 'rounds'>): readonly OpenRound[] {
  const nameOf = ({ interview, round }: Pick<OpenRound, 'interview' | 'round'>) =>
    `${interview}/${round.number}`;
  const scored = new Set(results.map(nameOf));
  return rounds.filter((open) => !open.isLeft && !scored.has(nameOf(open)));
}
