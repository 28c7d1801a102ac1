/** The drill: a whole answer in one paragraph of seven decisions, against the clock, each clause held to a run. */
import { answer, isAsExpected, type Choices, type RunOf } from '../../lessons/index.ts';
import type { Style } from '../../trace/index.ts';
import type { ClauseOption, Decision, DrillClause, Interview } from '../content/interview.ts';
import type { Wanted } from '../round/board.ts';
import { drawn } from '../round/draw.ts';

/** What a run made of a clause. */
export interface ClauseFinding {
  readonly decision: Decision;
  /** What the clause says of a run. */
  readonly says: string;
  /** Whether the run bears it out; a clause without a choice is not borne out. */
  readonly isTrue: boolean;
  /** What the run said. */
  readonly value: number | string | null;
  readonly seed: number;
  readonly style: Style;
  /** The row that shows it, -1 for none. */
  readonly row: number;
  readonly lesson: string;
}

/** What was chosen for a clause, undefined when nothing was. */
export function optionOf(clause: DrillClause, choices: Choices): ClauseOption | undefined {
  return clause.options.find(({ id }) => id === choices[clause.decision]);
}

/** The run that a clause is held to, undefined when nothing was chosen. */
export function clauseRun(
  interview: Interview,
  clause: DrillClause,
  { choices, number }: { readonly choices: Choices; readonly number: number },
): Wanted | undefined {
  const option = optionOf(clause, choices);
  if (option === undefined) return undefined;
  return {
    interview: interview.id,
    // What was chosen comes last, so that the situation cannot undo it; faults of both are of one kind or the other.
    set: [...clause.set, ...option.set],
    seed: drawn(`${interview.id} drill`, number, 0),
    style: option.style,
    surprise: '',
  };
}

/** Holds a clause to its run. */
export function weighClause(
  clause: DrillClause,
  {
    choices,
    wanted,
    runOf,
  }: {
    readonly choices: Choices;
    readonly wanted: Wanted | undefined;
    readonly runOf: RunOf;
  },
): ClauseFinding {
  const option = optionOf(clause, choices);
  const { says, ask, is } = option?.claim ?? clause.claim;
  const { decision, lesson } = clause;
  if (option === undefined || wanted === undefined)
    return {
      ...{ decision, says, isTrue: false, value: null, lesson },
      ...{ seed: 0, style: 'direct', row: -1 },
    };
  const found = answer(ask, runOf, option.style);
  return {
    ...{ decision, says, lesson, row: found.row, value: found.value },
    isTrue: isAsExpected(found.value, is),
    seed: wanted.seed,
    style: option.style,
  };
}

/** The paragraph that the choices make: clauses without a choice are left out. */
export function paragraph({ drill }: Interview, choices: Choices): string {
  return drill
    .flatMap((clause) => {
      const option = optionOf(clause, choices);
      return option === undefined ? [] : [`${clause.begins} ${option.text}`];
    })
    .join(' ');
}
