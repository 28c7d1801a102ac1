/** The part of a scenario file on the business flow: its steps, their effects and how these are taken back. */
import type { Compensation, Effect, Flow, Retry, Step, Timeout } from '../format.ts';
import { limits } from '../limits.ts';
import { choice } from '../shapes/choice.ts';
import { list } from '../shapes/list.ts';
import { flag, whole } from '../shapes/number.ts';
import { defaulted, object, optional, required } from '../shapes/object.ts';
import { id, messageName } from '../shapes/text.ts';
import { attempts, chance, delayMs, durationMs, never, span } from './quantities.ts';

const effect = object<Effect>(
  { title: 'Effect', sentence: 'What a step does, once, in earnest.' },
  {
    kind: required(
      choice(['ledger', 'stock', 'deed']),
      "A ledger moves the order's price, stock takes its quantity, a deed is done once.",
    ),
    reach: required(
      choice(['local', 'external']),
      "Whether it is in the service's own store, or at an outside party beyond any transaction.",
    ),
    idempotencyKey: defaulted(
      flag,
      false,
      'Whether the outside party is given a key by which it recognises a repetition.',
    ),
  },
);

const compensation = object<Compensation>(
  { title: 'Compensation', sentence: 'How the effect of a step is taken back.' },
  {
    command: required(messageName, 'What an orchestrator says: "RefundCard".'),
    done: required(messageName, 'The fact when it is taken back: "CardRefunded".'),
  },
);

const standardRetry: Retry = { attempts: 3, backoffMs: 100, factor: 2 };

const retry = object<Retry>(
  { title: 'Retry', sentence: 'How often work is tried that fails for a passing reason.' },
  {
    attempts: defaulted(attempts, standardRetry.attempts, 'How often it is tried in all.'),
    backoffMs: defaulted(delayMs, standardRetry.backoffMs, 'The wait before the second try.'),
    factor: defaulted(
      whole({ min: 1, max: 10 }),
      standardRetry.factor,
      'By how much the wait grows from try to try.',
    ),
  },
);

const timeout = object<Timeout>(
  { title: 'Timeout', sentence: 'How long the owner of the flow waits for a step.' },
  {
    afterMs: required(durationMs, 'How long it waits for one answer.'),
    attempts: required(attempts, 'How often a saga asks.'),
  },
);

const step = object<Step>(
  { title: 'Step', sentence: 'One step of the business flow.' },
  {
    id: required(id, 'The id by which other parts of the file name the step.'),
    service: required(id, 'The id of the service that does it.'),
    after: required(
      list(id, { min: 0, max: limits.steps, distinct: true }),
      'Ids of the steps that must be done before; none means as soon as the order is placed.',
    ),
    command: required(messageName, 'What an orchestrator says, in the imperative: "ChargeCard".'),
    done: required(messageName, 'The fact when done, in the past tense: "CardCharged".'),
    refused: optional(messageName, 'The fact when refused, in the past tense: "CardRefused".'),
    effect: optional(effect, 'What the step does, once, in earnest.'),
    compensation: optional(compensation, 'How the effect is taken back.'),
    work: required(span, 'How long the work takes.'),
    refusal: defaulted(chance, never, 'The chance that it is refused for a business reason.'),
    failure: defaulted(chance, never, 'The chance that one try fails for a passing reason.'),
    retry: defaulted(retry, standardRetry, 'How often a failing try is repeated.'),
    timeout: optional(timeout, 'How long the owner of the flow waits for the step.'),
  },
);

/** The business flow, stated once. */
export const flow = object<Flow>(
  { title: 'Flow', sentence: 'The business flow, stated once and carried out in every style.' },
  {
    owner: required(
      id,
      'The id of the service that takes orders, keeps their outcome and owns the deadlines.',
    ),
    placed: required(messageName, 'The fact that an order was taken: "OrderPlaced".'),
    expired: optional(messageName, 'The fact that a deadline passed: "OrderExpired".'),
    steps: required(list(step, { min: 1, max: limits.steps }), 'The steps.'),
  },
);
