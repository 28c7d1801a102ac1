/** The part of a scenario file on the services and their switches. */
import type { DeadLetter, Reader, Service } from '../format.ts';
import { limits } from '../limits.ts';
import { choice } from '../shapes/choice.ts';
import { list } from '../shapes/list.ts';
import { flag, whole } from '../shapes/number.ts';
import { defaulted, object, optional, required } from '../shapes/object.ts';
import { id, text, topicId } from '../shapes/text.ts';
import { attempts, delayMs, durationMs, span } from './quantities.ts';
import { settings } from './settings.ts';

const deadLetter = object<DeadLetter>(
  {
    title: 'Dead letter',
    sentence: 'When a consumer gives a record up, and how long it waits between tries.',
  },
  {
    afterAttempts: required(attempts, 'After how many failed tries the record is given up.'),
    backoffMs: required(delayMs, 'How long the consumer waits between tries.'),
  },
);

const maxInstances = defaulted(
  whole({ min: 0, max: limits.instances }),
  0,
  'How many instances it can be scaled out to; 0 means no more than it begins with.',
);

const handling = defaulted(
  choice(['in-turn', 'handed-off']),
  'in-turn',
  'Whether a record is done before the next poll, or handed to a thread while polling goes on.',
);

const delivery = defaulted(
  choice(['at-least-once', 'at-most-once']),
  'at-least-once',
  'Whether an offset is committed after the work (at least once) or before it (at most once).',
);

const group = defaulted(
  choice(['consumer', 'share']),
  'consumer',
  'The type of its group: members of a consumer group own partitions, in order; those of a share group take records one by one, without order.',
);

/** A consumer group that only reads. */
export const reader = object<Reader>(
  {
    title: 'Reader',
    sentence:
      'A consumer group that only reads, and keeps the last record of each key as its table.',
  },
  {
    id: required(id, 'The id by which other parts of the file name the reader.'),
    name: required(text({ min: 1, max: limits.labelLength }), 'What people read.'),
    topics: required(
      list(topicId, { min: 1, max: limits.topics, distinct: true }),
      'The topics that it reads. A style that does not use one of them leaves it out.',
    ),
    instances: defaulted(
      whole({ min: 1, max: limits.instances }),
      1,
      'How many processes share the reading.',
    ),
    maxInstances,
    attached: defaulted(
      flag,
      true,
      'Whether it reads from the beginning of the run; otherwise a fault "attach" attaches it.',
    ),
    work: defaulted(span, { minMs: 1, maxMs: 1 }, 'How long it works on a record.'),
    delivery,
    handling,
    group,
    settings: defaulted(
      settings('service'),
      {},
      "Settings of the reader's clients that differ from the broker's.",
    ),
  },
);

/** A service with its own store. */
export const service = object<Service>(
  { title: 'Service', sentence: 'A service with its own store, and the switches of its safety.' },
  {
    id: required(id, 'The id by which other parts of the file name the service.'),
    name: required(text({ min: 1, max: limits.labelLength }), 'What people read.'),
    instances: defaulted(
      whole({ min: 1, max: limits.instances }),
      1,
      'How many processes share the work of the service.',
    ),
    delivery,
    inbox: defaulted(
      flag,
      false,
      'Idempotent consumer: remembers message ids in the transaction of the effect.',
    ),
    outbox: defaulted(
      flag,
      false,
      'Transactional outbox with a relay; off means publishing directly after the transaction.',
    ),
    relayPollMs: defaulted(durationMs, 20, 'How long the relay waits before it reads the outbox.'),
    deadLetter: optional(
      deadLetter,
      'When a record is given up. Without it, a record that cannot be handled blocks its partition.',
    ),
    threads: defaulted(
      whole({ min: 1, max: 1_000 }),
      8,
      'How many synchronous calls an instance works on at once.',
    ),
    maxInstances,
    handling,
    transactional: defaulted(
      flag,
      false,
      'Transactional producer: the outputs of a record and its offset are committed together.',
    ),
    group,
    settings: defaulted(
      settings('service'),
      {},
      "Settings of the service's clients that differ from the broker's.",
    ),
  },
);
