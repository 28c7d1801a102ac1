/** A lesson in the lab: which step is on view, the runs that it speaks of, and how the lab is set for it. */
import { sentence } from '../../projections/index.ts';
import {
  answer,
  assignmentsOf,
  begun,
  held,
  take,
  type Act,
  type Choices,
  type Lesson,
  type LessonStep,
  type Progress,
  type Reply,
  type RunOf,
} from '../../lessons/index.ts';
import { setPath } from '../../scenario/index.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { positionOf, speedAt } from '../run/speed.ts';
import { recallsBefore, type Keeper } from './keeper.ts';
import { settingOf, type Setting } from './setting.ts';
import { Lookout, runToEnd, toldOf } from './told-lab.ts';

/** Nobody should have to watch for longer without a stop, in seconds. */
const longestPlay = 12;
/** A lesson that is being taken. */
export class LessonRoom {
  readonly lesson: Lesson;
  readonly lab: Lab;
  /** The text of the lesson's scenario, without the lesson's changes. */
  readonly #base: string;
  readonly #keeper: Keeper;
  readonly #release: () => void;
  #progress = $state.raw<Progress>(begun(''));
  /** The step on view. One that was answered stays until the learner reads on. */
  #view = $state.raw(0);
  #looksBack = $state.raw(false);
  /** Questions of other lessons that are to be recalled before the first step, those that are answered among them. */
  #recalls = $state.raw<readonly string[]>([]);
  #busy = $state.raw(true);
  #problem = $state.raw('');
  #first = $state.raw<RunOf>();
  #changed = $state.raw<RunOf>();
  #lookout = $state.raw<Lookout>();
  // The controls with which the lab's run was made, as JSON; empty before the first.
  #open = '';
  #arrivals = 0;
  // The lab is set for one step after the other.
  #settled: Promise<void> = Promise.resolve();

  /** `base` is the text of the lesson's scenario. */
  constructor(lesson: Lesson, lab: Lab, { base, keeper }: { base: string; keeper: Keeper }) {
    this.lesson = lesson;
    this.lab = lab;
    this.#keeper = keeper;
    this.#base = base;
    lab.faultChoices.areOpen = false;
    this.#progress = keeper.progress ?? begun(lesson.id);
    this.#view = this.#progress.at;
    this.#recalls = recallsBefore(this.#progress, this.#keeper);
    this.#release = lab.player.heed({
      arm: () => undefined,
      stop: (from, to) => this.#stop(from, to),
    });
  }

  get progress(): Progress {
    return this.#progress;
  }
  /** Index of the step on view; the number of steps at the end. */
  get at(): number {
    return this.#view;
  }
  /** The step on view, undefined at the end. */
  get step(): LessonStep | undefined {
    return this.lesson.steps[this.#view];
  }
  /** Whether the step on view is answered, and the learner may read on. */
  get isAnswered(): boolean {
    return this.#progress.at > this.#view;
  }
  /** Whether an earlier step is on view once more: it can be read, and nothing of it changed. */
  get looksBack(): boolean {
    return this.#looksBack;
  }
  /** What is to be recalled before the first step, by ids of the deck; none when there is nothing to recall, or no more. */
  get recalls(): readonly string[] {
    const { at, recalled, leavesRecall } = this.#progress;
    const isOver = at > 0 || leavesRecall || recalled.length >= this.#recalls.length;
    return isOver ? [] : this.#recalls;
  }
  /** Why the way through the lesson is not kept; empty when it is. */
  get notKept(): string {
    return this.#keeper.problem();
  }
  /** What is said to the last act, when it was one of the step on view. */
  get reply(): Reply | undefined {
    const { reply } = this.#progress;
    return reply?.step === this.#view ? reply : undefined;
  }
  /** True while a run is made. */
  get busy(): boolean {
    return this.#busy;
  }
  /** Why the lesson cannot go on; empty when it can. */
  get problem(): string {
    return this.#problem || this.lab.run.failure;
  }
  /** The run that was predicted, once it is known to its end. */
  get first(): RunOf | undefined {
    return this.#first;
  }
  /** The run with the learner's change, once it is known to its end. */
  get changed(): RunOf | undefined {
    return this.#changed;
  }
  /** How the lab is set for the step on view. */
  get setting(): Setting | undefined {
    return this.step && settingOf(this.lesson, this.step);
  }
  /** Time stands still before the run is predicted. */
  get isLocked(): boolean {
    if (this.#looksBack)
      return this.lesson.steps.slice(this.#progress.at).some(({ kind }) => kind === 'predict');
    return this.step?.kind === 'hook' || this.step?.kind === 'predict';
  }
  /** Whether the panels stand under the stage: not before the run, when there is nothing in them, and not when it is done with. */
  get hasPanels(): boolean {
    const { step, setting } = this;
    const isWorking = ['run', 'observe', 'explain', 'change', 'promise'].includes(step?.kind ?? '');
    return isWorking || setting?.panel !== undefined;
  }

  /** Where the run shows what it was to show: -1 when it never does, undefined while that is not on view. */
  get shownAt(): number | undefined {
    const { step } = this;
    const world = step?.kind === 'run' ? this.lab.run.world(step.style) : undefined;
    if (world === undefined || this.#lookout === undefined) return undefined;
    const row = this.#lookout.rowIn(world);
    if (row < 0) return this.lab.player.atEnd ? -1 : undefined;
    return this.lab.player.cursor >= world.trace.time(row) ? row : undefined;
  }

  /** Sets the lab for the step on view; who comes back to the lesson finds it as they left it. */
  begin(): Promise<void> {
    return this.#arrivals > 0 ? this.#settled : this.#arrive();
  }

  /** Sets the lab to the beginning of the first run, with nobody dim, and has that run known to its end. */
  showBeginning(): Promise<void> {
    const { lab } = this;
    this.#arrivals++;
    this.#busy = true;
    lab.player.pause();
    lab.selection.light([]);
    this.#settled = this.#settled.then(async () => {
      this.#first ??= await this.#whole({});
      await this.#run({});
      await lab.player.seek(0);
    });
    return this.#settled;
  }

  /** Has the run open that the controls make at these positions, known to its end, for whoever shows the lesson to others. */
  async showRun(choices: Choices): Promise<RunOf | undefined> {
    this.#arrivals++;
    this.#busy = true;
    this.lab.player.pause();
    const made = this.#settled.then(() => this.#whole(choices));
    this.#settled = made.then(() => undefined);
    return made;
  }

  /** Sets the lab for the step on view again. */
  comeBack(): Promise<void> {
    return this.#arrive();
  }

  /** Takes an act. What it is answered stays on view; without an answer, the next step comes on view. */
  async act(act: Act): Promise<void> {
    const taken = take(this.lesson, this.#progress, act);
    // What was said at an earlier step stands.
    if (taken.kind === 'refused' || this.#looksBack) return;
    this.#progress = taken.progress;
    this.#keeper.keep(this.#progress);
    const { reply } = this;
    if (reply === undefined) {
      if (this.#progress.at !== this.#view) await this.next();
    } else if (reply.row >= 0) await this.lab.pick(reply.style, reply.row);
  }

  /** Takes what the learner says of a question of an earlier lesson, here and in the deck. */
  async recall(question: string, isRight: boolean): Promise<void> {
    if (!this.recalls.includes(question)) return;
    this.#keeper.recalled(question, isRight);
    await this.act({ kind: 'recall', question, isRight });
  }

  /** Brings the open step on view. */
  async next(): Promise<void> {
    await this.lookAt(this.#progress.at);
  }

  /** Brings a step on view that was open before, or the one that is. */
  async lookAt(step: number): Promise<void> {
    const { at } = this.#progress;
    this.#view = Math.max(0, Math.min(step, at));
    this.#looksBack = this.#view < at;
    await this.#arrive();
  }

  /** Begins the lesson anew. */
  async again(): Promise<void> {
    this.#progress = begun(this.lesson.id);
    this.#keeper.keep(this.#progress);
    this.#recalls = recallsBefore(this.#progress, this.#keeper);
    this.#first = undefined;
    this.#changed = undefined;
    await this.next();
  }

  /** The learner's observation, checked against the run. */
  observe(said: number | string): Promise<void> {
    const { step } = this;
    if (step?.kind !== 'observe' || this.#first === undefined) return Promise.resolve();
    const truth = answer(step.ask, this.#first, this.lesson.style);
    return this.act({ kind: 'observe', said, truth });
  }

  /** Lets the promises judge the changed run: on to its price, or back to the change. */
  async judge(): Promise<void> {
    const { step } = this;
    if (step?.kind !== 'promise' || this.#changed === undefined || this.#busy) return;
    const act: Act = { kind: 'judge', held: held(step, this.#changed) };
    await this.act(act);
    if (this.#view !== this.#progress.at) await this.next();
  }

  /** Leaves a step out. A change that was not made is not judged either. */
  async skip(): Promise<void> {
    const isChange = this.step?.kind === 'change';
    if (!isChange) return this.act({ kind: 'skip' });
    const taken = take(this.lesson, this.#progress, { kind: 'skip' });
    if (taken.kind === 'progress') this.#progress = taken.progress;
    await this.act({ kind: 'skip' });
  }

  /** Plays until the run shows what it is to show, at a speed at which that does not take long. */
  play(): void {
    const { player, timeLineEnd } = this.lab;
    const seconds = Math.max(0, timeLineEnd - player.cursor) / 1_000_000;
    player.setSpeed(speedAt(Math.max(positionOf(0.1), positionOf(seconds / longestPlay))));
    this.lab.togglePlay();
  }

  /** Goes at once to where the run shows what it is to show. */
  async showMe(): Promise<void> {
    const { step, lab } = this;
    if (step?.kind !== 'run' || this.#busy) return;
    lab.player.pause();
    this.#busy = true;
    await runToEnd(lab.run);
    const world = lab.run.world(step.style);
    const row = world && this.#lookout?.rowIn(world);
    const time =
      world === undefined || row === undefined || row < 0 ? lab.run.last : world.trace.time(row);
    await lab.player.seek(time);
    this.#busy = false;
  }

  /** A row of the first run, or of the one that is open, in words. */
  sentenceOf({ style, row }: Pick<Reply, 'style' | 'row'>): string {
    const run = toldOf(this.lab.run)(style);
    return run === undefined || row < 0 ? '' : sentence(run.trace, run.cast, row);
  }

  /** The learner goes elsewhere: the lesson stands where it is. */
  pause(): void {
    this.lab.player.pause();
  }

  /** Another lesson takes the lab. */
  close(): void {
    this.pause();
    this.#release();
  }

  /** Play stops where the run shows what it is to show. */
  #stop(from: number, to: number): number | undefined {
    const { step, lab } = this;
    const world = step?.kind === 'run' ? lab.run.world(step.style) : undefined;
    const row = world && this.#lookout?.rowIn(world);
    if (world === undefined || row === undefined || row < 0) return undefined;
    const time = world.trace.time(row);
    return time > from && time <= to ? time : undefined;
  }

  /** Makes the runs that the step on view needs, and sets the lab for it. Who has gone on meanwhile finds the lab set for where they are. */
  #arrive(): Promise<void> {
    const arrival = ++this.#arrivals;
    const { lab, setting } = this;
    this.#busy = true;
    lab.player.pause();
    lab.selection.light(setting?.lit ?? []);
    if (setting?.panel !== undefined) lab.openPanel(setting.panel);
    this.#settled = this.#settled.then(async () => {
      if (arrival !== this.#arrivals) return;
      await (this.step === undefined ? this.#know() : this.#prepare(this.step));
      if (setting !== undefined) await lab.show(setting.shown);
      if (arrival === this.#arrivals) this.#busy = false;
    });
    return this.#settled;
  }

  async #prepare(step: LessonStep): Promise<void> {
    const { player } = this.lab;
    switch (step.kind) {
      case 'hook':
      case 'predict':
        await this.#run({});
        return player.seek(0);
      case 'run': {
        if (this.#looksBack) return this.#know();
        await this.#run({});
        this.#lookout = new Lookout(step.until);
        // A second run goes on where the first has stopped.
        const goesOn = this.lesson.steps[this.#view - 1]?.kind === 'run';
        return goesOn ? undefined : player.seek(0);
      }
      case 'observe':
      case 'explain':
        await this.#know();
        if (this.#open === keyOf({})) await player.seek(this.lab.run.last);
        return;
      case 'change':
        return this.#know();
      case 'promise':
        await this.#know();
        this.#changed = await this.#whole(this.#progress.choices);
        return player.seek(this.lab.run.last);
      default:
        await this.#know();
        if (this.#progress.attempts.at(-1)?.held === true)
          this.#changed ??= await this.#whole(this.#progress.choices);
    }
  }

  /** Has the first run known to its end. */
  async #know(): Promise<void> {
    this.#first ??= await this.#whole({});
  }

  async #whole(choices: Choices): Promise<RunOf | undefined> {
    await this.#run(choices);
    if (this.#problem !== '' || !(await runToEnd(this.lab.run))) return undefined;
    return toldOf(this.lab.run);
  }

  /** Opens the run that the controls make at these positions, unless it is open, and nobody has tampered with it in a panel. */
  async #run(choices: Choices): Promise<void> {
    const { lesson, lab } = this;
    const isUntouched = lab.run.actions.length === 0 && lab.run.seed === lesson.seed;
    if (this.#open === keyOf(choices) && isUntouched) return;
    const set = setPath(this.#base, assignmentsOf(lesson, choices));
    const text = set.kind === 'problems' ? this.#base : set.text;
    const shown = this.setting?.shown ?? [lesson.style];
    const { seed, scenario } = lesson;
    const isOpen = await lab.open({ text, slug: scenario, seed, shown });
    this.#open = isOpen ? keyOf(choices) : '';
    this.#problem = isOpen ? '' : 'The scenario of this lesson could not be opened.';
  }
}

function keyOf(choices: Choices): string {
  return JSON.stringify(
    Object.entries(choices).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
