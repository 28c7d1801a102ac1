/** The deck of questions that come back after days. */
import { id, object, required, whole } from '../../scenario/index.ts';
import { datedList, type Dated } from './dated-list.ts';
import { instant } from './fields.ts';
import { keepingLimits } from './keeping-limits.ts';

/** A question of a finished lesson and when it comes back. */
export interface RecallCard extends Dated {
  readonly lesson: string;
  readonly question: string;
  /** How many of the days between (1, 3, 7, 14, 30) it has passed. */
  readonly step: number;
  /** When it is asked again. */
  readonly due: number;
  /** How often it was not known. */
  readonly lapses: number;
}

/** All cards. */
export const recallDeck = datedList<RecallCard>({
  entry: object<RecallCard>(
    { title: 'Recall card', sentence: 'A question that comes back.' },
    {
      lesson: required(id, 'The lesson that it is from.'),
      question: required(id, 'Which question.'),
      step: required(whole({ min: 0, max: 5 }), 'How many of the spans of days it has passed.'),
      due: required(instant, 'When it is asked again.'),
      lapses: required(whole({ min: 0, max: 10_000 }), 'How often it was not known.'),
      changed: required(instant, 'When it was last asked.'),
    },
  ),
  idOf: ({ lesson, question }) => `${lesson}/${question}`,
  max: keepingLimits.cards,
});
