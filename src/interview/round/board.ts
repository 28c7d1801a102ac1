/** Compiles the board of a round to what is run: assignments on the interview's scenario, a style, a seed and faults. */
import type { Choices } from '../../lessons/index.ts';
import type { Style } from '../../trace/index.ts';
import type { CapabilityId } from '../capabilities/table.ts';
import type { BoardChoice, Interview, Surprise, Twist } from '../content/interview.ts';
import { drawn } from './draw.ts';
import type { Round } from './round.ts';

/** A run that is to be carried out: the interview's scenario with these assignments. */
export interface Wanted {
  readonly interview: string;
  readonly set: readonly string[];
  readonly seed: number;
  readonly style: Style;
  /** Id of the surprise that strikes in it, empty for none. */
  readonly surprise: string;
}

/** How many hidden seeds a design is run on. */
export const hiddenSeeds = 20;

/** The position of each control: the one that was chosen, or the first. */
export function positions({ controls }: Interview, choices: Choices): readonly BoardChoice[] {
  return controls.flatMap((control) => {
    const chosen = control.choices.find(({ id }) => id === choices[control.id]);
    return chosen ?? control.choices[0] ?? [];
  });
}

/** The id of each control's position. */
export function standing({ controls }: Interview, choices: Choices): Choices {
  return Object.fromEntries(
    controls.map(({ id, choices: all }) => [id, choices[id] ?? all[0]?.id ?? '']),
  );
}

/** The style in which the board is run. */
export function styleOf(interview: Interview, choices: Choices): Style {
  return positions(interview, choices).find(({ style }) => style !== undefined)?.style ?? 'direct';
}

/** What the design has. Only what was chosen counts: a position that was found so is no decision. */
export function capabilitiesOf(interview: Interview, choices: Choices): readonly CapabilityId[] {
  const chosen = interview.controls.filter(({ id }) => Object.hasOwn(choices, id));
  return [...new Set(positions({ ...interview, controls: chosen }, choices).flatMap((c) => c.has))];
}

/** Assignments for `setPath`: the twist first, then the controls, then what each of them makes of the twist. */
export function boardSet(interview: Interview, choices: Choices, twist?: Twist): readonly string[] {
  const chosen = positions(interview, choices);
  return [
    ...(twist?.set ?? []),
    ...chosen.flatMap(({ set }) => set),
    ...chosen.flatMap(({ twisted }) => twisted?.[twist?.id ?? ''] ?? []),
  ];
}

/** The twist of a round: the next round has another. */
export function twistOf({ twists }: Interview, { number }: Pick<Round, 'number'>): Twist {
  const twist = twists[number % twists.length];
  if (twist === undefined) throw new RangeError('an interview has a twist');
  return twist;
}

/** The seed of what the candidate sees. */
export function openSeed({ interview, number }: Round): number {
  return drawn(`${interview} open`, number, 0);
}

/** The board without any fault. */
export function firstRun(interview: Interview, round: Round): Wanted {
  return wanted(interview, round, boardSet(interview, round.choices));
}

/** The board after the product has changed its mind. */
export function twistedRun(interview: Interview, round: Round): Wanted {
  return wanted(interview, round, boardSet(interview, round.choices, twistOf(interview, round)));
}

/** The fault that strikes before the candidate's eyes. */
export function shownSurprise({ surprises }: Interview, { interview, number }: Round): Surprise {
  const surprise = surprises[drawn(`${interview} shown`, number, 0) % surprises.length];
  if (surprise === undefined) throw new RangeError('an interview has surprises');
  return surprise;
}

/** The board with that fault. */
export function surpriseRun(interview: Interview, round: Round): Wanted {
  return struck(interview, round, {
    seed: openSeed(round),
    surprise: shownSurprise(interview, round),
  });
}

/** The runs that judge a design: seeds that nobody knew before the round, and each surprise about as often as the others. */
export function hiddenRuns(interview: Interview, round: Round): readonly Wanted[] {
  const { surprises } = interview;
  const shift = drawn(`${round.interview} shift`, round.number, 0);
  return Array.from({ length: hiddenSeeds }, (_, index) => {
    const surprise = surprises[(index + shift) % surprises.length];
    if (surprise === undefined) throw new RangeError('an interview has surprises');
    const seed = drawn(`${round.interview} hidden`, round.number, index);
    return struck(interview, round, { seed, surprise });
  });
}

function struck(
  interview: Interview,
  round: Round,
  { seed, surprise }: { readonly seed: number; readonly surprise: Surprise },
): Wanted {
  const set = [...boardSet(interview, round.choices), ...surprise.set];
  return { ...wanted(interview, round, set), seed, surprise: surprise.id };
}

function wanted(interview: Interview, round: Round, set: readonly string[]): Wanted {
  return {
    interview: interview.id,
    set,
    seed: openSeed(round),
    style: styleOf(interview, round.choices),
    surprise: '',
  };
}
