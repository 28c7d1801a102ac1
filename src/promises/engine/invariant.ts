/** What an invariant is: a rule of the engine itself. A broken one is our bug, never the scenario's. */
import type { Scenario } from '../../scenario/index.ts';
import type { Cast, Kind, Trace } from '../../trace/index.ts';
import type { Checker } from '../checker.ts';
import { Findings, clause } from '../findings.ts';
import type { Accounts } from '../folds/accounts.ts';
import type { Phrases } from '../phrases.ts';

/** A rule of the engine, in words and as a checker. */
export interface Invariant extends Checker {
  /** Short and stable: `T1`, `L2`. */
  readonly id: string;
  /** What must hold, for a reader. */
  readonly sentence: string;
  /** What is checked, over the rows of the trace. */
  readonly formula: string;
}

/** What the rules need to know of the world that they watch. */
export interface Ground {
  readonly scenario: Scenario;
  readonly cast: Cast;
  readonly phrases: Phrases;
  /** What is known of logs, groups, processes and settings. They take in each row before the rules do. */
  readonly accounts: Accounts;
}

/** The parts of a rule. */
export interface Rule {
  readonly id: string;
  readonly sentence: string;
  readonly formula: string;
  readonly about?: Checker['about'];
  readonly kinds: readonly Kind[];
  /** Takes in one row and says `broken` when it breaks the rule; `witness` are earlier rows that prove it. */
  see(trace: Trace, row: number, broken: Complaint): void;
}

/** Notes that a row breaks the rule. */
export type Complaint = (row: number, tell: () => string, ...witness: readonly number[]) => void;

/** Makes a checker of a rule. */
export function invariant(rule: Rule): Invariant {
  const findings = new Findings();
  let told: Trace | undefined;
  function broken(row: number, tell: () => string, ...witness: readonly number[]): void {
    if (told === undefined) return;
    findings.add(told, row, () => [clause(tell().replace(/\.$/, ''), ...witness, row)]);
  }
  return {
    id: rule.id,
    sentence: rule.sentence,
    formula: rule.formula,
    kinds: rule.kinds,
    about: rule.about ?? 'every moment',
    findings,
    see(trace, row) {
      told = trace;
      rule.see(trace, row, broken);
    },
  };
}
