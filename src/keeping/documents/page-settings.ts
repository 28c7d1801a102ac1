/** How a person wants the page: each setting with the instant of its change, so that two tabs can both be right. */
import { choice, fixed, flag, object, required, variant } from '../../scenario/index.ts';
import { datedList, type Dated } from './dated-list.ts';
import { instant } from './fields.ts';

/** A setting of the page. */
export type PageSetting =
  | (Dated & { readonly kind: 'theme'; readonly value: 'system' | 'light' | 'dark' | 'projector' })
  | (Dated & { readonly kind: 'motion'; readonly value: 'system' | 'full' | 'reduced' })
  | (Dated & { readonly kind: 'welcomed'; readonly value: boolean });

type Of<Kind extends PageSetting['kind']> = Extract<PageSetting, { readonly kind: Kind }>;

const changed = required(instant, 'When it was set.');

const setting = variant<PageSetting>({
  theme: object<Of<'theme'>>(
    { title: 'Theme', sentence: 'The colours of the page.' },
    {
      kind: required(fixed('theme'), 'The theme.'),
      value: required(choice(['system', 'light', 'dark', 'projector']), 'Which.'),
      changed,
    },
  ),
  motion: object<Of<'motion'>>(
    { title: 'Motion', sentence: 'Whether things move or step.' },
    {
      kind: required(fixed('motion'), 'Motion.'),
      value: required(choice(['system', 'full', 'reduced']), 'How much.'),
      changed,
    },
  ),
  welcomed: object<Of<'welcomed'>>(
    { title: 'Welcome', sentence: 'Whether the first minute was seen.' },
    {
      kind: required(fixed('welcomed'), 'The welcome.'),
      value: required(flag, 'Whether it was seen.'),
      changed,
    },
  ),
});

/** All settings of the page. */
export const pageSettings = datedList<PageSetting>({
  entry: setting,
  idOf: ({ kind }) => kind,
  max: 16,
});
