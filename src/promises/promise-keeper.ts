/** Holds one world's trace to the promises of its scenario, row by row. */
import type { BusinessPromise, Scenario } from '../scenario/index.ts';
import type { Cast, Trace } from '../trace/index.ts';
import { acknowledgedStays } from './business/acknowledged-stays.ts';
import { atMostOnce } from './business/at-most-once.ts';
import { effectiveStep, effectiveSteps, groupOf, type Books } from './business/books.ts';
import { boundedAge } from './business/bounded-age.ts';
import { boundedLag } from './business/bounded-lag.ts';
import { compensatedMeansUndone } from './business/compensated-means-undone.ts';
import { completedMeansDone } from './business/completed-means-done.ts';
import { conserved } from './business/conserved.ts';
import { deliveredWithin } from './business/delivered-within.ts';
import { exactlyOnce } from './business/exactly-once.ts';
import { everyOrderEnds } from './business/every-order-ends.ts';
import { handledOnce } from './business/handled-once.ts';
import { movesOnlyWhatMust } from './business/moves-only-what-must.ts';
import { neverNegative } from './business/never-negative.ts';
import { noAbortedRead } from './business/no-aborted-read.ts';
import { nothingLost } from './business/nothing-lost.ts';
import { oneAtATime } from './business/one-at-a-time.ts';
import { orderedPerKey } from './business/ordered-per-key.ts';
import { readerSeesAll } from './business/reader-sees-all.ts';
import { tableIsWhole } from './business/table-is-whole.ts';
import { termsOf } from './business/statements.ts';
import { Dispatch, isDrained, type Checker } from './checker.ts';
import { Findings } from './findings.ts';
import { Accounts } from './folds/accounts.ts';
import { Effects } from './folds/effects.ts';
import { Orders } from './folds/orders.ts';
import { Phrases } from './phrases.ts';
import type { Statement, Verdict } from './verdict.ts';

/** Checks every promise of a scenario against one trace. */
export class PromiseKeeper {
  readonly #promises: readonly { readonly statement: Statement; readonly checker: Checker }[];
  readonly #dispatch: Dispatch;
  #drained = false;

  constructor(scenario: Scenario, cast: Cast) {
    const orders = new Orders();
    const effects = new Effects(cast.steps.length);
    const phrases = new Phrases(scenario, cast);
    const accounts = new Accounts(scenario, cast);
    const books: Books = { scenario, cast, orders, effects, phrases, accounts };
    this.#promises = scenario.promises.map((promise) => {
      const { id, text } = promise;
      const checker = checkerOf(promise, books);
      const statement = { id, text, ...termsOf(promise), applies: checker.kinds.length > 0 };
      return { statement, checker };
    });
    this.#dispatch = new Dispatch([
      orders,
      effects,
      ...accounts.listeners,
      ...this.#promises.map(({ checker }) => checker),
    ]);
  }

  /** Takes in the rows from `fromRow` to the present end of the trace. Each row must be taken in once, in order. */
  see(trace: Trace, fromRow: number): void {
    if (trace.length <= fromRow) return;
    this.#dispatch.see(trace, fromRow);
    this.#drained = isDrained(trace);
  }

  /** The verdicts on all promises so far, in the order of the scenario. */
  verdicts(): Verdict[] {
    return this.#promises.map(({ statement, checker }) =>
      checker.findings.verdict(statement, checker.about === 'the end' && !this.#drained),
    );
  }
}

function checkerOf(promise: BusinessPromise, books: Books): Checker {
  const { cast } = books;
  switch (promise.kind) {
    case 'at-most-once':
      return withStep(promise.step, books, atMostOnce);
    case 'exactly-once':
      return withStep(promise.step, books, exactlyOnce);
    case 'completed-means-done':
      return completedMeansDone(effectiveSteps(cast, promise.steps), books);
    case 'compensated-means-undone':
      return compensatedMeansUndone(effectiveSteps(cast, promise.steps), books);
    case 'conserved':
      return withStep(promise.step, books, conserved);
    case 'never-negative':
      return withStep(promise.step, books, neverNegative);
    case 'nothing-lost':
      return nothingLost(books);
    case 'ordered-per-key':
      return orderedPerKey(books);
    case 'every-order-ends':
      return everyOrderEnds(books);
    default:
      return brokerChecker(promise, books);
  }
}

/** The kinds of promises that are about the broker and its clients. */
type BrokerPromise = Exclude<
  BusinessPromise,
  {
    readonly kind:
      | 'at-most-once'
      | 'exactly-once'
      | 'completed-means-done'
      | 'compensated-means-undone'
      | 'conserved'
      | 'never-negative'
      | 'nothing-lost'
      | 'ordered-per-key'
      | 'every-order-ends';
  }
>;

function brokerChecker(promise: BrokerPromise, books: Books): Checker {
  switch (promise.kind) {
    case 'bounded-lag':
      return withGroup(promise.service, books, (group) =>
        boundedLag(group, promise.records, books),
      );
    case 'bounded-age':
      return withGroup(promise.service, books, (group) => boundedAge(group, promise.ms, books));
    case 'delivered-within':
      return withGroup(promise.service, books, (group) =>
        deliveredWithin(group, promise.ms, books),
      );
    case 'one-at-a-time':
      return withGroup(promise.service, books, oneAtATime);
    case 'moves-only-what-must':
      return withGroup(promise.service, books, movesOnlyWhatMust);
    case 'handled-once':
      return withGroup(promise.service, books, handledOnce);
    case 'reader-sees-all':
      return withGroup(promise.reader, books, readerSeesAll);
    case 'table-is-whole':
      return withGroup(promise.reader, books, tableIsWhole);
    case 'acknowledged-stays':
      return acknowledgedStays(books);
    case 'no-aborted-read':
      return withGroup(promise.service, books, noAbortedRead);
  }
}

/** A checker of one step's effect. A step that has none keeps every promise about it. */
function withStep(
  id: string,
  books: Books,
  checker: (step: number, books: Books) => Checker,
): Checker {
  const step = effectiveStep(books.cast, id);
  return step >= 0 ? checker(step, books) : nothingToBreak();
}

/** A checker of one consumer group. Who hears no topic in this style keeps every promise about it. */
function withGroup(
  id: string,
  books: Books,
  checker: (group: number, books: Books) => Checker,
): Checker {
  const group = groupOf(books.cast, id);
  return group >= 0 ? checker(group, books) : nothingToBreak();
}

function nothingToBreak(): Checker {
  return { kinds: [], about: 'every moment', findings: new Findings(), see() {} };
}
