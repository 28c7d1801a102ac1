/** Drills: answers of one paragraph, under way or held to their runs. */
import { flag, id, object, optional, required, whole } from '../../scenario/index.ts';
import { datedList, type Dated } from './dated-list.ts';
import { instant, label, seed } from './fields.ts';
import { saidOf, seconds, some, type SaidOf } from './interview-round.ts';
import { keepingLimits } from './keeping-limits.ts';

/** One drill. */
export interface DrillSaid extends Dated {
  readonly interview: string;
  /** A checksum of the interview as it was. */
  readonly version: string;
  /** The drill's number: its seed and the order of its options follow from it. */
  readonly number: number;
  /** The option that was taken for each decision. */
  readonly choices: readonly SaidOf[];
  readonly seconds: number;
  readonly isHanded: boolean;
  /** How many clauses held; absent as long as they were not run. */
  readonly held?: number;
  /** How many clauses there are. */
  readonly of: number;
  /** It was left: it is not offered any more. */
  readonly isLeft: boolean;
}

const count = whole({ min: 0, max: keepingLimits.parts });

/** The drills. Those that were touched last stay. */
export const drills = datedList<DrillSaid>({
  entry: object<DrillSaid>(
    { title: 'Drill', sentence: 'An answer of one paragraph.' },
    {
      interview: required(id, 'Of which interview.'),
      version: required(label, 'A checksum of the interview.'),
      number: required(seed, 'The number of the drill.'),
      choices: required(some(saidOf), 'What was decided.'),
      seconds: required(seconds, 'How long it took.'),
      isHanded: required(flag, 'Whether it was handed in.'),
      held: optional(count, 'How many clauses held.'),
      of: required(count, 'Of how many.'),
      isLeft: required(flag, 'Whether it was left.'),
      changed: required(instant, 'When it was last changed.'),
    },
  ),
  idOf: ({ interview, number }) => `${interview}/${number}`,
  max: keepingLimits.drills,
  forgets: true,
});
