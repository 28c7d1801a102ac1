/**
 * F: twenty runs that nobody knew before. What was not survived but named, with sign and remedy, keeps two thirds.
 * What was survived counts half while no card says why: switching everything on is no reason.
 */
import type { Interview } from '../../content/interview.ts';
import { most, type NamedFailure } from '../../round/round.ts';
import { costly, type Case, type Reason } from '../axis.ts';
import { cardsOf } from '../cards.ts';
import { isStyleChosen } from './architecture.ts';

/** The reasons of the axis. */
export function failuresReasons(given: Case): readonly Reason[] {
  const { interview, round, runs } = given;
  if (!isStyleChosen(given) || runs.hidden.length === 0)
    return [{ points: 20, says: 'There was no design to run on the hidden seeds.' }];
  const each = 20 / runs.hidden.length;
  const named = round.failures.slice(0, most.failures);
  const reasons = runs.hidden
    .filter(({ isSurvived }) => !isSurvived)
    .map((finding) => {
      const isNamed = named.some(
        (failure) => failure.surprise === finding.surprise && isSound(interview, failure),
      );
      const text = interview.surprises.find(({ id }) => id === finding.surprise)?.text ?? '';
      const known = isNamed ? ' You had named it, with its sign and its remedy.' : '';
      const says = `${text} ${finding.sentence}${known}`;
      return { points: isNamed ? each / 3 : each, says, finding };
    });
  const survived = each * runs.hidden.filter(({ isSurvived }) => isSurvived).length;
  const isReasoned = cardsOf(given).some(({ isSound }) => isSound);
  const says = 'No card says why the design survives what it survives: half of that counts.';
  return costly([...reasons, { points: isReasoned ? 0 : survived / 2, says }]);
}

/** Whether a named failure has a sign that shows it and a remedy that helps. */
export function isSound({ surprises }: Interview, { surprise, sign, remedy }: NamedFailure) {
  const found = surprises.find(({ id }) => id === surprise);
  return found !== undefined && found.shownBy.includes(sign) && found.helpedBy.includes(remedy);
}
