/** C: the time plan by the machine, the summary by the candidate against model answers. Words are never graded by keyword. */
import { phases, secondsOf, type Round } from '../../round/round.ts';
import { costly, type Case, type Reason } from '../axis.ts';

const worth: Readonly<Record<Round['selfRated'], number>> = {
  none: 0,
  weak: 1,
  fair: 2,
  strong: 3,
};

/** The reasons of the axis. */
export function communicationReasons({ round }: Case): readonly Reason[] {
  const isSummed = round.summary.trim() !== '';
  const late = phases.filter((phase, index) => {
    const allowed = secondsOf(round, phase);
    return allowed !== undefined && (round.took[index] ?? 0) > allowed;
  });
  const isPlanned = isSummed && round.took.length === phases.length && late.length <= 1;
  const rated = isSummed ? worth[round.selfRated] : 0;
  return costly([
    {
      points: isPlanned ? 0 : 2,
      says:
        late.length > 1
          ? `More than one part took longer than planned: ${late.join(', ')}.`
          : 'The round did not come to a summary.',
    },
    { points: 3 - rated, says: 'By your own judgement the summary is not yet a strong one.' },
  ]);
}
