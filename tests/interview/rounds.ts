/** Rounds for the tests: interviews from their files, answers as lists of acts, and runs of boards to their end. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import {
  begun,
  boardSet,
  firstRun,
  found,
  hiddenRuns,
  readInterview,
  score,
  take,
  twistedRun,
  type Act,
  type DecisionCard,
  type Interview,
  type Round,
  type Runs,
  type Score,
  type Wanted,
} from '../../src/interview/index.ts';
import type { ToldRun } from '../../src/lessons/index.ts';
import { setPath, type Scenario } from '../../src/scenario/index.ts';
import { checked, finished } from '../support/runs.ts';

const folder = 'src/interview/interviews';

/** The text of an interview's file. */
export function fileOf(id: string): string {
  return readFileSync(path.join(folder, id, 'interview.json'), 'utf8');
}

/** An interview; a refusal fails the test with all its problems. */
export function interviewOf(id: string): Interview {
  const read = readInterview(fileOf(id));
  if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems, undefined, 2));
  return read.interview;
}

/** All interviews. */
export const interviews: readonly Interview[] = readdirSync(folder).map(interviewOf);

/** Carries a run out. */
export function told(wanted: Wanted): ToldRun {
  const scenario = scenarioOf(wanted);
  const { trace, cast } = finished(scenario, wanted.style, wanted.seed);
  return { scenario, trace, cast };
}

/** The fingerprint of a run, by which two runs are told to be the same. */
export function hashOf(wanted: Wanted): string {
  return finished(scenarioOf(wanted), wanted.style, wanted.seed).hash;
}

/** The scenario of a board; a refusal fails the test with all its problems. */
export function scenarioOf({ interview, set }: Wanted): Scenario {
  const text = readFileSync(path.join(folder, interview, 'scenario.json'), 'utf8');
  const changed = setPath(text, set);
  if (changed.kind === 'problems') throw new Error(JSON.stringify(changed.problems, undefined, 2));
  return checked(changed.text);
}

const known = new Map<string, Runs>();

/** All runs that a round is scored by: they depend on its board and its number alone, and are carried out once for each. */
export function runsOf(interview: Interview, round: Round): Runs {
  const key = JSON.stringify([interview.id, round.number, boardSet(interview, round.choices)]);
  const runs = known.get(key) ?? carriedOut(interview, round);
  known.set(key, runs);
  return runs;
}

function carriedOut(interview: Interview, round: Round): Runs {
  return {
    first: told(firstRun(interview, round)),
    twisted: told(twistedRun(interview, round)),
    hidden: hiddenRuns(interview, round).map((wanted) => found(interview, wanted, told(wanted))),
  };
}

/** A round after some acts; one that is refused fails the test. */
export function after(interview: Interview, acts: readonly Act[], number = 1): Round {
  return acts.reduce<Round>(
    (round, act) => {
      const taken = take(interview, round, act);
      if (taken.kind === 'refused')
        throw new Error(`${JSON.stringify(act)} is refused: ${taken.because}`);
      return taken.round;
    },
    begun(interview.id, { number, length: 45, timer: 10 }),
  );
}

/** Scores a round by its runs. */
export function scored(interview: Interview, round: Round): Score {
  return score({ interview, round, runs: runsOf(interview, round) });
}

/** An answer in short: what is done in each phase. */
export interface Answer {
  readonly asks: readonly string[];
  readonly stances: Readonly<Record<string, string>>;
  readonly pins: readonly string[];
  readonly estimates: Readonly<Record<string, number>>;
  readonly board: Readonly<Record<string, string>>;
  /** How many of the messages are told rightly. */
  readonly messages: number;
  readonly hops: readonly (readonly [hop: string, is: string, by: string])[];
  readonly runs: boolean;
  readonly failures: readonly (readonly [surprise: string, sign: string, remedy: string])[];
  readonly changes: readonly string[] | null;
  readonly cards: readonly DecisionCard[];
  readonly operations: readonly string[];
  readonly summary: string;
  readonly rated: 'none' | 'weak' | 'fair' | 'strong';
}

/** A card from its slots in the order of the sentence. */
export function card(...slots: readonly string[]): DecisionCard {
  const [because, choose, soThat, costs, changeIf, rejected, rejectedBecause, brand] = slots;
  return {
    because: because ?? '',
    choose: choose ?? '',
    soThat: soThat ?? '',
    costs: costs ?? '',
    changeIf: changeIf ?? '',
    rejected: rejected ?? '',
    rejectedBecause: rejectedBecause ?? '',
    brand: brand ?? '',
  };
}

/** The acts of an answer, with every phase ended in its time. */
export function actsOf(interview: Interview, given: Answer): readonly Act[] {
  const next: Act = { kind: 'next', tookSeconds: 100 };
  return [
    ...given.asks.map((question): Act => ({ kind: 'ask', question })),
    ...Object.entries(given.stances).map(([question, stance]): Act => ({
      kind: 'stand',
      question,
      stance,
    })),
    ...given.pins.map((requirement): Act => ({ kind: 'pin', requirement })),
    next,
    ...Object.entries(given.estimates).map(([estimate, value]): Act => ({
      kind: 'estimate',
      estimate,
      value,
    })),
    next,
    ...Object.entries(given.board).map(([control, choice]): Act => ({
      kind: 'choose',
      control,
      choice,
    })),
    ...interview.messages
      .slice(0, given.messages)
      .map(({ id: message, kind, owner, key }): Act => ({
        kind: 'classify',
        said: { message, kind, owner, key },
      })),
    ...given.hops.map(([hop, is, by]): Act => ({
      kind: 'state',
      said: { hop, is: is as 'at least once', by },
    })),
    next,
    ...(given.runs ? [{ kind: 'ran' } as const] : []),
    next,
    next,
    ...given.failures.map(([surprise, sign, remedy]): Act => ({
      kind: 'name',
      failure: { surprise, sign, remedy },
    })),
    ...(given.changes === null ? [] : [{ kind: 'change', services: given.changes } as const]),
    next,
    ...given.cards.map((each): Act => ({ kind: 'write', card: each })),
    { kind: 'operate', operations: given.operations },
    next,
    { kind: 'sum-up', said: given.summary },
    ...(given.rated === 'none' ? [] : [{ kind: 'rate', level: given.rated } as const]),
    next,
  ];
}
