/** The drill: a whole answer in one paragraph of seven decisions, against the clock, each clause held to a run. */
import {
  clauseRun,
  weighClause,
  type ClauseFinding,
  type Interview,
  type Wanted,
} from '../../../interview/index.ts';
import type { Choices } from '../../../lessons/index.ts';
import type { Bench } from '../bench.svelte.ts';
import { PhaseClock } from '../phase-clock.svelte.ts';

/** A clause, the run that it was held to, and what came of it. */
export interface WeighedClause {
  readonly finding: ClauseFinding;
  /** Absent when nothing was chosen. */
  readonly wanted?: Wanted;
  /** The instant of its row in microseconds. */
  readonly at: number;
}

/** Seconds that the clock counts down from. */
export const drillSeconds = 180;

/** A drill that is under way. */
export class Drill {
  readonly number: number;
  readonly clock = new PhaseClock(() => undefined);
  readonly #interview: Interview;
  readonly #bench: Bench;
  #choices = $state.raw<Choices>({});
  #weighed = $state.raw<readonly WeighedClause[]>();
  #isHanded = $state.raw(false);

  constructor(interview: Interview, bench: Bench, number: number) {
    this.#interview = interview;
    this.#bench = bench;
    this.number = number;
  }

  get choices(): Choices {
    return this.#choices;
  }
  /** Whether the paragraph was handed in. */
  get isHanded(): boolean {
    return this.#isHanded;
  }
  /** What came of each clause, once all were run. */
  get weighed(): readonly WeighedClause[] | undefined {
    return this.#weighed;
  }

  /** Takes an option for a decision. */
  choose(decision: string, option: string): void {
    if (!this.#isHanded) this.#choices = { ...this.#choices, [decision]: option };
  }

  /** Holds each clause to its run. */
  async weigh(): Promise<void> {
    this.#isHanded = true;
    const given = { choices: this.#choices, number: this.number };
    const clauses = this.#interview.drill.map((clause) => ({
      clause,
      wanted: clauseRun(this.#interview, clause, given),
    }));
    const run = clauses.flatMap(({ clause, wanted }) =>
      wanted === undefined ? [] : [{ clause, wanted }],
    );
    const made = await this.#bench.each(
      run.map(({ wanted }) => wanted),
      (told, at) => {
        const each = run[at];
        if (each === undefined) return undefined;
        const { clause, wanted } = each;
        const finding = weighClause(clause, { choices: given.choices, wanted, runOf: () => told });
        return { finding, wanted, at: finding.row < 0 ? 0 : told.trace.time(finding.row) };
      },
    );
    if (made === undefined) return;
    this.#weighed = clauses.map(({ clause, wanted }): WeighedClause => {
      const found = made.find((each) => each?.finding.decision === clause.decision);
      if (found !== undefined) return found;
      const { choices } = given;
      return { finding: weighClause(clause, { choices, wanted, runOf: () => undefined }), at: 0 };
    });
  }
}
