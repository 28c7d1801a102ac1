/** The part of a scenario file on the services and their switches. */
import type { DeadLetter, Service } from '../format.ts';
import { limits } from '../limits.ts';
import { choice } from '../shapes/choice.ts';
import { flag, whole } from '../shapes/number.ts';
import { defaulted, object, optional, required } from '../shapes/object.ts';
import { id, text } from '../shapes/text.ts';
import { attempts, delayMs, durationMs } from './quantities.ts';

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
    delivery: defaulted(
      choice(['at-least-once', 'at-most-once']),
      'at-least-once',
      'Whether an offset is committed after the work (at least once) or before it (at most once).',
    ),
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
  },
);
