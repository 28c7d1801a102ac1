/** What was opened last. */
import { choice, id, object, required } from '../../scenario/index.ts';
import { datedList, type Dated } from './dated-list.ts';
import { instant } from './fields.ts';
import { keepingLimits } from './keeping-limits.ts';

/** Something that was opened. */
export interface Recent extends Dated {
  readonly kind: 'built-in' | 'own' | 'lesson' | 'interview';
  readonly id: string;
}

/** The list of what was opened last; the oldest are forgotten. */
export const recent = datedList<Recent>({
  entry: object<Recent>(
    { title: 'Recent', sentence: 'Something that was opened.' },
    {
      kind: required(choice(['built-in', 'own', 'lesson', 'interview']), 'What it is.'),
      id: required(id, 'Which.'),
      changed: required(instant, 'When it was opened.'),
    },
  ),
  idOf: (each) => `${each.kind}/${each.id}`,
  max: keepingLimits.recent,
  forgets: true,
});
