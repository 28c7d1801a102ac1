/** What can be chosen, by what it can do: its guarantees, its price, and what would make one change one's mind. Brands stand apart. */
import type { Condition, Cost, Guarantee } from './guarantees.ts';

/** Something that a design can have. */
export interface Capability {
  readonly name: string;
  readonly gives: readonly Guarantee[];
  readonly costs: readonly Cost[];
  /** Conditions under which one would choose otherwise. */
  readonly until: readonly Condition[];
}

/** Every capability by its id. */
export const capabilities = {
  'direct-calls': {
    name: 'direct calls with a deadline',
    gives: ['answer-now', 'two-people-run-it', 'change-in-one-place', 'bounded-wait'],
    costs: ['caller-waits', 'callee-must-be-up'],
    until: ['many-per-second', 'more-teams', 'no-answer-needed', 'people-wait'],
  },
  choreography: {
    name: 'a choreography: services hear each other’s facts',
    gives: ['taken-now', 'new-listeners'],
    costs: ['no-overview', 'many-must-know', 'machines-to-run'],
    until: ['steps-change', 'people-wait'],
  },
  orchestration: {
    name: 'an orchestration: one service directs by commands',
    gives: ['taken-now', 'change-in-one-place'],
    costs: ['more-messages', 'one-service-to-change', 'machines-to-run'],
    until: ['steps-stay', 'more-teams'],
  },
  'retained-log': {
    name: 'a retained, partitioned log',
    gives: ['replay', 'new-listeners', 'order-per-entity', 'work-shared'],
    costs: ['machines-to-run', 'head-of-line'],
    until: ['order-irrelevant', 'loss-allowed'],
  },
  'lease-queue': {
    name: 'a queue with leases',
    gives: ['work-shared', 'passing-failures', 'poison-aside'],
    costs: ['no-order', 'no-history', 'may-repeat', 'machines-to-run'],
    until: ['history-needed', 'more-teams'],
  },
  'database-jobs': {
    name: 'a table of jobs in the database that is there already',
    gives: ['two-people-run-it', 'nothing-lost', 'passing-failures', 'taken-now'],
    costs: ['polling'],
    until: ['many-per-second', 'more-teams'],
  },
  'durable-workflow': {
    name: 'a durable workflow',
    gives: ['long-waits', 'bounded-wait', 'change-in-one-place', 'made-good'],
    costs: ['rules-of-code', 'machines-to-run'],
    until: ['steps-stay', 'all-in-one-store'],
  },
  'key-by-order': {
    name: 'the order as the key',
    gives: ['order-per-entity'],
    costs: ['head-of-line'],
    until: ['order-irrelevant'],
  },
  'key-by-customer': {
    name: 'the customer as the key',
    gives: ['order-per-entity'],
    costs: ['head-of-line'],
    until: ['order-irrelevant'],
  },
  'at-least-once': {
    name: 'marking as read after the work',
    gives: ['nothing-lost'],
    costs: ['may-repeat'],
    until: ['loss-allowed'],
  },
  outbox: {
    name: 'an outbox',
    gives: ['nothing-lost'],
    costs: ['table-and-relay', 'may-repeat'],
    until: ['loss-allowed', 'all-in-one-store'],
  },
  'change-capture': {
    name: 'reading the changes from the database’s own log',
    gives: ['nothing-lost'],
    costs: ['machines-to-run', 'may-repeat'],
    until: ['loss-allowed', 'all-in-one-store'],
  },
  inbox: {
    name: 'an inbox',
    gives: ['done-once'],
    costs: ['table-grows'],
    until: ['harmless-twice'],
  },
  'natural-idempotence': {
    name: 'work that leaves the same when it is done twice',
    gives: ['done-once'],
    costs: ['rules-of-code'],
    until: ['harmless-twice'],
  },
  'idempotency-key': {
    name: 'an idempotency key for the outside party',
    gives: ['done-once-outside'],
    costs: ['outside-must-help'],
    until: ['harmless-twice', 'outside-checks'],
  },
  'asking-first': {
    name: 'asking the outside party first whether it was done',
    gives: ['done-once-outside'],
    costs: ['caller-waits'],
    until: ['harmless-twice'],
  },
  retries: {
    name: 'trying again, each time later',
    gives: ['passing-failures'],
    costs: ['may-repeat', 'load-when-weak'],
    until: ['always-definite'],
  },
  'dead-letters': {
    name: 'setting aside what cannot be handled',
    gives: ['poison-aside'],
    costs: ['somebody-must-look'],
    until: ['loss-allowed'],
  },
  deadlines: {
    name: 'a deadline for every step, kept by the owner of the flow',
    gives: ['bounded-wait'],
    costs: ['given-up-too-soon'],
    until: ['people-wait'],
  },
  'refund-later': {
    name: 'charging first, and a refund when a later step refuses',
    gives: ['made-good'],
    costs: ['visible-detour', 'way-back-to-build'],
    until: ['no-refusals'],
  },
  'reserve-first': {
    name: 'reserving first, and charging when it is certain',
    gives: ['made-good'],
    costs: ['way-back-to-build'],
    until: ['no-refusals'],
  },
} as const satisfies Readonly<Record<string, Capability>>;

/** The id of a capability. */
export type CapabilityId = keyof typeof capabilities;

/** A capability by its id, undefined when there is none. */
export function capabilityOf(id: string): Capability | undefined {
  return Object.hasOwn(capabilities, id) ? capabilities[id as CapabilityId] : undefined;
}

/** The ids of all capabilities. */
export const capabilityIds = Object.keys(capabilities) as readonly CapabilityId[];
