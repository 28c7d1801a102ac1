/** A scenario of a person's own: its text as it was typed, right or wrong. */
import { id, object, optional, required, verbatim } from '../../scenario/index.ts';
import type { DocumentKind } from './document-kind.ts';
import { instant, label } from './fields.ts';
import { keepingLimits } from './keeping-limits.ts';

/** A scenario of one's own. */
export interface OwnScenario {
  readonly name: string;
  readonly text: string;
  /** When it was last changed: milliseconds since 1970. */
  readonly changed: number;
  /** The built-in scenario that it began as. */
  readonly origin?: string;
}

const shape = object<OwnScenario>(
  { title: 'Own scenario', sentence: 'A scenario of a person’s own.' },
  {
    name: required(label, 'What it is called in lists.'),
    text: required(verbatim({ max: keepingLimits.scenarioLength }), 'Its text as it was typed.'),
    changed: required(instant, 'When it was last changed.'),
    origin: optional(id, 'The slug of the scenario that it began as.'),
  },
);

/** Own scenarios. Two texts are never mixed: people choose, or keep both. */
export const ownScenario: DocumentKind<OwnScenario> = {
  schema: 1,
  upgrades: [],
  shape,
  merge(one, other) {
    if (one.text !== other.text) return undefined;
    if (one.changed !== other.changed) return one.changed > other.changed ? one : other;
    const isFirst =
      [one.name, one.origin ?? ''].join('\n') >= [other.name, other.origin ?? ''].join('\n');
    return isFirst ? one : other;
  },
};
