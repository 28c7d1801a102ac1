/** What a design can promise: the words in which requirements ask and capabilities answer. No product stands here. */

/** Every guarantee with its words. */
export const guarantees = {
  'answer-now': 'the caller has the answer before it goes on',
  'taken-now': 'the caller is told at once that the order was taken, and the rest follows',
  'nothing-lost': 'what was stored is also said, whatever crashes',
  'done-once': 'what comes twice is done once in our own store',
  'done-once-outside': 'what comes twice is done once at an outside party',
  'order-per-entity': 'what happens to one thing is handled in its order',
  'passing-failures': 'a failure that passes does not end the work',
  'poison-aside': 'a record that cannot be handled does not hold up the others',
  'bounded-wait': 'nobody waits for an answer for ever',
  'made-good': 'what was done is undone when a later step refuses',
  'change-in-one-place': 'a new step of the flow is a change in one service',
  'new-listeners': 'a new listener is added and nobody else changes',
  'two-people-run-it': 'two people can run it and look into it',
  'work-shared': 'more workers take more work, each record by one',
  replay: 'what was said can be read again later',
  'long-waits': 'days of waiting for a person survive every restart',
} as const;
/** A guarantee. */
export type Guarantee = keyof typeof guarantees;

/** Every price with its words. */
export const costs = {
  'caller-waits': 'the caller waits as long as the slowest of the called',
  'callee-must-be-up': 'caller and called must be up at the same time',
  'more-messages': 'every step is asked and answered: more messages, longer ways',
  'one-service-to-change': 'one service knows the whole way and every change passes through it',
  'no-overview': 'nobody can say how far an order is',
  'many-must-know': 'whoever hears a fact must know who says it, refusals included',
  'table-and-relay': 'a table and a relay more to keep, and a delay before things are said',
  'table-grows': 'a table of seen ids that grows, and a window after which it forgets',
  'outside-must-help': 'the outside party must know the key, and for how long is its choice',
  'head-of-line': 'one slow thing holds up all of its key, and a hot key cannot be shared out',
  'may-repeat': 'the same thing may be done again, so everything behind must bear it',
  'load-when-weak': 'more load on a service just when it is weak',
  'somebody-must-look': 'somebody has to look at what was set aside, and its order is lost',
  'given-up-too-soon': 'what is only slow is given up, and may have been done all the same',
  'visible-detour': 'the customer sees the detour: a charge and a refund',
  'way-back-to-build': 'a way back for every step, each with failures of its own',
  'machines-to-run': 'machines to run, watch and upgrade by somebody on call',
  'no-order': 'no order among the records',
  'no-history': 'what was taken is gone: nobody can read it again',
  'rules-of-code': 'code must be written so that it can be run again',
  polling: 'the database is asked again and again whether there is work',
} as const;
/** A price. */
export type Cost = keyof typeof costs;

/** Every condition under which a choice would be another one. */
export const conditions = {
  'many-per-second': 'the load grows to more than one database can take',
  'more-teams': 'other teams want to hear the same facts',
  'no-answer-needed': 'the caller can go on without an answer',
  'steps-stay': 'the steps stay as they are for years',
  'steps-change': 'steps are added every few months',
  'all-in-one-store': 'all of it is done in one database, in one transaction',
  'harmless-twice': 'doing it twice does no harm',
  'outside-checks': 'the outside party can be asked whether it was done',
  'order-irrelevant': 'the order of what happens no longer matters',
  'always-definite': 'failures never pass by themselves',
  'loss-allowed': 'a lost record is cheaper than the machinery against it',
  'no-refusals': 'no later step can refuse',
  'people-wait': 'a person has to act in between, for days',
  'history-needed': 'somebody must read the past again',
} as const;
/** A condition. */
export type Condition = keyof typeof conditions;
