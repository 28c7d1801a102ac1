/**
 * What the clients of one run did and saw, as a history in the sense of Jepsen's Kafka workload: sends and how they ended,
 * polls and what they returned, transactions with what they wrote and read. A pure function of the trace.
 */
import type { Scenario } from '../../scenario/index.ts';
import { code, type Cast, type Trace } from '../../trace/index.ts';
import { Dispatch, endings } from '../checker.ts';
import { Accounts } from '../folds/accounts.ts';
import { Phrases } from '../phrases.ts';
import { Polls, type Poll } from './polls.ts';
import { Sends, type Send } from './sends.ts';
import { Transacted, type Transaction } from './transacted.ts';

/** A value that some client saw at an offset: in an acknowledgement, or in a poll. */
export interface Sighting {
  readonly message: number;
  readonly row: number;
}

/** One run, as its clients saw it. */
export interface History {
  readonly trace: Trace;
  readonly cast: Cast;
  readonly phrases: Phrases;
  /** How things stand at the end of the trace. */
  readonly accounts: Accounts;
  /** In the order in which they were sent first. */
  readonly sends: readonly Send[];
  /** In the order of the trace. */
  readonly polls: readonly Poll[];
  readonly transactions: readonly Transaction[];
  /** By partition: for each offset, the distinct values that clients saw there. */
  readonly log: readonly ReadonlyMap<number, readonly Sighting[]>[];
  /** Whether nothing is left that could change the outcome. */
  readonly isDrained: boolean;
}

/** Reads the history of a run from its trace. */
export function historyOf(trace: Trace, scenario: Scenario, cast: Cast): History {
  const accounts = new Accounts(scenario, cast);
  // Asked for here, so that they are kept from the first row on.
  void [accounts.logs, accounts.groups, accounts.transactions, accounts.processes];
  void [accounts.clients, accounts.handling];
  const sends = new Sends();
  const polls = new Polls(cast);
  const transacted = new Transacted();
  const dispatch = new Dispatch([...accounts.listeners, sends, polls, transacted]);
  dispatch.see(trace, 0);
  const settled = sends.settled((transaction) => transacted.fate(transaction));
  const last = trace.length === 0 ? -1 : trace.kind(trace.length - 1);
  return {
    ...{ trace, cast, accounts, phrases: new Phrases(scenario, cast) },
    sends: settled,
    polls: polls.all,
    transactions: transacted.all(settled, polls.all),
    log: sightings(cast, settled, polls.all),
    isDrained: last === code[endings[0]],
  };
}

/** What clients saw in the logs, by partition and offset. */
function sightings(
  cast: Cast,
  sends: readonly Send[],
  polls: readonly Poll[],
): readonly ReadonlyMap<number, readonly Sighting[]>[] {
  const log = cast.partitions.map(() => new Map<number, Sighting[]>());
  const note = (partition: number, offset: number, sighting: Sighting): void => {
    const seen = log[partition]?.get(offset) ?? [];
    if (seen.some(({ message }) => message === sighting.message)) return;
    seen.push(sighting);
    log[partition]?.set(offset, seen);
  };
  for (const { partition, offset, message, result, settledRow: row } of sends) {
    if (offset >= 0 && result === 'ok') note(partition, offset, { message, row });
  }
  for (const { partition, offset, message, row } of polls)
    note(partition, offset, { message, row });
  return log;
}
