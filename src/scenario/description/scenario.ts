/** The whole format, version 1: reading, writing and the JSON Schema all come from this one description. */
import { styles } from '../../trace/index.ts';
import type { GalleryEntry, Repair, Scenario } from '../format.ts';
import { limits } from '../limits.ts';
import { choice, fixed } from '../shapes/choice.ts';
import { list } from '../shapes/list.ts';
import { whole } from '../shapes/number.ts';
import { defaulted, object, optional, required } from '../shapes/object.ts';
import { id, text } from '../shapes/text.ts';
import { broker, network } from './broker.ts';
import { faults } from './faults.ts';
import { flow } from './flow.ts';
import { promise } from './promises.ts';
import { reader, service } from './services.ts';
import { workload } from './workload.ts';

const version = {
  code: 'wrong-version',
  fix: 'Write 1: this simulator reads version 1 of the format only.',
} as const;

const repair = object<Repair>(
  { title: 'Repair', sentence: 'The one change that mends a scenario set wrongly on purpose.' },
  {
    promise: required(id, 'The id of the promise that breaks without it.'),
    set: required(
      list(text({ min: 1, max: limits.textLength }), { min: 1, max: 4 }),
      'The change, as path=value.',
    ),
    text: required(text({ min: 1, max: limits.textLength }), 'What it does, and what it costs.'),
    styles: optional(
      list(choice(styles), { min: 1, max: styles.length, distinct: true }),
      'The styles in which the promise breaks; without it, all of them.',
    ),
  },
);

const galleryEntry = object<GalleryEntry>(
  { title: 'Gallery', sentence: 'How a gallery of scenarios shows it.' },
  {
    concept: required(
      text({ min: 1, max: limits.labelLength }),
      'The heading under which it is found, such as Consumer groups.',
    ),
    teaches: required(
      text({ min: 1, max: limits.labelLength }),
      'What one learns from it, in one sentence.',
    ),
    minutes: required(whole({ min: 1, max: 120 }), 'How long it takes to look through it.'),
  },
);

/** A whole scenario. */
export const scenario = object<Scenario>(
  {
    title: 'Scenario',
    sentence:
      'A scenario of Baton: a business flow, the services and the broker that carry it out.',
    // Editors find the schema by it.
    ignored: ['$schema'],
  },
  {
    baton: required(fixed(1, version), 'The version of the format: 1.'),
    title: required(text({ min: 1, max: limits.labelLength }), 'What the scenario is called.'),
    summary: defaulted(text({ min: 0, max: limits.textLength }), '', 'What one can see in it.'),
    gallery: optional(galleryEntry, 'How a gallery shows it; without it, by its title alone.'),
    seed: defaulted(
      whole({ min: 0, max: 2 ** 32 - 1 }),
      1,
      'The seed: the same seed gives the same run, to the bit.',
    ),
    styles: defaulted(
      list(choice(styles), { min: 1, max: styles.length, distinct: true }),
      styles,
      'The styles in which the flow is carried out.',
    ),
    broker: required(broker, 'The broker and its topics.'),
    network: required(network, 'The network.'),
    services: required(list(service, { min: 1, max: limits.services }), 'The services.'),
    readers: defaulted(
      list(reader, { min: 0, max: limits.readers }),
      [],
      'Consumer groups that only read.',
    ),
    flow: required(flow, 'The business flow.'),
    workload: required(workload, 'What comes in.'),
    faults: defaulted(faults, [], 'What goes wrong, in the order in which it is asked.'),
    promises: defaulted(
      list(promise, { min: 0, max: limits.promises }),
      [],
      'What must always hold.',
    ),
    repair: optional(
      repair,
      'In a scenario that is set wrongly on purpose: which promise breaks, and the one change that mends it.',
    ),
  },
);
