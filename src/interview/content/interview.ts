/** What an interview is once its file has been checked: plain data, ready to be kept in a bundle. */
import type { Expectation, Pattern, Query } from '../../lessons/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Guarantee } from '../capabilities/guarantees.ts';
import type { CapabilityId } from '../capabilities/table.ts';

/** The axes of the rubric, in the order in which they are told. */
export const axes = ['R', 'N', 'A', 'G', 'F', 'T', 'O', 'C'] as const;
/** An axis of the rubric. */
export type Axis = (typeof axes)[number];

/** What a requirement is about. */
export const requirementKinds = [
  'functional',
  'scale',
  'order',
  'loss',
  'latency',
  'price-of-failure',
  'team',
  'non-goal',
] as const;
/** What a requirement is about. */
export type RequirementKind = (typeof requirementKinds)[number];

/** Something that the interviewer wants, once it was asked for. */
export interface Requirement {
  readonly id: string;
  readonly text: string;
  readonly kind: RequirementKind;
  /** What a design must promise because of it. */
  readonly needs: readonly Guarantee[];
  /** Numbers that it states, by name. */
  readonly states?: Readonly<Record<string, number>>;
}

/** A stance towards what the interviewer says. */
export interface Stance {
  readonly id: string;
  readonly text: string;
  readonly reply: string;
  readonly right?: true;
}

/** A question that can be asked, and the interviewer's fixed answer. */
export interface Question {
  readonly id: string;
  readonly ask: string;
  readonly answer: string;
  /** Ids of the requirements that become known by it. */
  readonly tells: readonly string[];
  /** Present when the answer is a trap: one has to say how one takes it. */
  readonly trap?: readonly Stance[];
}

/** A number to estimate: the product of some stated numbers over the product of others. */
export interface Estimate {
  readonly id: string;
  readonly question: string;
  readonly unit: string;
  readonly times: readonly (string | number)[];
  readonly over: readonly (string | number)[];
  /** By what factor an answer may be off, up or down. */
  readonly within: number;
}

/** The kinds of messages. */
export const messageKinds = ['event', 'command', 'query', 'reply'] as const;
/** What a message is. */
export type NamedKind = (typeof messageKinds)[number];

/** A message to be told what it is, whose it is, and by what it is keyed. */
export interface MessageCard {
  readonly id: string;
  readonly text: string;
  readonly kind: NamedKind;
  readonly owner: string;
  readonly key: string;
}

/** One position of a control of the board. */
export interface BoardChoice {
  readonly id: string;
  readonly label: string;
  readonly set: readonly string[];
  /** The style in which the board is run. */
  readonly style?: Style;
  /** What the design has by it. */
  readonly has: readonly CapabilityId[];
  /** What it changes instead while a twist is on, by the twist's id. */
  readonly twisted?: Readonly<Record<string, readonly string[]>>;
}

/** A control of the board: one choice of several, each a change of the scenario. */
export interface BoardControl {
  readonly id: string;
  readonly label: string;
  /** Any two positions differ in what is run. The first is how the round begins. */
  readonly choices: readonly BoardChoice[];
}

/** What can be said of a hop. The last one is never true. */
export const hopGuarantees = [
  'at most once',
  'at least once',
  'effectively once',
  'exactly once',
] as const;
/** What can be said of a hop. */
export type HopGuarantee = (typeof hopGuarantees)[number];

/** What is true of a hop while the board stands in some positions. */
export interface HopTruth {
  readonly when: Readonly<Record<string, string>>;
  readonly is: HopGuarantee;
  /** By what repetitions are recognised; none when they are not. */
  readonly by: CapabilityId | 'nothing';
}

/** A hop of the flow, of which one has to say what it guarantees. */
export interface Hop {
  readonly id: string;
  readonly text: string;
  /** The first one that fits the board is the truth. */
  readonly truths: readonly HopTruth[];
}

/** A fault that comes without notice, and what a good answer to it is. */
export interface Surprise {
  readonly id: string;
  readonly text: string;
  readonly set: readonly string[];
  /** Ids of what shows it, and of what helps against it. */
  readonly shownBy: readonly string[];
  readonly helpedBy: readonly string[];
  /** A lesson about it, as scenario/id. */
  readonly lesson: string;
}

/** Words with an id. */
export interface Named {
  readonly id: string;
  readonly text: string;
}

/** The product changes its mind. */
export interface Twist {
  readonly id: string;
  readonly text: string;
  readonly set: readonly string[];
  /** Who is asked not to be touched. */
  readonly untouched: string;
  readonly lesson: string;
}

/** A question into the depth, put to whoever is weak there. */
export interface Dive {
  readonly id: string;
  readonly axis: Axis;
  readonly question: string;
  readonly options: readonly Stance[];
  readonly lesson: string;
}

/** Something to watch or to have ready. */
export interface Operation extends Named {
  readonly right?: true;
}

/** Where to look for what an axis lost, and what to learn there. */
export interface Evidence {
  /** The moment of the first run that shows why it matters. */
  readonly shows: Pattern;
  readonly lesson: string;
}

/** One option of a clause of the drill, with what it changes of the board. */
export interface ClauseOption {
  readonly id: string;
  readonly text: string;
  readonly set: readonly string[];
  readonly style: Style;
  /** What it says of a run, where it says something else than the clause. */
  readonly claim?: RunClaim;
}

/** A sentence about a run, and what makes it true or false. */
export interface RunClaim {
  readonly says: string;
  readonly ask: Query;
  readonly is: Expectation;
}

/** The seven decisions of the one-paragraph answer. */
export const decisions = [
  'synchronous-edge',
  'key',
  'idempotency',
  'retries-and-dead-letters',
  'coordination',
  'schema',
  'tracing',
] as const;
/** One of them. */
export type Decision = (typeof decisions)[number];

/** A clause of the one-paragraph answer, and the run that it is held to. */
export interface DrillClause {
  readonly decision: Decision;
  readonly begins: string;
  readonly options: readonly ClauseOption[];
  /** What is changed on top of the option: the situation in which it has to hold. */
  readonly set: readonly string[];
  readonly claim: RunClaim;
  readonly lesson: string;
}

/** An interview. */
export interface Interview {
  readonly id: string;
  readonly title: string;
  /** What the interviewer says first. */
  readonly situation: string;
  /** What is trained by it, in a sentence that gives no answer away. */
  readonly trains: string;
  readonly questions: readonly Question[];
  readonly requirements: readonly Requirement[];
  readonly estimates: readonly Estimate[];
  readonly messages: readonly MessageCard[];
  /** What may be said to own a message, and to key it. */
  readonly owners: readonly string[];
  readonly keys: readonly string[];
  readonly controls: readonly BoardControl[];
  readonly hops: readonly Hop[];
  /** Styles that strain what was required. A strained design stays a happy path, however well it runs. */
  readonly strained: readonly Style[];
  /** In how many of a hundred orders a run must complete to count as survived. */
  readonly completes: number;
  /** How long 95 of 100 orders may take in such a run, in milliseconds. */
  readonly patienceMs: number;
  readonly surprises: readonly Surprise[];
  readonly signs: readonly Named[];
  readonly remedies: readonly Named[];
  readonly twists: readonly Twist[];
  readonly dives: readonly Dive[];
  readonly operations: readonly Operation[];
  readonly models: { readonly weak: string; readonly fair: string; readonly strong: string };
  readonly evidence: Readonly<Record<Axis, Evidence>>;
  readonly drill: readonly DrillClause[];
}
