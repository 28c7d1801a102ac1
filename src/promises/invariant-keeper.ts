/** Holds one world's trace to the rules of the engine, row by row. */
import type { Scenario } from '../scenario/index.ts';
import { code, type Cast, type Trace } from '../trace/index.ts';
import { Dispatch, endings } from './checker.ts';
import {
  causationExists,
  causesComeFirst,
  correlationStays,
  noCommandsInChoreography,
} from './engine/causation.ts';
import { committedIsDone } from './engine/delivery.ts';
import {
  committedIsInLog,
  committedNeverFalls,
  generationsGrow,
  oneOwner,
  ownerCommits,
} from './engine/groups.ts';
import type { Ground, Invariant } from './engine/invariant.ts';
import {
  lagIsNeverNegative,
  offsetsAreDense,
  readsWhatWasWritten,
  sameKeySamePartition,
} from './engine/log.ts';
import { compensationUndoes, endsOnce } from './engine/orders.ts';
import {
  idempotentProducer,
  markedIsInLog,
  relayRepeatsOnlyAfterCrash,
} from './engine/producers.ts';
import { triesAreBounded } from './engine/retries.ts';
import { machinesDoNotJump } from './engine/states.ts';
import { crashedTellsNothing, timeNeverGoesBack } from './engine/time.ts';
import { Phrases } from './phrases.ts';
import type { Verdict } from './verdict.ts';

const engineInvariants: readonly ((ground: Ground) => Invariant)[] = [
  ...[timeNeverGoesBack, crashedTellsNothing],
  ...[offsetsAreDense, sameKeySamePartition, readsWhatWasWritten],
  ...[idempotentProducer, markedIsInLog, relayRepeatsOnlyAfterCrash],
  ...[oneOwner, generationsGrow, ownerCommits],
  ...[committedNeverFalls, committedIsInLog, committedIsDone, lagIsNeverNegative],
  ...[causationExists, causesComeFirst, correlationStays, noCommandsInChoreography],
  ...[endsOnce, compensationUndoes, machinesDoNotJump, triesAreBounded],
];

/** A rule of the engine in words. */
export interface InvariantText {
  readonly id: string;
  readonly sentence: string;
  readonly formula: string;
}

/** Checks every rule of the engine against one trace. A broken one is a bug of the engine. */
export class InvariantKeeper {
  readonly #invariants: readonly Invariant[];
  readonly #dispatch: Dispatch;
  #ended = false;

  constructor(scenario: Scenario, cast: Cast) {
    const ground: Ground = { scenario, cast, phrases: new Phrases(scenario, cast) };
    this.#invariants = engineInvariants.map((make) => make(ground));
    this.#dispatch = new Dispatch(this.#invariants);
  }

  /** All rules in words, in the order of the verdicts. */
  get invariants(): readonly InvariantText[] {
    return this.#invariants.map(({ id, sentence, formula }) => ({ id, sentence, formula }));
  }

  /** Takes in the rows from `fromRow` to the present end of the trace. Each row must be taken in once, in order. */
  see(trace: Trace, fromRow: number): void {
    if (trace.length <= fromRow) return;
    this.#dispatch.see(trace, fromRow);
    const last = trace.kind(trace.length - 1);
    this.#ended = endings.some((kind) => code[kind] === last);
  }

  /** The verdicts on all rules so far. */
  verdicts(): Verdict[] {
    return this.#invariants.map(({ id, sentence, findings, about }) =>
      findings.verdict({ id, text: sentence }, about === 'the end' && !this.#ended),
    );
  }
}
