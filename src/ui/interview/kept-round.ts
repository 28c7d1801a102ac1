/** A candidate's way through a round as it is kept, and back: what was said, not what can be found out again. */
import {
  hopGuarantees,
  messageKinds,
  restored,
  twistOf,
  type Interview,
  type Round,
  type Score,
} from '../../interview/index.ts';
import type { InterviewResult, RoundSaid } from '../../keeping/index.ts';
import { keepingLimits } from '../../keeping/index.ts';
import { Crc32 } from '../../scenario/index.ts';

/** What is kept of a round. */
export function saidIn(round: Round): RoundSaid {
  const { number, length, timer, at, asked, pinned, messages, hops, hasRun } = round;
  const { failures, changes, cards, operations, summary, selfRated } = round;
  return {
    ...{ number, minutes: length, timer: timer === 'off' ? 0 : timer, at },
    took: round.took.map((seconds) => Math.min(seconds, keepingLimits.seconds)),
    ...{ asked, stances: listOf(round.stances), pinned },
    ...{ estimates: listOf(round.estimates), choices: listOf(round.choices) },
    ...{ messages, hops, hasRun, dives: listOf(round.dives), failures },
    ...(changes === null ? {} : { changes }),
    ...{ cards, operations, summary, selfRated },
  };
}

/** The round that was kept; undefined when it cannot have been taken so. Never throws. */
export function roundOf(interview: Interview, said: RoundSaid): Round | undefined {
  const { number, at, took, asked, pinned, hasRun } = said;
  const { failures, cards, operations, summary, selfRated } = said;
  const length = ([45, 25] as const).find((each) => each === said.minutes);
  const timer = ([10, 15, 20] as const).find((each) => each === said.timer);
  if (length === undefined || (timer === undefined && said.timer !== 0)) return undefined;
  const messages = said.messages.flatMap((each) => {
    const kind = messageKinds.find((known) => known === each.kind);
    return kind === undefined ? [] : { ...each, kind };
  });
  const hops = said.hops.flatMap((each) => {
    const is = hopGuarantees.find((known) => known === each.is);
    return is === undefined ? [] : { ...each, is };
  });
  const isUnknown = messages.length < said.messages.length || hops.length < said.hops.length;
  if (isUnknown) return undefined;
  return restored(interview, {
    ...{ interview: interview.id, number, length, timer: timer ?? 'off', at, took },
    ...{ asked, stances: wordsOf(said.stances), pinned },
    estimates: Object.fromEntries(said.estimates.map((each) => [each.of, Number(each.said)])),
    choices: wordsOf(said.choices),
    messages,
    hops,
    ...{ hasRun, dives: wordsOf(said.dives), failures, changes: said.changes ?? null },
    ...{ cards, operations, summary, selfRated },
  });
}

/** What is kept of a finished round, and handed in of it. */
export function resultOf(
  interview: Interview,
  { round, score, prints, engine }: Scored,
): Omit<InterviewResult, 'changed'> {
  return {
    ...{ interview: interview.id, version: versionOf(interview), engine },
    ...{ twist: twistOf(interview, round).id, round: saidIn(round) },
    ...{ total: score.total, level: score.level },
    points: score.axes.map(({ axis, points, of }) => ({ axis, tenths: tenthsOf(points), of })),
    prints,
  };
}

/** A round with its score, and the runs that it comes from in short. */
export interface Scored {
  readonly round: Round;
  readonly score: Score;
  /** The fingerprint of each run. */
  readonly prints: readonly string[];
  /** The version of the engine that made them. */
  readonly engine: string;
}

/** Points as they are kept: with one digit behind the point, as they are shown. */
export function tenthsOf(points: number): number {
  return Math.round(points * 10);
}

/** What was chosen by name, as a list. */
export function listOf(
  words: Readonly<Record<string, string | number>>,
): readonly { readonly of: string; readonly said: string }[] {
  return Object.entries(words).map(([of, said]) => ({ of, said: String(said) }));
}

/** And back. */
export function wordsOf(
  list: readonly { readonly of: string; readonly said: string }[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(list.map(({ of, said }) => [of, said]));
}

const versions = new WeakMap<Interview, string>();

/** A checksum of an interview: another one by the same name asks something else. */
export function versionOf(interview: Interview): string {
  const known =
    versions.get(interview) ??
    new Crc32().text(JSON.stringify(interview)).value.toString(16).padStart(8, '0');
  versions.set(interview, known);
  return known;
}
