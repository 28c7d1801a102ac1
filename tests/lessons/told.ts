/** Runs of lessons' scenarios: changed by assignments, run to their end once, and kept for all who ask. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readLesson, type Lesson, type RunOf, type ToldRun } from '../../src/lessons/index.ts';
import { setPath } from '../../src/scenario/index.ts';
import { compile, type Plan } from '../../src/simulation/index.ts';
import type { Style } from '../../src/trace/index.ts';
import { checked, finishedPlan } from '../support/runs.ts';

/** Where the lessons' files are, from the project's root. */
export const lessonFiles: readonly string[] = readdirSync('scenarios')
  .flatMap((slug) => {
    const files = readdirSync(path.join('scenarios', slug), { recursive: true, encoding: 'utf8' });
    return files.map((file) => path.join('scenarios', slug, file));
  })
  .filter((file) => file.endsWith('.md'));

/** A lesson from its text; a refusal fails the test with all its problems. */
export function lessonOf(source: string): Lesson {
  const read = readLesson(source);
  if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems, undefined, 2));
  return read.lesson;
}

/** All lessons. */
export function allLessons(): readonly Lesson[] {
  return lessonFiles.map((file) => lessonOf(readFileSync(file, 'utf8')));
}

/** What is to be run. */
export interface Wanted {
  readonly slug: string;
  readonly set: readonly string[];
  readonly seed: number;
}

/** As many runs are kept at a time: a long trace takes a megabyte. */
const mostRuns = 60;

/** Runs that were asked for, by what was asked; the oldest are let go. */
export class ToldRuns {
  readonly #known = new Map<string, ToldRun>();
  /** What was read, changed and compiled once serves the next seed too. */
  readonly #plans = new Map<string, Plan>();

  /** The styles of one run. */
  of(wanted: Wanted): RunOf {
    return (style) => this.#run(wanted, style);
  }

  #run({ slug, set, seed }: Wanted, style: Style): ToldRun {
    const key = JSON.stringify([slug, set, style, seed]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const plan = this.#plan(slug, set, style);
    const { trace, cast } = finishedPlan(plan, seed);
    const run = { scenario: plan.scenario, trace, cast };
    const [oldest] = this.#known.keys();
    if (this.#known.size >= mostRuns && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, run);
    return run;
  }

  #plan(slug: string, set: readonly string[], style: Style): Plan {
    const key = JSON.stringify([slug, set, style]);
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const text = readFileSync(path.resolve('scenarios', slug, 'scenario.json'), 'utf8');
    const changed = setPath(text, set);
    if (changed.kind === 'problems')
      throw new Error(JSON.stringify(changed.problems, undefined, 2));
    const plan = compile(checked(changed.text), style);
    this.#plans.set(key, plan);
    return plan;
  }
}
