/** Looks for misbehaviours in one world's trace, row by row. */
import type { Scenario } from '../scenario/index.ts';
import type { Cast, Trace } from '../trace/index.ts';
import { Dispatch, type Listener } from './checker.ts';
import type { Complaint, Ground } from './engine/invariant.ts';
import { Findings, clause } from './findings.ts';
import { Accounts } from './folds/accounts.ts';
import { autoCommitLoss } from './misbehaviours/auto-commit-loss.ts';
import { idleMembers, rebalanceStorm } from './misbehaviours/groups.ts';
import { effectBeforeCause, hotPartition, keysMoved, spreadRecords } from './misbehaviours/keys.ts';
import { acknowledgedGone, uncleanElection } from './misbehaviours/losses.ts';
import type { Misbehaviour } from './misbehaviours/misbehaviour.ts';
import { reordering, retryDuplicates } from './misbehaviours/producing.ts';
import {
  autoCommitDuplicates,
  crashBeforeCommit,
  rebalanceInWork,
} from './misbehaviours/redeliveries.ts';
import { compactedAway, offsetReset, retentionUnderLag } from './misbehaviours/skipped.ts';
import { headOfLine, poisonMessage } from './misbehaviours/stuck.ts';
import { isolation } from './misbehaviours/transactions.ts';
import { pollOverdue, zombieWrite } from './misbehaviours/zombies.ts';
import { Phrases } from './phrases.ts';

/** All ways to go wrong that are looked for, by their numbers. */
export const misbehaviours: readonly Misbehaviour[] = [
  ...[crashBeforeCommit, autoCommitDuplicates, autoCommitLoss, pollOverdue, zombieWrite],
  ...[rebalanceInWork, rebalanceStorm, poisonMessage, headOfLine, offsetReset, retentionUnderLag],
  ...[compactedAway, isolation, idleMembers, retryDuplicates, reordering, acknowledgedGone],
  ...[uncleanElection, hotPartition, keysMoved, effectBeforeCause, spreadRecords],
];

/** A misbehaviour that was found: plain data. */
export interface FoundMisbehaviour extends Pick<Misbehaviour, 'id' | 'name' | 'jepsen'> {
  /** What happened first, in one sentence. */
  readonly sentence: string;
  /** How often it was found. */
  readonly times: number;
  readonly firstRow: number;
  /** In microseconds. */
  readonly firstAt: number;
  /** Rows that bear witness: at most 8. */
  readonly witness: readonly number[];
}

/** A watcher with what it found. */
class Watch {
  readonly findings = new Findings();
  readonly listener: Listener;
  readonly misbehaviour: Misbehaviour;

  constructor(misbehaviour: Misbehaviour, ground: Ground) {
    this.misbehaviour = misbehaviour;
    const watcher = misbehaviour.watch(ground);
    let told: Trace | undefined;
    const found: Complaint = (row, tell, ...witness) => {
      if (told === undefined) return;
      this.findings.add(told, row, () => [clause(tell().replace(/\.$/, ''), ...witness, row)]);
    };
    this.listener = {
      kinds: watcher.kinds,
      see(trace, row) {
        told = trace;
        watcher.see(trace, row, found);
      },
    };
  }
}

/** Looks for every misbehaviour in one trace. */
export class MisbehaviourKeeper {
  readonly #watches: readonly Watch[];
  readonly #dispatch: Dispatch;

  constructor(scenario: Scenario, cast: Cast) {
    const accounts = new Accounts(scenario, cast);
    const ground: Ground = { scenario, cast, phrases: new Phrases(scenario, cast), accounts };
    this.#watches = misbehaviours.map((each) => new Watch(each, ground));
    const listeners = this.#watches.map(({ listener }) => listener);
    this.#dispatch = new Dispatch([...accounts.listeners, ...listeners]);
  }

  /** Takes in the rows from `fromRow` to the present end of the trace. Each row must be taken in once, in order. */
  see(trace: Trace, fromRow: number): void {
    this.#dispatch.see(trace, fromRow);
  }

  /** What was found so far, by number. */
  found(): FoundMisbehaviour[] {
    return this.#watches.flatMap(({ findings, misbehaviour }) => {
      const { id, name, jepsen } = misbehaviour;
      if (findings.count === 0) return [];
      const { sentence, count: times, firstRow, firstAt, witness } = findings;
      const named = jepsen === undefined ? {} : { jepsen };
      return [{ id, name, ...named, sentence, times, firstRow, firstAt, witness }];
    });
  }
}
