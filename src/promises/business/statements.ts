/** What each kind of promise says as a formula, and what must be so in the scenario for it to say anything. */
import type { BusinessPromise } from '../../scenario/index.ts';

type Kind = BusinessPromise['kind'];
type Of<K extends Kind> = Extract<BusinessPromise, { readonly kind: K }>;

/** A promise in the language of the trace. */
interface Terms {
  readonly formula: string;
  readonly precondition: string;
}

const hasEffect = (step: string): string => `The step “${step}” has an effect.`;
const haveEffects = (steps: readonly string[]): string =>
  `Of the steps ${steps.map((each) => `“${each}”`).join(', ')}, those that have an effect.`;
const hears = (id: string): string => `“${id}” reads a topic in this style.`;
const always = 'None: it says something in every run.';

const inForce = 'effect-applied − effect-undone';

const terms: { readonly [K in Kind]: (promise: Of<K>) => Terms } = {
  'at-most-once': ({ step }) => ({
    formula: `At every row, for each order: ${inForce} of “${step}” ≤ 1.`,
    precondition: hasEffect(step),
  }),
  'exactly-once': ({ step }) => ({
    formula: `At every row, for each order: ${inForce} of “${step}” ≤ 1; at the end it is 1 if the order completed, else 0.`,
    precondition: hasEffect(step),
  }),
  'completed-means-done': ({ steps }) => ({
    formula: `From order-ended(completed) on, for each of the steps: ${inForce} = 1.`,
    precondition: haveEffects(steps),
  }),
  'compensated-means-undone': ({ steps }) => ({
    formula: `At the end, for each order that ended compensated or failed and each of the steps: ${inForce} = 0.`,
    precondition: haveEffects(steps),
  }),
  conserved: ({ step }) => ({
    formula: `At the end, for each order: the sum of what “${step}” booked less what it gave back = price (units that it asks for, of a step that takes stock) if the order completed, else 0.`,
    precondition: `The step “${step}” books money or takes stock.`,
  }),
  'never-negative': ({ step }) => ({
    formula: `At every row: initial stock − taken + given back ≥ 0; for a step that books money, for each order: booked − given back ≥ 0.`,
    precondition: `The step “${step}” takes stock, of which the scenario has some, or books money.`,
  }),
  'nothing-lost': () => ({
    formula:
      'At the end, for each message that was stored with a transaction: a record-appended that stays; and for each such record and each group of a service that hears its type: a row that finished it.',
    precondition: always,
  }),
  'ordered-per-key': () => ({
    formula:
      'For each group, topic and key: first record-delivered rows follow the first produce-sent rows of one producer, else the first record-appended rows.',
    precondition: always,
  }),
  'every-order-ends': () => ({
    formula:
      'At the end, for each order-placed: an order-ended, or an order-abandoned that nobody took.',
    precondition: always,
  }),
  'bounded-lag': ({ service, records }) => ({
    formula: `At every row: Σ over partitions of high watermark − max(committed offset, log start) ≤ ${records}.`,
    precondition: hears(service),
  }),
  'bounded-age': ({ service, ms }) => ({
    formula: `At every row that moves a log or the group: now − time of the oldest uncommitted record ≤ ${ms} ms.`,
    precondition: hears(service),
  }),
  'delivered-within': ({ service, ms }) => ({
    formula: `For each record: time of its first record-delivered − time of its record-appended ≤ ${ms} ms.`,
    precondition: hears(service),
  }),
  'one-at-a-time': ({ service }) => ({
    formula:
      'At each record-delivered: no other instance is between its record-delivered of the message and the end of its handler.',
    precondition: hears(service),
  }),
  'moves-only-what-must': ({ service }) => ({
    formula:
      'No partition-revoked is followed by a partition-assigned of the same partition to the same instance.',
    precondition: hears(service),
  }),
  'handled-once': ({ service }) => ({
    formula: 'For each message: the rows that finished it go back to one record-delivered.',
    precondition: hears(service),
  }),
  'reader-sees-all': ({ reader }) => ({
    formula: 'At the end, for each record-appended that was not aborted or cut off: a record-read.',
    precondition: hears(reader),
  }),
  'table-is-whole': ({ reader }) => ({
    formula:
      'At the end, for each key: the last record-read is the last record-appended that stayed, or both are tombstones.',
    precondition: hears(reader),
  }),
  'acknowledged-stays': () => ({
    formula:
      'For each produce-acked: the record stands in its leader’s log until log-start-moved or record-cleaned takes it.',
    precondition: 'Some producer asks for acknowledgements: acks is not 0.',
  }),
  'no-aborted-read': ({ service }) => ({
    formula: 'No record-delivered names a record whose transaction-ended is aborted.',
    precondition: hears(service),
  }),
};

/** The formula and the precondition of a promise. */
export function termsOf(promise: BusinessPromise): Terms {
  // Safe: the table has the terms of a kind under its name.
  return (terms[promise.kind] as (promise: BusinessPromise) => Terms)(promise);
}
