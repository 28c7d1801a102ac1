/** Answers of candidates of all kinds: strong, fair, empty, and the one that switches everything on and names everything. */
import { capabilityIds, type Interview } from '../../src/interview/index.ts';
import { card, type Answer } from './rounds.ts';

/** Who says nothing. */
export const empty: Answer = {
  ...{ asks: [], stances: {}, pins: [], estimates: {}, board: {}, messages: 0, hops: [] },
  ...{ runs: false, failures: [], changes: null, cards: [], operations: [] },
  ...{ summary: '', rated: 'none' },
};

/** Checkout, well thought through. */
export const strongCheckout: Answer = {
  asks: [
    ...['what', 'how-many', 'how-fast', 'twice', 'lost', 'order', 'teams', 'not'],
    ...['guarantee', 'given', 'silence'],
  ],
  stances: { guarantee: 'push-back', given: 'push-back', silence: 'push-back' },
  pins: [
    ...['flow', 'refusals', 'rate', 'answer', 'twice', 'lost'],
    ...['per-order', 'unknown', 'change', 'no-reports'],
  ],
  estimates: { 'peak-rate': 10, records: 50, doubles: 4000 },
  board: {
    ...{ style: 'orchestration', key: 'order', delivery: 'after', outbox: 'on', inbox: 'on' },
    ...{ idempotency: 'on', retries: 'backoff', 'dead-letters': 'aside', timeouts: 'patient' },
    compensation: 'refund',
  },
  messages: 4,
  hops: [
    ['heard', 'effectively once', 'inbox'],
    ['charged', 'effectively once', 'idempotency-key'],
    ['shipped', 'effectively once', 'inbox'],
  ],
  runs: true,
  failures: [['slow-company', 'age', 'patience']],
  changes: ['order'],
  cards: [
    card(
      ...['change', 'orchestration', 'change-in-one-place', 'more-messages', 'steps-stay'],
      ...['durable-workflow', 'rules-of-code', 'Apache Kafka'],
    ),
    card(
      ...['twice', 'idempotency-key', 'done-once-outside', 'outside-must-help', 'outside-checks'],
      ...['asking-first', 'caller-waits', ''],
    ),
    card(
      ...['lost', 'outbox', 'nothing-lost', 'table-and-relay', 'loss-allowed'],
      ...['change-capture', 'machines-to-run', 'PostgreSQL'],
    ),
  ],
  operations: ['age-alert', 'runbook', 'redrive', 'reconcile', 'readers-first'],
  summary: 'Each hop at least once, done once; the order service directs.',
  rated: 'strong',
};

/** Checkout by somebody who knows the patterns and not their price. */
export const fairCheckout: Answer = {
  ...strongCheckout,
  asks: ['what', 'how-many', 'how-fast', 'lost', 'order', 'guarantee', 'silence'],
  stances: { guarantee: 'push-back', silence: 'accept' },
  pins: ['flow', 'refusals', 'rate', 'answer', 'lost', 'per-order'],
  estimates: { 'peak-rate': 10, records: 50 },
  board: {
    ...{ style: 'orchestration', key: 'order', delivery: 'after', outbox: 'on', inbox: 'on' },
    ...{ retries: 'at-once', timeouts: 'patient' },
  },
  messages: 4,
  hops: [
    ['heard', 'effectively once', 'inbox'],
    ['charged', 'effectively once', 'inbox'],
    ['shipped', 'effectively once', 'inbox'],
  ],
  failures: [['crash-after-charge', 'reconciliation', 'idempotency-key']],
  changes: ['order', 'inventory'],
  cards: [
    card(
      ...['lost', 'outbox', 'nothing-lost', 'table-and-relay', 'loss-allowed'],
      ...['change-capture', 'machines-to-run', ''],
    ),
    card('per-order', 'key-by-order', 'order-per-entity', 'head-of-line', '', '', '', ''),
  ],
  operations: ['age-alert', 'runbook', 'cpu'],
  rated: 'fair',
};

/** The internal tool, argued against the fashion. */
export const strongTool: Answer = {
  asks: [
    ...['what', 'how-many', 'how-fast', 'twice', 'lost', 'order', 'team', 'others'],
    ...['modern', 'growth', 'sure'],
  ],
  stances: { modern: 'push-back', growth: 'push-back', sure: 'push-back' },
  pins: [
    ...['flow', 'rate', 'answer', 'twice', 'lost', 'no-order'],
    ...['two-people', 'change', 'alone'],
  ],
  estimates: { hourly: 25, peak: 15, doubles: 60 },
  board: { style: 'direct', calls: 'again', inbox: 'on', retries: 'backoff' },
  messages: 3,
  hops: [
    ['approved', 'effectively once', 'inbox'],
    ['granted', 'effectively once', 'inbox'],
  ],
  runs: true,
  failures: [['owner-crash', 'open', 'inbox']],
  changes: ['request'],
  cards: [
    card(
      ...['two-people', 'direct-calls', 'two-people-run-it', 'callee-must-be-up', 'more-teams'],
      ...['database-jobs', 'polling', ''],
    ),
    card(
      ...['twice', 'inbox', 'done-once', 'table-grows', 'harmless-twice'],
      ...['natural-idempotence', 'rules-of-code', 'PostgreSQL'],
    ),
    card(
      ...['lost', 'retries', 'passing-failures', 'may-repeat', 'always-definite'],
      ...['lease-queue', 'machines-to-run', 'Amazon SQS'],
    ),
  ],
  operations: ['open-list', 'errors', 'runbook', 'reconcile'],
  summary: 'Calls, a deadline, the same id again; no broker.',
  rated: 'strong',
};

/** The same candidate, who follows the fashion: every slot as good as it can be with a broker. */
export const brokerTool: Answer = {
  ...strongTool,
  board: {
    ...{ style: 'orchestration', calls: 'again', inbox: 'on', retries: 'backoff' },
    ...{ outbox: 'on', key: 'request', delivery: 'after' },
  },
  failures: [
    ['broker-at-night', 'open', 'on-call'],
    ['owner-crash', 'open', 'inbox'],
    ['crash-before-saying', 'yearly', 'inbox'],
  ],
  cards: [
    card(
      ...['change', 'orchestration', 'change-in-one-place', 'more-messages', 'steps-stay'],
      ...['durable-workflow', 'rules-of-code', ''],
    ),
    ...strongTool.cards.slice(1),
  ],
};

/** The internal tool by somebody who half sees it. */
export const fairTool: Answer = {
  ...strongTool,
  asks: ['what', 'how-many', 'how-fast', 'lost', 'order', 'team', 'modern'],
  stances: { modern: 'push-back' },
  pins: ['flow', 'rate', 'answer', 'lost', 'no-order', 'two-people'],
  estimates: { hourly: 25, peak: 15 },
  board: { style: 'direct', calls: 'again' },
  messages: 3,
  hops: [
    ['approved', 'at least once', 'nothing'],
    ['granted', 'effectively once', 'inbox'],
  ],
  failures: [['crash-before-saying', 'yearly', 'inbox']],
  changes: ['request', 'mail'],
  cards: [
    card(
      ...['two-people', 'direct-calls', 'two-people-run-it', 'callee-must-be-up', '', '', '', ''],
    ),
    card('lost', 'retries', 'passing-failures', 'may-repeat', '', '', '', ''),
  ],
  operations: ['open-list', 'errors', 'lag'],
  rated: 'fair',
};

/** Everything asked for, switched on, named and claimed, and nothing decided. */
export function everything(interview: Interview): Answer {
  const last = (list: readonly { readonly id: string }[]) => list.at(-1)?.id ?? '';
  return {
    asks: interview.questions.map(({ id }) => id),
    stances: Object.fromEntries(
      interview.questions.flatMap(({ id, trap }) => (trap === undefined ? [] : [[id, 'accept']])),
    ),
    pins: interview.requirements.map(({ id }) => id),
    estimates: Object.fromEntries(interview.estimates.map(({ id }) => [id, 1_000_000])),
    board: Object.fromEntries(interview.controls.map(({ id, choices }) => [id, last(choices)])),
    messages: 0,
    hops: interview.hops.map(({ id }) => [id, 'exactly once', 'outbox'] as const),
    runs: true,
    failures: interview.surprises
      .slice(0, 3)
      .map(({ id, shownBy, helpedBy }) => [id, shownBy[0] ?? '', helpedBy[0] ?? ''] as const),
    changes: [],
    cards: capabilityIds
      .slice(0, 6)
      .map((id) => card('flow', id, 'nothing-lost', '', '', '', '', '')),
    operations: interview.operations.map(({ id }) => id),
    summary: 'All of it.',
    rated: 'strong',
  };
}
