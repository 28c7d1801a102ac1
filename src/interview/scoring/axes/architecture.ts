/** A: whether the flow runs, whether its style fits, why it was not another one, and how it bears the twist. */
import { acquaintances } from '../../../projections/index.ts';
import type { Cast } from '../../../trace/index.ts';
import type { CapabilityId } from '../../capabilities/table.ts';
import { firstRun, styleOf, twistedRun, twistOf } from '../../round/board.ts';
import { costly, type Case, type Reason } from '../axis.ts';
import { cardsOf } from '../cards.ts';
import { found } from '../finding.ts';

const ofStyle: readonly CapabilityId[] = ['direct-calls', 'choreography', 'orchestration'];

/** The reasons of the axis. */
export function architectureReasons(given: Case): readonly Reason[] {
  const { interview, round, runs } = given;
  const isDesigned = isStyleChosen(given) && round.hasRun;
  const run = found(interview, firstRun(interview, round), runs.first);
  const isStrained = interview.strained.includes(styleOf(interview, round.choices));
  const isWhole = isDesigned && run.isSurvived && !isStrained;
  const isReasoned = cardsOf(given).some(
    ({ isWhole: is, capability }) => is && ofStyle.some((each) => each === capability),
  );
  return costly([
    { points: isDesigned ? 0 : 4, says: 'No style was chosen, or the board was not run.' },
    { points: isWhole ? 0 : 4, says: wholeWords(isStrained, run.sentence) },
    {
      points: isWhole && isReasoned ? 0 : 4,
      says: 'No whole card says why this style and not another one.',
    },
    ...twistReasons(given, isDesigned),
  ]);
}

/** Whether the candidate has chosen how services work together: a board that was not touched is no design. */
export function isStyleChosen({ interview, round }: Case): boolean {
  return interview.controls.some(
    ({ id, choices }) =>
      Object.hasOwn(round.choices, id) && choices.some(({ style }) => style !== undefined),
  );
}

function wholeWords(isStrained: boolean, sentence: string): string {
  if (isStrained) return 'It runs, but its style strains what was required.';
  return sentence === '' ? 'The flow was not seen to be whole.' : `Without any fault: ${sentence}`;
}

function twistReasons({ interview, round, runs }: Case, isDesigned: boolean): readonly Reason[] {
  const twist = twistOf(interview, round);
  const touched = touchedBy(runs.first.cast, runs.twisted.cast);
  const run = found(interview, twistedRun(interview, round), runs.twisted);
  const isForeseen = round.changes !== null && round.changes.join() === touched.join();
  const must = touched.length === 0 ? 'nobody' : touched.join(', ');
  const isTwist = true as const;
  if (!isDesigned)
    return [{ points: 3, says: 'There was no design that the twist could be tried on.', isTwist }];
  return [
    {
      points: isForeseen ? 0 : 1,
      says: `Who must change for the twist was not foreseen: ${must}.`,
      isTwist,
    },
    {
      points: touched.includes(twist.untouched) ? 1 : 0,
      says: `The twist touches ${twist.untouched}, which was to be left alone.`,
      isTwist,
    },
    {
      points: run.isSurvived ? 0 : 1,
      says: `With the twist: ${run.sentence}`,
      isTwist,
    },
  ];
}

/** Ids of the services that were there before and must know other messages after a change, in order. */
export function touchedBy(before: Cast, after: Cast): readonly string[] {
  const [old, now] = [knowledgeOf(before), knowledgeOf(after)];
  return [...old.keys()].filter((id) => now.has(id) && now.get(id) !== old.get(id)).sort();
}

function knowledgeOf(cast: Cast): ReadonlyMap<string, string> {
  const pairs = acquaintances(cast).map(({ knower, known, types }) => {
    const names = types.map((type) => cast.types[type]?.name ?? '').sort();
    return { knower, words: `${cast.services[known]?.id ?? ''}: ${names.join(' ')}` };
  });
  return new Map(
    cast.services.map(({ id }, index) => {
      const own = pairs.filter(({ knower }) => knower === index).map(({ words }) => words);
      return [id, own.sort().join('; ')];
    }),
  );
}
