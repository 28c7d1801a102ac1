/** How far a candidate is in a round: plain data, so that it can be kept, sent and scored again. */
import type { Choices } from '../../lessons/index.ts';
import type { HopGuarantee, NamedKind } from '../content/interview.ts';

/** The phases of a round, in their order. */
export const phases = [
  'requirements',
  'estimate',
  'design',
  'first-run',
  'dives',
  'surprise',
  'trade-offs',
  'summary',
] as const;
/** A phase of a round. */
export type Phase = (typeof phases)[number];

/** How long a round is, in minutes. */
export type Length = 45 | 25;

/** How the time is kept: off, or stretched by tenths. */
export type Timer = 'off' | 10 | 15 | 20;

/** Minutes of each phase. */
export const minutesOf: Readonly<Record<Length, Readonly<Record<Phase, number>>>> = {
  45: {
    ...{ requirements: 5, estimate: 3, design: 10, 'first-run': 4 },
    ...{ dives: 10, surprise: 6, 'trade-offs': 4, summary: 3 },
  },
  25: {
    ...{ requirements: 3, estimate: 2, design: 6, 'first-run': 2 },
    ...{ dives: 5, surprise: 3, 'trade-offs': 2, summary: 2 },
  },
};

/** A requirement that was written down, and whether that was before the first choice on the board. */
export interface Pinned {
  readonly requirement: string;
  readonly isFirst: boolean;
}

/** What was said of a message. */
export interface Classified {
  readonly message: string;
  readonly kind: NamedKind;
  readonly owner: string;
  readonly key: string;
}

/** What was said of a hop. */
export interface HopStatement {
  readonly hop: string;
  readonly is: HopGuarantee;
  readonly by: string;
}

/** A failure that the candidate names, how it shows, and what helps. */
export interface NamedFailure {
  readonly surprise: string;
  readonly sign: string;
  readonly remedy: string;
}

/** `Because R, I choose C, so that G; it costs D; I would change it if X; rejected A because B.` */
export interface DecisionCard {
  readonly because: string;
  readonly choose: string;
  readonly soThat: string;
  readonly costs: string;
  readonly changeIf: string;
  readonly rejected: string;
  readonly rejectedBecause: string;
  /** A product, or nothing. It is worth nothing. */
  readonly brand: string;
}

/** As many failures can be named, and as many cards be written. */
export const most = { failures: 3, cards: 6 } as const;

/** How far a candidate is. */
export interface Round {
  readonly interview: string;
  /** The number of the round: its seeds, its faults and its twist are drawn from it. */
  readonly number: number;
  readonly length: Length;
  readonly timer: Timer;
  /** Index of the open phase; the number of phases once the round is over. */
  readonly at: number;
  /** How long each finished phase took, in seconds. */
  readonly took: readonly number[];
  readonly asked: readonly string[];
  readonly stances: Choices;
  readonly pinned: readonly Pinned[];
  readonly estimates: Readonly<Record<string, number>>;
  readonly choices: Choices;
  readonly messages: readonly Classified[];
  readonly hops: readonly HopStatement[];
  /** Whether the board was run as it stood. */
  readonly hasRun: boolean;
  readonly dives: Choices;
  readonly failures: readonly NamedFailure[];
  /** Services that must change for the twist, by the candidate's word; null while nothing was said. */
  readonly changes: readonly string[] | null;
  readonly cards: readonly DecisionCard[];
  readonly operations: readonly string[];
  readonly summary: string;
  /** The model answer that the summary is most like, by the candidate's own judgement. */
  readonly selfRated: 'none' | 'weak' | 'fair' | 'strong';
}

/** Something that a candidate does. No act knows the time; who ends a phase says how long it took. */
export type Act =
  | { readonly kind: 'ask'; readonly question: string }
  | { readonly kind: 'stand'; readonly question: string; readonly stance: string }
  | { readonly kind: 'pin' | 'unpin'; readonly requirement: string }
  | { readonly kind: 'estimate'; readonly estimate: string; readonly value: number }
  | { readonly kind: 'choose'; readonly control: string; readonly choice: string }
  | ({ readonly kind: 'classify' } & { readonly said: Classified })
  | { readonly kind: 'state'; readonly said: HopStatement }
  | { readonly kind: 'ran' }
  | { readonly kind: 'answer'; readonly dive: string; readonly option: string }
  | { readonly kind: 'name'; readonly failure: NamedFailure }
  | { readonly kind: 'unname'; readonly surprise: string }
  | { readonly kind: 'change'; readonly services: readonly string[] }
  | { readonly kind: 'write'; readonly card: DecisionCard }
  | { readonly kind: 'tear'; readonly at: number }
  | { readonly kind: 'operate'; readonly operations: readonly string[] }
  | { readonly kind: 'sum-up'; readonly said: string }
  | { readonly kind: 'rate'; readonly level: Round['selfRated'] }
  | { readonly kind: 'next'; readonly tookSeconds: number };

/** A round that was not begun. */
export function begun(
  interview: string,
  { number, length, timer }: Pick<Round, 'number' | 'length' | 'timer'>,
): Round {
  return {
    ...{ interview, number, length, timer },
    ...{ at: 0, took: [], asked: [], stances: {}, pinned: [], estimates: {} },
    ...{ choices: {}, messages: [], hops: [], hasRun: false, dives: {}, failures: [] },
    ...{ changes: null, cards: [], operations: [], summary: '', selfRated: 'none' },
  };
}

/** The open phase, undefined once the round is over. */
export function phaseOf({ at }: Round): Phase | undefined {
  return phases[at];
}

/** Seconds that a phase may take, undefined when nobody counts. */
export function secondsOf({ length, timer }: Round, phase: Phase): number | undefined {
  return timer === 'off' ? undefined : minutesOf[length][phase] * 6 * timer;
}
