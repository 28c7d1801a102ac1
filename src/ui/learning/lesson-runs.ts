/** Runs of lessons apart from any lab: to check an answer or a result by running. */
import { assignmentsOf, type Choices, type Lesson, type RunOf } from '../../lessons/index.ts';
import { setPath } from '../../scenario/index.ts';
import type { Style } from '../../trace/index.ts';
import { SimulationClient, type Fingerprint } from '../../worker/index.ts';
import { runToEnd, toldOf } from '../lessons/told-lab.ts';
import { entryOf } from '../run/catalogue.ts';
import { Run } from '../run/run.svelte.ts';

/** A run of a lesson, known to its end. */
export interface LessonRun {
  readonly runOf: RunOf;
  /** What came of each style, in short. */
  readonly prints: readonly Fingerprint[];
  readonly engine: string;
}

/** Makes runs, one after the other, on a simulation of its own. */
export class LessonRuns {
  readonly #client = new SimulationClient();
  readonly #run = new Run(this.#client);
  #last: Promise<unknown> = Promise.resolve();

  /** The run of a lesson with the controls at these positions; undefined when it cannot be made. */
  of(lesson: Lesson, choices: Choices = {}): Promise<LessonRun | undefined> {
    const made = this.#last.then(() => this.#make(lesson, choices)).catch(() => undefined);
    this.#last = made;
    return made;
  }

  /** Ends the simulation. */
  close(): void {
    this.#client.kill();
  }

  async #make(lesson: Lesson, choices: Choices): Promise<LessonRun | undefined> {
    const text = await textOf(lesson, choices);
    if (text === undefined) return undefined;
    const run = this.#run;
    const styles: readonly Style[] = ['choreography', 'orchestration'];
    if (!(await run.load({ text, seed: lesson.seed, styles }))) return undefined;
    const has = styles.filter((style) => run.scenario?.styles.includes(style));
    if (has.length < styles.length && !(await run.reload({ styles: has }))) return undefined;
    if (!(await runToEnd(run))) return undefined;
    const prints = await run.fingerprints(run.last);
    return { runOf: toldOf(run), prints, engine: run.engine };
  }
}

/** The scenario of a lesson with its changes, and those of the controls; undefined when there is none. */
export async function textOf(lesson: Lesson, choices: Choices): Promise<string | undefined> {
  const base = await entryOf(lesson.scenario)?.read();
  const set = base === undefined ? undefined : setPath(base, assignmentsOf(lesson, choices));
  return set === undefined || set.kind === 'problems' ? undefined : set.text;
}
