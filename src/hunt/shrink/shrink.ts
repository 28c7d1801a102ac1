/** Shrinks a failing run to the shortest that still breaks the same rule. In slices, bounded, and always with the same result. */
import { readScenario, writeScenario } from '../../scenario/index.ts';
import type { Style } from '../../trace/index.ts';
import type { HuntSlice } from '../hunt.ts';
import type { Input, Rule } from '../input.ts';
import { linesOf } from '../lines.ts';
import type { Failure } from '../report.ts';
import { Trial } from '../trial.ts';
import { fewerFaults } from './fewer-faults.ts';
import { isSmaller, measuresOf } from './measures.ts';
import { fewerFields, smallerNumbers } from './plainer-faults.ts';
import { earlierSeed, fewerOrders, oneStyle, plainerScene } from './plainer-scene.ts';
import { withScenario, type Search } from './search.ts';

/** What a shrink may cost. Whichever limit comes first, the smallest so far is the result. */
export interface ShrinkLimits {
  readonly runs: number;
  readonly events: number;
}

/** A failing run that was made as short as possible. */
export interface Shrunken {
  readonly rule: Rule;
  readonly input: Input;
  /** The canonical text of the scenario, faults inside. */
  readonly text: string;
  readonly seed: number;
  readonly style: Style;
  /** What broke the promise, in one sentence. */
  readonly sentence: string;
  /** The inputs in at most eight lines. */
  readonly lines: readonly string[];
  /** The instant of the first violation in µs. */
  readonly at: number;
  /** How many runs it took to find. */
  readonly runs: number;
}

const usualLimits: ShrinkLimits = { runs: 300, events: 3_000_000 };
const eventsBetweenQuestions = 256;
const eventsBetweenJudgements = 2_048;
const mostRounds = 4;

/** A shrink under way. */
export class Shrink {
  readonly rule: Rule;
  readonly #limits: ShrinkLimits;
  readonly #search: Search;
  /** Texts that were tried and did not fail. */
  readonly #passed = new Set<string>();
  #best: Input;
  #trial: Trial | undefined;
  #isLast = false;
  #result: Shrunken | undefined;
  #runs = 0;
  #events = 0;

  constructor({ input, rule }: Failure, limits: ShrinkLimits = usualLimits) {
    this.rule = rule;
    this.#limits = limits;
    // Whoever saves the result need not know the seed.
    this.#best = withScenario(input, { seed: input.seed });
    this.#search = rounds(this.#best);
    this.#propose(undefined);
  }

  /** Whether the result is known. */
  get done(): boolean {
    return this.#result !== undefined;
  }

  /** How many runs were needed so far. */
  get runs(): number {
    return this.#runs;
  }

  /** The result; undefined until it is done. */
  get result(): Shrunken | undefined {
    return this.#result;
  }

  /** Goes on for one slice. */
  step({ maxEvents, mayGoOn }: HuntSlice): void {
    let left = maxEvents;
    while (left > 0 && this.#trial !== undefined) {
      const taken = this.#trial.advance(Math.min(left, eventsBetweenQuestions));
      left -= taken;
      this.#events += taken;
      this.#judge(this.#trial);
      if (mayGoOn?.() === false) return;
    }
  }

  #judge(trial: Trial): void {
    if (this.#isLast) {
      if (trial.isOver) this.#finish(trial);
      return;
    }
    // What is broken stays broken, so a candidate need not run on.
    const isDue = trial.isOver || trial.events % eventsBetweenJudgements === 0;
    const fails = isDue && !trial.isCapped && trial.breach(this.rule) !== undefined;
    if (!fails && !trial.isOver) return;
    this.#trial = undefined;
    this.#runs += 1;
    if (fails) this.#best = trial.input;
    else this.#passed.add(writeScenario(trial.input.scenario));
    this.#propose(fails);
  }

  /** Puts the next candidate that is worth a run on trial; when there is none, the smallest once more to its end. */
  #propose(verdict: boolean | undefined): void {
    let answer = verdict;
    while (this.#runs < this.#limits.runs && this.#events < this.#limits.events) {
      const proposed = this.#search.next(answer ?? false);
      if (proposed.done === true) break;
      const candidate = this.#checked(proposed.value);
      if (candidate !== undefined) {
        this.#trial = new Trial(candidate);
        return;
      }
      answer = false;
    }
    this.#isLast = true;
    this.#trial = new Trial(this.#best);
  }

  /** The candidate as its own text describes it; undefined when it is wrong, not smaller, or was tried before. */
  #checked(candidate: Input): Input | undefined {
    if (!isSmaller(measuresOf(candidate), measuresOf(this.#best))) return undefined;
    const text = writeScenario(candidate.scenario);
    if (this.#passed.has(text)) return undefined;
    const read = readScenario(text);
    return read.kind === 'problems' ? undefined : { ...candidate, scenario: read.scenario };
  }

  #finish(trial: Trial): void {
    const breach = trial.breach(this.rule);
    if (breach === undefined)
      throw new RangeError(`the run to be shrunken does not break "${this.rule.id}"`);
    this.#trial = undefined;
    const { input } = trial;
    this.#result = {
      ...{ rule: this.rule, input, seed: input.seed, style: input.style },
      text: writeScenario(input.scenario),
      sentence: breach.sentence,
      lines: linesOf(input),
      at: breach.firstAt,
      runs: this.#runs + 1,
    };
  }
}

/**
 * Shrinks a failure in one go.
 * @throws RangeError when the run does not break the rule at all.
 */
export function shrink(failure: Failure, limits?: ShrinkLimits): Shrunken {
  const shrinking = new Shrink(failure, limits);
  for (;;) {
    shrinking.step({ maxEvents: Infinity });
    if (shrinking.result !== undefined) return shrinking.result;
  }
}

/** All parts of a shrink, again and again until a round changes nothing. */
function* rounds(input: Input): Search {
  let best = yield* oneStyle(input);
  const parts = [fewerFaults, plainerScene, fewerOrders, smallerNumbers, fewerFields];
  for (let round = 0; round < mostRounds; round++) {
    const before = best;
    for (const part of parts) best = yield* part(best);
    if (best === before) break;
  }
  return yield* earlierSeed(best);
}
