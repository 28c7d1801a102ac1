/** The drill: a whole answer in one paragraph of seven decisions, against the clock, each clause held to a run. */
import {
  clauseRun,
  weighClause,
  type ClauseFinding,
  type Interview,
  type Wanted,
} from '../../../interview/index.ts';
import type { DrillSaid } from '../../../keeping/index.ts';
import type { Choices } from '../../../lessons/index.ts';
import type { Bench } from '../bench.svelte.ts';
import type { DrillStanding } from '../keeper.ts';
import { listOf, wordsOf } from '../kept-round.ts';
import { PhaseClock } from '../phase-clock.svelte.ts';

/** A clause, the run that it was held to, and what came of it. */
export interface WeighedClause {
  readonly finding: ClauseFinding;
  /** Absent when nothing was chosen. */
  readonly wanted?: Wanted;
  /** The instant of its row in microseconds. */
  readonly at: number;
}

/** A drill as it begins: its number, and of one that is gone on with what was said. */
type GivenDrill = Pick<DrillSaid, 'number'> &
  Partial<Pick<DrillSaid, 'choices' | 'isHanded' | 'seconds' | 'held'>>;

/** Seconds that the clock counts down from. */
export const drillSeconds = 180;

/** A drill that is under way. */
export class Drill {
  readonly number: number;
  readonly clock = new PhaseClock(() => undefined);
  readonly #interview: Interview;
  readonly #bench: Bench;
  readonly #keep: (standing: DrillStanding) => void;
  #choices = $state.raw<Choices>({});
  #weighed = $state.raw<readonly WeighedClause[]>();
  #isHanded = $state.raw(false);
  /** How many clauses held when it was run before. */
  #held: number | undefined;

  /** A new one, or one that is gone on with; `keep` is told how far it is. */
  constructor(
    interview: Interview,
    bench: Bench,
    { given, keep }: { readonly given: GivenDrill; readonly keep: (said: DrillStanding) => void },
  ) {
    this.#interview = interview;
    this.#bench = bench;
    this.#keep = keep;
    this.number = given.number;
    if (given.choices === undefined) return;
    this.#choices = wordsOf(given.choices);
    this.#isHanded = given.isHanded === true;
    this.#held = given.held;
    this.clock.set(given.seconds ?? 0, false);
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
    if (this.#isHanded) return;
    this.#choices = { ...this.#choices, [decision]: option };
    this.keep();
  }

  /** Keeps how far it is; a paragraph of which nothing was said is none. */
  keep(): void {
    if (Object.keys(this.#choices).length === 0) return;
    const held = this.#weighed?.filter(({ finding }) => finding.isTrue).length ?? this.#held;
    this.#keep({
      ...{ number: this.number, choices: listOf(this.#choices), isHanded: this.#isHanded },
      ...{ seconds: this.clock.seconds, isLeft: false },
      ...(held === undefined ? {} : { held }),
    });
  }

  /** Holds each clause to its run. */
  async weigh(): Promise<void> {
    if (this.#weighed !== undefined) return;
    this.#isHanded = true;
    this.keep();
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
      ({ told }, at) => {
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
    this.keep();
  }
}
