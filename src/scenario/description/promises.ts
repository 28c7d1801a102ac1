/** The part of a scenario file on promises: what must always hold, in words and in a form that can be checked. */
import type { BusinessPromise } from '../format.ts';
import { limits } from '../limits.ts';
import { fixed } from '../shapes/choice.ts';
import { list } from '../shapes/list.ts';
import { whole } from '../shapes/number.ts';
import { object, required, type Fields } from '../shapes/object.ts';
import type { Shape } from '../shapes/shape.ts';
import { id, text } from '../shapes/text.ts';
import { variant } from '../shapes/variant.ts';

type Kind = BusinessPromise['kind'];
type Of<K extends Kind> = Extract<BusinessPromise, { readonly kind: K }>;
type Rest<K extends Kind> = Fields<Omit<Of<K>, 'id' | 'text' | 'kind'>>;

const step = { step: required(id, 'The id of the step whose effect is meant.') };
const steps = {
  steps: required(
    list(id, { min: 1, max: limits.steps, distinct: true }),
    'The ids of the steps whose effects are meant.',
  ),
};

function promiseOf<K extends Kind>(kind: K, title: string, sentence: string, rest: Rest<K>) {
  const common = {
    id: required(id, 'The id of the promise.'),
    text: required(text({ min: 1, max: limits.textLength }), 'The promise in plain words.'),
    kind: required(fixed(kind), sentence),
  };
  // Safe: a promise is its three common fields and the rest of its kind.
  const fields = { ...common, ...rest } as unknown as Fields<Of<K>>;
  return object<Of<K>>({ title, sentence }, fields);
}

const service = { service: required(id, 'The id of the service or the reader.') };
const reader = { reader: required(id, 'The id of the reader.') };

const brokerPromises = {
  'delivered-within': promiseOf(
    'delivered-within',
    'Promise: delivered within',
    'Every record is delivered to the group within a span after it was stored.',
    {
      ...service,
      ms: required(whole({ min: 1, max: limits.dayMs }), 'The longest span in milliseconds.'),
    },
  ),
  'one-at-a-time': promiseOf(
    'one-at-a-time',
    'Promise: one at a time',
    'No record is worked on by two instances at once.',
    service,
  ),
  'moves-only-what-must': promiseOf(
    'moves-only-what-must',
    'Promise: moves only what must',
    'No instance gives a partition up only to be given it again.',
    service,
  ),
  'handled-once': promiseOf(
    'handled-once',
    'Promise: handled once',
    'No record is handled twice by the group.',
    service,
  ),
  'reader-sees-all': promiseOf(
    'reader-sees-all',
    'Promise: reader sees all',
    'The reader handles every record that was stored in its topics.',
    reader,
  ),
  'table-is-whole': promiseOf(
    'table-is-whole',
    'Promise: table is whole',
    "The reader's table is the one that all records ever stored would give.",
    reader,
  ),
  'acknowledged-stays': promiseOf(
    'acknowledged-stays',
    'Promise: acknowledged stays',
    'What was acknowledged to a producer stays in the log.',
    {},
  ),
  'no-aborted-read': promiseOf(
    'no-aborted-read',
    'Promise: no aborted read',
    'Nobody in the group acts upon a record of a transaction that was aborted.',
    service,
  ),
};

/** A promise of the business. */
export const promise: Shape<BusinessPromise> = variant<BusinessPromise>({
  'at-most-once': promiseOf(
    'at-most-once',
    'Promise: at most once',
    'The effect of the step is in force at most once for each order.',
    step,
  ),
  'exactly-once': promiseOf(
    'exactly-once',
    'Promise: exactly once',
    'The effect of the step is in force exactly once for each completed order, never twice, and not at all for others.',
    step,
  ),
  'completed-means-done': promiseOf(
    'completed-means-done',
    'Promise: completed means done',
    'In a completed order the effect of each of these steps is in force exactly once.',
    steps,
  ),
  'compensated-means-undone': promiseOf(
    'compensated-means-undone',
    'Promise: compensated means undone',
    'In a compensated order the effect of none of these steps is in force.',
    steps,
  ),
  conserved: promiseOf(
    'conserved',
    'Promise: conserved',
    'What the step took is in force or was given back: nothing vanishes, nothing appears.',
    step,
  ),
  'never-negative': promiseOf(
    'never-negative',
    'Promise: never negative',
    'The stock from which the step takes, or what it booked for an order, never falls below nought.',
    step,
  ),
  'nothing-lost': promiseOf(
    'nothing-lost',
    'Promise: nothing lost',
    'Every event that the broker acknowledged is handled by those who hear it.',
    {},
  ),
  'ordered-per-key': promiseOf(
    'ordered-per-key',
    'Promise: ordered per key',
    'Messages with the same key are handled in the order in which they were stored.',
    {},
  ),
  'every-order-ends': promiseOf(
    'every-order-ends',
    'Promise: every order ends',
    'Every order ends completed, compensated or failed; none is stuck.',
    {},
  ),
  'bounded-lag': promiseOf(
    'bounded-lag',
    'Promise: bounded lag',
    'The service is never more than so many records behind.',
    {
      service: required(id, 'The id of the service.'),
      records: required(whole({ min: 0, max: 1_000_000 }), 'How many records it may be behind.'),
    },
  ),
  'bounded-age': promiseOf(
    'bounded-age',
    'Promise: bounded age',
    'The oldest record that the service has not committed is never older than so many milliseconds.',
    {
      service: required(id, 'The id of the service or the reader.'),
      ms: required(whole({ min: 1, max: limits.dayMs }), 'The greatest age in milliseconds.'),
    },
  ),
  ...brokerPromises,
});
