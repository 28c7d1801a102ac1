/** Holds one world's trace to the rules of the engine, row by row. */
import type { Scenario } from '../scenario/index.ts';
import type { Cast, Trace } from '../trace/index.ts';
import { Dispatch, isEnded } from './checker.ts';
import {
  causationExists,
  causesComeFirst,
  correlationStays,
  noCommandsInChoreography,
} from './engine/causation.ts';
import {
  committedFirst,
  committedIsDone,
  deliveriesAreCounted,
  repetitionsHaveCauses,
} from './engine/deliveries.ts';
import {
  cutOffWasNotSafe,
  lossHasCause,
  replicasEndEqual,
  safeIsNeverLost,
} from './engine/durability.ts';
import {
  beginsWherePolicySays,
  inboxTakesOnce,
  lagIsNeverNegative,
  nothingIsLeft,
} from './engine/figures.ts';
import {
  everyPartitionIsOwned,
  generationsGrow,
  handedOverFirst,
  oneOwner,
  ownerCommits,
  ownersHandle,
  silenceIsNoticed,
} from './engine/groups.ts';
import type { Ground, Invariant } from './engine/invariant.ts';
import {
  copiesAreExact,
  offsetsAreDense,
  readsWhatWasWritten,
  sameKeySamePartition,
  storedAsSent,
} from './engine/log.ts';
import { littlesLaw, partsMakeTheWhole, timeLagMeansLag } from './engine/latencies.ts';
import { committedIsInLog, committedNeverFalls, resetsAreTold } from './engine/offsets.ts';
import { compensationUndoes, endsOnce } from './engine/orders.ts';
import { nothingIsPassedOver } from './engine/positions.ts';
import { appendsComeInTime, keylessRecordsStick } from './engine/placement.ts';
import { preconditionOf } from './engine/preconditions.ts';
import {
  idempotentProducer,
  markedIsInLog,
  relayRepeatsOnlyAfterCrash,
} from './engine/producers.ts';
import {
  ackedIsReplicated,
  epochsGrow,
  leadersAreInSync,
  replicasAgree,
  watermarkRises,
} from './engine/replicas.ts';
import {
  boundsKeepTheirOrder,
  cleanerKeepsTheLast,
  removesWhatIsThere,
  retentionTakesTheHead,
} from './engine/retention.ts';
import { triesAreBounded } from './engine/retries.ts';
import {
  bufferIsBounded,
  copiesAreSent,
  failedIsNotStored,
  fencedNeverWrites,
  sendsEndOnce,
  sequencesAreDense,
} from './engine/sends.ts';
import { oneHolder, startPassesOverNothing } from './engine/shares.ts';
import { machinesDoNotJump } from './engine/states.ts';
import {
  crashedTellsNothing,
  deadlinesAreKept,
  nothingArrivesEarly,
  pausedDoesNothing,
  timeNeverGoesBack,
} from './engine/time.ts';
import { seesOnlyWhatIsSafe, transactionsAreWhole } from './engine/visibility.ts';
import { Accounts } from './folds/accounts.ts';
import { Phrases } from './phrases.ts';
import type { Statement, Verdict } from './verdict.ts';

const engineInvariants: readonly ((ground: Ground) => Invariant)[] = [
  ...[timeNeverGoesBack, deadlinesAreKept, crashedTellsNothing],
  ...[nothingArrivesEarly, pausedDoesNothing],
  ...[copiesAreExact, offsetsAreDense, boundsKeepTheirOrder, sameKeySamePartition],
  ...[keylessRecordsStick, appendsComeInTime],
  ...[storedAsSent, seesOnlyWhatIsSafe, readsWhatWasWritten, removesWhatIsThere],
  ...[epochsGrow, leadersAreInSync, replicasAgree, watermarkRises, ackedIsReplicated],
  ...[safeIsNeverLost, lossHasCause, cutOffWasNotSafe, failedIsNotStored, replicasEndEqual],
  ...[idempotentProducer, copiesAreSent, sequencesAreDense, fencedNeverWrites],
  ...[sendsEndOnce, bufferIsBounded, transactionsAreWhole],
  ...[markedIsInLog, relayRepeatsOnlyAfterCrash],
  ...[oneOwner, everyPartitionIsOwned, ownersHandle, generationsGrow, ownerCommits],
  ...[handedOverFirst, committedNeverFalls, committedIsInLog, committedIsDone, committedFirst],
  ...[nothingIsPassedOver, repetitionsHaveCauses, silenceIsNoticed, oneHolder, nothingIsLeft],
  ...[startPassesOverNothing],
  ...[lagIsNeverNegative, deliveriesAreCounted, timeLagMeansLag, littlesLaw, partsMakeTheWhole],
  ...[retentionTakesTheHead, cleanerKeepsTheLast, resetsAreTold],
  ...[beginsWherePolicySays, inboxTakesOnce],
  ...[causationExists, causesComeFirst, correlationStays, noCommandsInChoreography],
  ...[endsOnce, compensationUndoes, machinesDoNotJump, triesAreBounded],
];

/** A rule of the engine in words. */
export interface InvariantText {
  readonly id: string;
  readonly sentence: string;
  readonly formula: string;
  readonly precondition: string;
}

/** Checks every rule of the engine against one trace. A broken one is a bug of the engine. */
export class InvariantKeeper {
  readonly #rules: readonly { readonly invariant: Invariant; readonly statement: Statement }[];
  readonly #dispatch: Dispatch;
  #ended = false;

  constructor(scenario: Scenario, cast: Cast) {
    const accounts = new Accounts(scenario, cast);
    const ground: Ground = { scenario, cast, phrases: new Phrases(scenario, cast), accounts };
    this.#rules = engineInvariants.map((make) => {
      const invariant = make(ground);
      const { id, sentence: text, formula } = invariant;
      const { words: precondition, isMet: applies } = preconditionOf(id, ground);
      return { invariant, statement: { id, text, formula, precondition, applies } };
    });
    const invariants = this.#rules.map(({ invariant }) => invariant);
    this.#dispatch = new Dispatch([...accounts.listeners, ...invariants]);
  }

  /** All rules in words, in the order of the verdicts. */
  get invariants(): readonly InvariantText[] {
    return this.#rules.map(({ statement: { id, text: sentence, formula, precondition } }) => {
      return { id, sentence, formula, precondition };
    });
  }

  /** Takes in the rows from `fromRow` to the present end of the trace. Each row must be taken in once, in order. */
  see(trace: Trace, fromRow: number): void {
    if (trace.length <= fromRow) return;
    this.#dispatch.see(trace, fromRow);
    // A rule of the engine about the end speaks of `run-drained`: a run that a limit stopped never comes to it, and keeps it.
    this.#ended = isEnded(trace);
  }

  /** The verdicts on all rules so far. */
  verdicts(): Verdict[] {
    return this.#rules.map(({ invariant: { findings, about }, statement }) =>
      findings.verdict(statement, about === 'the end' && !this.#ended),
    );
  }
}
