/** The deep dives of a round: two questions, where the candidate is weakest by then. A right answer wins points back. */
import type { Axis, Dive, Interview } from '../content/interview.ts';
import { standing } from '../round/board.ts';
import type { Round } from '../round/round.ts';
import { truthOf } from './axes/guarantees.ts';

/** What a right answer wins back on its axis. */
export const wonBack = 2;

/** How many are asked. */
const asked = 2;

/** The questions of a round: the weakest axes first, in another order each round where they are equal. */
export function divesOf(interview: Interview, round: Round): readonly Dive[] {
  const { dives } = interview;
  const ranked = dives.map((dive, index) => ({
    dive,
    weakness: strengthOf(dive.axis, interview, round),
    turn: (index + round.number) % dives.length,
  }));
  return ranked
    .toSorted((a, b) => a.weakness - b.weakness || a.turn - b.turn)
    .slice(0, asked)
    .map(({ dive }) => dive);
}

/** How much of an axis can be seen by then, in hundredths; half where nothing can be seen yet. */
function strengthOf(axis: Axis, interview: Interview, round: Round): number {
  switch (axis) {
    case 'R':
      return share(round.pinned.length, interview.requirements.length);
    case 'N': {
      const right = interview.messages.filter(({ id, kind }) =>
        round.messages.some((said) => said.message === id && said.kind === kind),
      );
      return share(right.length, interview.messages.length);
    }
    case 'G': {
      const positions = standing(interview, round.choices);
      const right = interview.hops.filter((hop) => {
        const truth = truthOf(hop, positions);
        return round.hops.some((said) => said.hop === hop.id && said.is === truth.is);
      });
      return share(right.length, interview.hops.length);
    }
    default:
      return 50;
  }
}

function share(part: number, whole: number): number {
  return Math.round((100 * part) / whole);
}

/** How many points an axis wins back by deep dives that were answered rightly. */
export function wonBackOn(axis: Axis, interview: Interview, round: Round): number {
  return divesOf(interview, round)
    .filter((dive) => dive.axis === axis)
    .filter(({ id, options }) => {
      const right = options.find((option) => option.right === true);
      return right !== undefined && round.dives[id] === right.id;
    })
    .reduce((sum) => sum + wonBack, 0);
}
