/** What an anomaly is: a way in which a history departs from one log per partition that all see alike. Jepsen's names. */
import type { Clause } from '../verdict.ts';
import type { History } from './history.ts';

/** The anomalies that are looked for, by the names of Jepsen's Kafka workload. */
export const anomalyNames = [
  'inconsistent-offsets',
  'G1a',
  'lost-write',
  'unseen',
  'poll-skip',
  'int-poll-skip',
  'nonmonotonic-poll',
  'nonmonotonic-send',
  'int-send-skip',
  'duplicate',
  'G0',
  'G1c',
  'precommitted-read',
] as const;
/** The name of an anomaly. */
export type AnomalyName = (typeof anomalyNames)[number];

/** One time that an anomaly was found. */
export interface Case {
  /** The row at which it shows. */
  readonly row: number;
  /** What happened, clause by clause, each with its rows: no more of them than prove it. */
  readonly tell: () => readonly Clause[];
  /** Why Kafka allows it as it is set here; empty when it must not happen. */
  readonly allowed: string;
}

/** What is looked for, in words and as a function of the history. */
export interface Check {
  readonly name: AnomalyName;
  /** What it is, for a reader. */
  readonly sentence: string;
  /** What is looked for, over sends, polls and transactions. */
  readonly formula: string;
  /** On which terms Kafka promises that it does not happen. */
  readonly precondition: string;
  readonly find: (history: History) => readonly Case[];
}

/** An anomaly that was found: plain data. */
export interface Anomaly extends Omit<Check, 'find'> {
  /** Why Kafka allows it here; empty when it must not happen. */
  readonly allowed: string;
  /** How often it was found. */
  readonly times: number;
  readonly firstRow: number;
  /** In microseconds. */
  readonly firstAt: number;
  /** What happened first, in one sentence. */
  readonly why: readonly Clause[];
  readonly witness: readonly number[];
}
