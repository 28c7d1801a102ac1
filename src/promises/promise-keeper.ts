/** Holds one world's trace to the promises of its scenario, row by row. */
import type { BusinessPromise, Scenario } from '../scenario/index.ts';
import { code, type Cast, type Trace } from '../trace/index.ts';
import { atMostOnce } from './business/at-most-once.ts';
import { effectiveStep, effectiveSteps, type Books } from './business/books.ts';
import { boundedLag } from './business/bounded-lag.ts';
import { compensatedMeansUndone } from './business/compensated-means-undone.ts';
import { completedMeansDone } from './business/completed-means-done.ts';
import { conserved } from './business/conserved.ts';
import { everyOrderEnds } from './business/every-order-ends.ts';
import { neverNegative } from './business/never-negative.ts';
import { nothingLost } from './business/nothing-lost.ts';
import { orderedPerKey } from './business/ordered-per-key.ts';
import { Dispatch, endings, type Checker } from './checker.ts';
import { Findings } from './findings.ts';
import { Effects } from './folds/effects.ts';
import { Orders } from './folds/orders.ts';
import { Phrases } from './phrases.ts';
import type { Verdict } from './verdict.ts';

/** Checks every promise of a scenario against one trace. */
export class PromiseKeeper {
  readonly #promises: readonly { readonly promise: BusinessPromise; readonly checker: Checker }[];
  readonly #dispatch: Dispatch;
  #ended = false;

  constructor(scenario: Scenario, cast: Cast) {
    const orders = new Orders();
    const effects = new Effects(cast.steps.length);
    const phrases = new Phrases(scenario, cast);
    const books: Books = { scenario, cast, orders, effects, phrases };
    this.#promises = scenario.promises.map((promise) => ({
      promise,
      checker: checkerOf(promise, books),
    }));
    this.#dispatch = new Dispatch([
      orders,
      effects,
      ...this.#promises.map(({ checker }) => checker),
    ]);
  }

  /** Takes in the rows from `fromRow` to the present end of the trace. Each row must be taken in once, in order. */
  see(trace: Trace, fromRow: number): void {
    if (trace.length <= fromRow) return;
    this.#dispatch.see(trace, fromRow);
    const last = trace.kind(trace.length - 1);
    this.#ended = endings.some((kind) => code[kind] === last);
  }

  /** The verdicts on all promises so far, in the order of the scenario. */
  verdicts(): Verdict[] {
    return this.#promises.map(({ promise, checker }) =>
      checker.findings.verdict(promise, checker.about === 'the end' && !this.#ended),
    );
  }
}

function checkerOf(promise: BusinessPromise, books: Books): Checker {
  const { cast } = books;
  switch (promise.kind) {
    case 'at-most-once':
      return withStep(promise.step, books, atMostOnce);
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
    case 'bounded-lag': {
      const service = cast.services.find((each) => each.id === promise.service);
      return boundedLag(service?.group ?? -1, promise.records, books);
    }
    default:
      throw new Error(`no checker for promises of the kind ${promise.kind}`);
  }
}

/** A checker of one step's effect. A step that has none keeps every promise about it. */
function withStep(
  id: string,
  books: Books,
  checker: (step: number, books: Books) => Checker,
): Checker {
  const step = effectiveStep(books.cast, id);
  if (step >= 0) return checker(step, books);
  return { kinds: [], about: 'every moment', findings: new Findings(), see() {} };
}
