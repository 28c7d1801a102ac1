/** What a candidate said in a round of an interview, as it is kept: what follows from it is worked out again. */
import {
  choice,
  flag,
  list,
  object,
  optional,
  required,
  text,
  verbatim,
  whole,
} from '../../scenario/index.ts';
import type { Shape } from '../../scenario/index.ts';
import { seed } from './fields.ts';
import { keepingLimits } from './keeping-limits.ts';

/** Something with what was said of it, both by their ids. */
export interface SaidOf {
  readonly of: string;
  readonly said: string;
}

/** The slots of a decision card, in the order of its sentence. */
export interface CardSaid {
  readonly because: string;
  readonly choose: string;
  readonly soThat: string;
  readonly costs: string;
  readonly changeIf: string;
  readonly rejected: string;
  readonly rejectedBecause: string;
  readonly brand: string;
}

/** A round. */
export interface RoundSaid {
  /** The round's number: its seeds, its faults and its twist follow from it. */
  readonly number: number;
  /** How many minutes it is meant to take. */
  readonly minutes: number;
  /** How the time is kept: stretched by so many tenths, or 0 for not at all. */
  readonly timer: number;
  /** The open phase, from 0; the number of phases at the end. */
  readonly at: number;
  /** Seconds that each finished phase took. */
  readonly took: readonly number[];
  readonly asked: readonly string[];
  readonly stances: readonly SaidOf[];
  readonly pinned: readonly { readonly requirement: string; readonly isFirst: boolean }[];
  /** Numbers, as they are written. */
  readonly estimates: readonly SaidOf[];
  readonly choices: readonly SaidOf[];
  readonly messages: readonly {
    readonly message: string;
    readonly kind: string;
    readonly owner: string;
    readonly key: string;
  }[];
  readonly hops: readonly { readonly hop: string; readonly is: string; readonly by: string }[];
  readonly hasRun: boolean;
  readonly dives: readonly SaidOf[];
  readonly failures: readonly {
    readonly surprise: string;
    readonly sign: string;
    readonly remedy: string;
  }[];
  /** Who must change for the twist; absent while nothing was said. */
  readonly changes?: readonly string[];
  readonly cards: readonly CardSaid[];
  readonly operations: readonly string[];
  readonly summary: string;
  readonly selfRated: 'none' | 'weak' | 'fair' | 'strong';
}

/** An id of something in an interview, or an empty slot. Whether there is such a thing is for the interview to say. */
export const word = text({ min: 0, max: 80 });

/** Up to as many as anything of an interview can have parts. */
export function some<T>(entry: Shape<T>): Shape<readonly T[]> {
  return list(entry, { min: 0, max: keepingLimits.parts });
}

/** Seconds of real time. */
export const seconds = whole({ min: 0, max: keepingLimits.seconds });

/** Something with what was said of it. */
export const saidOf = object<SaidOf>(
  { title: 'Said', sentence: 'What was said of something.' },
  { of: required(word, 'Of what.'), said: required(word, 'What.') },
);

const pinned = object<RoundSaid['pinned'][number]>(
  { title: 'Written down', sentence: 'A requirement that was written down.' },
  {
    requirement: required(word, 'Which.'),
    isFirst: required(flag, 'Whether that was before the first choice on the board.'),
  },
);

const message = object<RoundSaid['messages'][number]>(
  { title: 'Message', sentence: 'What was said of a message.' },
  {
    message: required(word, 'Which message.'),
    kind: required(word, 'What it is.'),
    owner: required(word, 'Whose it is.'),
    key: required(word, 'Its key.'),
  },
);

const hop = object<RoundSaid['hops'][number]>(
  { title: 'Hop', sentence: 'What was said of a hop.' },
  {
    hop: required(word, 'Which hop.'),
    is: required(word, 'How often it happens.'),
    by: required(word, 'By what repetitions are recognised.'),
  },
);

const failure = object<RoundSaid['failures'][number]>(
  { title: 'Failure', sentence: 'A failure that was named.' },
  {
    surprise: required(word, 'What strikes.'),
    sign: required(word, 'How it shows.'),
    remedy: required(word, 'What helps.'),
  },
);

const card = object<CardSaid>(
  { title: 'Decision card', sentence: 'A decision with its reason and its price.' },
  {
    because: required(word, 'The requirement.'),
    choose: required(word, 'What was chosen.'),
    soThat: required(word, 'What it gives.'),
    costs: required(word, 'What it costs.'),
    changeIf: required(word, 'What would change it.'),
    rejected: required(word, 'What was rejected.'),
    rejectedBecause: required(word, 'Why.'),
    brand: required(word, 'A product, or nothing.'),
  },
);

/** A round. */
export const roundSaid = object<RoundSaid>(
  { title: 'Round', sentence: 'What was said in a round.' },
  {
    number: required(seed, 'The number of the round.'),
    minutes: required(whole({ min: 1, max: 600 }), 'How long it is meant to take.'),
    timer: required(whole({ min: 0, max: 100 }), 'How the time is kept.'),
    at: required(whole({ min: 0, max: keepingLimits.parts }), 'The open phase.'),
    took: required(some(seconds), 'How long each phase took.'),
    asked: required(some(word), 'What was asked.'),
    stances: required(some(saidOf), 'What was said to the traps.'),
    pinned: required(some(pinned), 'The requirements.'),
    estimates: required(some(saidOf), 'The estimates.'),
    choices: required(some(saidOf), 'The board.'),
    messages: required(some(message), 'What was said of messages.'),
    hops: required(some(hop), 'What was said of hops.'),
    hasRun: required(flag, 'Whether the board was run as it stood.'),
    dives: required(some(saidOf), 'The answers into the depth.'),
    failures: required(some(failure), 'The failures that were named.'),
    changes: optional(some(word), 'Who must change for the twist.'),
    cards: required(some(card), 'The decision cards.'),
    operations: required(some(word), 'What is had ready.'),
    summary: required(verbatim({ max: keepingLimits.summaryLength }), 'The summary.'),
    selfRated: required(choice(['none', 'weak', 'fair', 'strong']), 'What it is like.'),
  },
);
