/** What a link says: which scenario, how it was run and watched, and what came of it. Plain data from a closed list. */
import { styles, type Style } from '../../trace/index.ts';
import { fault } from '../description/faults.ts';
import type { Fault } from '../format.ts';
import { limits } from '../limits.ts';
import { choice, fixed } from '../shapes/choice.ts';
import { list } from '../shapes/list.ts';
import { flag, whole } from '../shapes/number.ts';
import { defaulted, object, optional, required } from '../shapes/object.ts';
import { wrongType, type Shape } from '../shapes/shape.ts';
import { id, text } from '../shapes/text.ts';
import { variant } from '../shapes/variant.ts';
import { verbatim } from '../shapes/verbatim.ts';
import { linkLimits } from './link-limits.ts';

/** The scenario of a link: one that is built in, by its slug, or the text of any other. */
export type LinkedScenario =
  | { readonly kind: 'slug'; readonly slug: string }
  | { readonly kind: 'text'; readonly text: string };

/** What was done during the run. */
export type LinkedAction =
  | { readonly kind: 'inject'; readonly atMicros: number; readonly fault: Fault }
  | {
      readonly kind: 'switch';
      readonly atMicros: number;
      readonly service: string;
      readonly name: 'inbox' | 'outbox';
      readonly on: boolean;
    };

/** What was picked. */
export type LinkedSelection =
  | { readonly kind: 'row'; readonly style: Style; readonly row: number }
  | { readonly kind: 'order'; readonly order: number }
  | { readonly kind: 'service'; readonly service: string };

/** What came of a run in one style: so that a later engine can say what is different. */
export interface LinkedRun {
  readonly style: Style;
  /** All events up to this instant had happened when the fingerprint was taken. */
  readonly untilMicros: number;
  /** The fingerprint of the run up to there: 16 hexadecimal digits. */
  readonly hash: string;
  /** Figures with the names that people read. */
  readonly figures: readonly { readonly name: string; readonly value: number }[];
  /** The ids of the promises that were broken. */
  readonly broken: readonly string[];
}

/** All that a link says. It is read for its shape only: its scenario and its faults are checked where they are opened. */
export interface Link {
  readonly scenario: LinkedScenario;
  /** Absent: the scenario's own. */
  readonly seed?: number;
  /** The styles on view. */
  readonly styles: readonly Style[];
  /** Whether a scenario that is set wrongly on purpose is shown with its repair. */
  readonly repaired: boolean;
  readonly actions: readonly LinkedAction[];
  /** The instant on view, in microseconds. */
  readonly atMicros?: number;
  readonly selection?: LinkedSelection;
  /** The version of the engine that ran it. */
  readonly engine: string;
  readonly runs: readonly LinkedRun[];
}

const style = choice(styles);
const micros = whole({ min: 0, max: limits.yearMs * 1000 });
const label = text({ min: 1, max: limits.labelLength });

const runHash: Shape<string> = {
  read(json, path, problems) {
    if (typeof json === 'string' && /^[0-9a-f]{16}$/.test(json)) return json;
    wrongType(problems, { path, json, wanted: 'a fingerprint of 16 hexadecimal digits' });
    return undefined;
  },
  write: (value) => value,
  schema: () => ({ type: 'string', pattern: '^[0-9a-f]{16}$' }),
};

type Of<T extends { readonly kind: string }, Kind extends T['kind']> = Extract<
  T,
  { readonly kind: Kind }
>;

const scenario = variant<LinkedScenario>({
  slug: object<Of<LinkedScenario, 'slug'>>(
    { title: 'Built-in scenario', sentence: 'A scenario that everybody has.' },
    {
      kind: required(fixed('slug'), 'A scenario by its slug.'),
      slug: required(id, 'The name of its folder.'),
    },
  ),
  text: object<Of<LinkedScenario, 'text'>>(
    { title: 'Enclosed scenario', sentence: 'A scenario that the link holds.' },
    {
      kind: required(fixed('text'), 'A scenario by its text.'),
      text: required(verbatim({ max: linkLimits.plainBytes }), 'The text of its file.'),
    },
  ),
});

const action = variant<LinkedAction>({
  inject: object<Of<LinkedAction, 'inject'>>(
    { title: 'Live fault', sentence: 'A fault that was injected during the run.' },
    {
      kind: required(fixed('inject'), 'A live fault.'),
      atMicros: required(micros, 'When, in microseconds of virtual time.'),
      fault: required(fault, 'Which.'),
    },
  ),
  switch: object<Of<LinkedAction, 'switch'>>(
    { title: 'Flipped switch', sentence: 'A switch of a service that was flipped.' },
    {
      kind: required(fixed('switch'), 'A flipped switch.'),
      atMicros: required(micros, 'When, in microseconds of virtual time.'),
      service: required(id, 'The id of the service.'),
      name: required(choice(['inbox', 'outbox']), 'Which switch.'),
      on: required(flag, 'Whether it is on from then on.'),
    },
  ),
});

const selection = variant<LinkedSelection>({
  row: object<Of<LinkedSelection, 'row'>>(
    { title: 'Picked row', sentence: 'A row of a trace.' },
    {
      kind: required(fixed('row'), 'A row.'),
      style: required(style, 'In which style.'),
      row: required(whole({ min: 0, max: linkLimits.rows }), 'Which, from 0.'),
    },
  ),
  order: object<Of<LinkedSelection, 'order'>>(
    { title: 'Followed order', sentence: 'An order that is followed.' },
    {
      kind: required(fixed('order'), 'An order.'),
      order: required(whole({ min: 1, max: limits.orders }), 'Which, from 1.'),
    },
  ),
  service: object<Of<LinkedSelection, 'service'>>(
    { title: 'Picked service', sentence: 'A node of the stage.' },
    {
      kind: required(fixed('service'), 'A service.'),
      service: required(id, 'Its id.'),
    },
  ),
});

const figure = object<LinkedRun['figures'][number]>(
  { title: 'Figure', sentence: 'A figure of a run.' },
  {
    name: required(label, 'What it counts.'),
    value: required(whole({ min: -linkLimits.figure, max: linkLimits.figure }), 'How many.'),
  },
);

const run = object<LinkedRun>(
  { title: 'Outcome', sentence: 'What came of a run in one style.' },
  {
    style: required(style, 'The style.'),
    untilMicros: required(micros, 'Up to which instant.'),
    hash: required(runHash, 'The fingerprint of the run up to there.'),
    figures: defaulted(list(figure, { min: 0, max: linkLimits.figures }), [], 'Its figures.'),
    broken: defaulted(list(id, { min: 0, max: limits.promises }), [], 'The broken promises.'),
  },
);

/** The shape of a link. */
export const link = object<Link>(
  { title: 'Link', sentence: 'A link to a moment of a run.' },
  {
    scenario: required(scenario, 'The scenario.'),
    seed: optional(whole({ min: 0, max: 0xffff_ffff }), 'The seed.'),
    styles: required(list(style, { min: 1, max: styles.length, distinct: true }), 'The styles.'),
    repaired: defaulted(flag, false, 'Whether it is shown with its repair.'),
    actions: defaulted(list(action, { min: 0, max: linkLimits.actions }), [], 'What was done.'),
    atMicros: optional(micros, 'The instant on view.'),
    selection: optional(selection, 'What was picked.'),
    engine: required(label, 'The version of the engine.'),
    runs: defaulted(list(run, { min: 0, max: styles.length }), [], 'What came of it.'),
  },
);
