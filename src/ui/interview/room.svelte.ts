/** An interview that is being taken: the round, its clock, the run on view, and the score once it is over. */
import {
  begun,
  firstRun,
  found,
  hiddenRuns,
  phaseOf,
  phases,
  score,
  surpriseRun,
  take,
  twistedRun,
  type Act,
  type Finding,
  type Interview,
  type Length,
  type Moment,
  type Phase,
  type Round,
  type Score,
  type Timer,
  type Wanted,
} from '../../interview/index.ts';
import { whenLeaving, type DrillSaid, type InterviewResult } from '../../keeping/index.ts';
import type { ToldRun } from '../../lessons/index.ts';
import { runToEnd, toldOf } from '../lessons/told-lab.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { ownFile, type Opening } from '../run/opening.ts';
import { Bench, runsOf, textOf } from './bench.svelte.ts';
import { Drill } from './drill/drill.svelte.ts';
import type { DrillStanding, InterviewKeeper, Resumable } from './keeper.ts';
import type { Scored } from './kept-round.ts';
import { PhaseClock } from './phase-clock.svelte.ts';
import { newNumber } from './round-number.ts';
import { noteHere, underWayHere } from './this-tab.ts';

/** Which run stands on the stage. */
export type Shown = 'first' | 'surprise' | 'twist';

/** A run on the stage, and what came of it. */
export interface ShownRun {
  readonly which: Shown;
  readonly key: string;
  readonly told: ToldRun;
  readonly finding: Finding;
}

/** What is lost at most of the clock when a browser dies, in seconds: to keep each of them would be busy work. */
const clockStep = 5;

/** An interview that is being taken. */
export class InterviewRoom {
  readonly interview: Interview;
  readonly lab: Lab;
  readonly clock = new PhaseClock(() => {
    if (this.clock.isPaused || this.clock.seconds % clockStep === 0) this.#keep();
  });
  readonly bench: Bench;
  readonly keeper: InterviewKeeper;
  /** The text of the board's scenario, before anything was chosen. */
  readonly #base: string;
  readonly #dropEar: () => void;
  #round = $state.raw<Round>();
  /** When it was begun. */
  #begun = 0;
  /** The kept result of which this round is looked at again. */
  #again = $state.raw<InterviewResult>();
  #scored = $state.raw<Scored>();
  #shown = $state.raw<ShownRun>();
  #drill = $state.raw<Drill>();
  /** Whether the brief is come back to: then it is read from its title. */
  #isBack = false;
  #busy = $state.raw(false);
  #problem = $state.raw('');
  #runs = 0;

  /** `base` is the text of the board's scenario. */
  constructor(
    interview: Interview,
    lab: Lab,
    { base, keeper }: { readonly base: string; readonly keeper: InterviewKeeper },
  ) {
    this.interview = interview;
    this.lab = lab;
    this.#base = base;
    this.keeper = keeper;
    this.bench = new Bench(base);
    lab.faultChoices.areOpen = false;
    const here = underWayHere(interview.id);
    if (here?.kind === 'round') this.#goOnWith(keeper.underWay(here.number));
    if (here?.kind === 'drill') this.#goOnDrilling(keeper.drillUnderWay(here.number));
    this.#dropEar = whenLeaving(window, () => {
      this.#keep();
      this.#drill?.keep();
      keeper.leave();
    });
  }

  /** The round that was begun; undefined before. */
  get round(): Round | undefined {
    return this.#round;
  }
  /** The open phase; undefined before the round and after it. */
  get phase(): Phase | undefined {
    return this.#round && phaseOf(this.#round);
  }
  /** Whether all phases are done. */
  get isOver(): boolean {
    return (this.#round?.at ?? 0) >= phases.length;
  }
  /** The score, once all runs are done. */
  get score(): Score | undefined {
    return this.#scored?.score;
  }
  /** The kept result that is looked at again, if the round is not a new one. */
  get again(): InterviewResult | undefined {
    return this.#again;
  }
  /** The run on the stage. */
  get shown(): ShownRun | undefined {
    return this.#shown;
  }
  /** The drill that is under way, if one is. */
  get drill(): Drill | undefined {
    return this.#drill;
  }
  /** Whether the brief was come back to from a round or a drill. */
  get isBack(): boolean {
    return this.#isBack;
  }
  /** True while a run for the stage is made. */
  get busy(): boolean {
    return this.#busy;
  }
  /** Why a run could not be shown; empty when it could. */
  get problem(): string {
    return this.#problem || this.lab.run.failure;
  }
  /** Ids and names of the services as the round begins. */
  get services(): readonly { readonly id: string; readonly name: string }[] {
    const { services } = JSON.parse(this.#base) as {
      services: readonly { readonly id: string; readonly name: string }[];
    };
    return services;
  }

  /** Begins a round with seeds that nobody knows, and another twist than the last one had. */
  begin(length: Length, timer: Timer): void {
    const { last, numbers } = this.keeper;
    const number = newNumber(this.interview, last, numbers);
    this.keeper.putRoundsAway();
    this.#begun = Date.now();
    this.#round = begun(this.interview.id, { number, length, timer });
    this.clock.set(0, false);
    noteHere(this.interview.id, { kind: 'round', number });
    this.#keep();
  }

  /** Goes on with the round that is under way. */
  goOn(): void {
    this.#goOnWith(this.keeper.underWay());
    this.arrive();
  }

  #goOnWith(found: Resumable | undefined): void {
    if (found === undefined) return;
    const { round, open } = found;
    this.#begun = open.begun;
    this.#round = round;
    this.clock.set(open.seconds, open.isPaused);
    noteHere(this.interview.id, { kind: 'round', number: round.number });
  }

  /** Runs and scores a finished round once more, to look at it. */
  lookAgain(result: InterviewResult): void {
    const round = this.keeper.roundOfResult(result);
    if (round === undefined) return;
    this.#again = result;
    this.#round = round;
    void this.judge();
  }

  /** Begins a drill; another one has its options in another order. */
  beginDrill(): void {
    this.keeper.putDrillAway();
    this.#setDrill({ number: newNumber(this.interview) });
  }

  /** Goes on with the drill that is under way. */
  goOnDrilling(): void {
    this.#goOnDrilling(this.keeper.drillUnderWay());
    this.arrive();
  }

  #goOnDrilling(found: DrillSaid | undefined): void {
    if (found === undefined) return;
    this.#setDrill(found);
  }

  #setDrill(given: Pick<DrillSaid, 'number'> | DrillSaid): void {
    this.bench.stop();
    const keep = (drill: DrillStanding) => this.keeper.keepDrill(drill);
    this.#drill = new Drill(this.interview, this.bench, { given, keep });
    noteHere(this.interview.id, { kind: 'drill', number: given.number });
  }

  /** Goes back to the brief. A paragraph that was not held to its runs can be gone on with. */
  endDrill(): void {
    this.bench.stop();
    this.#drill?.keep();
    noteHere(this.interview.id, undefined);
    this.#isBack = true;
    this.#drill = undefined;
  }

  /** Leaves a round: the next one begins with the brief. */
  leave(): void {
    this.bench.stop();
    this.lab.player.pause();
    this.#isBack = true;
    this.#keep(true);
    noteHere(this.interview.id, undefined);
    this.#again = undefined;
    this.#round = undefined;
    this.#scored = undefined;
    this.#shown = undefined;
    this.#problem = '';
  }

  /** Does something. What the round does not take is not done; whether it was taken. */
  act(act: Act): boolean {
    if (this.#round === undefined) return false;
    const taken = take(this.interview, this.#round, act);
    if (taken.kind === 'refused') return false;
    this.#round = taken.round;
    this.#keep();
    return true;
  }

  /** Ends the open phase. */
  next(): void {
    const wasRun = this.phase === 'first-run';
    this.lab.player.pause();
    if (!this.act({ kind: 'next', tookSeconds: this.clock.seconds })) return;
    this.clock.set(0, this.clock.isPaused);
    if (!wasRun) this.#shown = undefined;
    this.#keep();
    if (this.isOver) void this.judge();
  }

  /** The runs that can stand on the stage. */
  #wanted(which: Shown): Wanted | undefined {
    const { interview } = this;
    const round = this.#round;
    if (round === undefined) return undefined;
    const ways = { first: firstRun, surprise: surpriseRun, twist: twistedRun };
    return ways[which](interview, round);
  }

  /** Whether this run stands on the stage, of the board as it is now. */
  isShown(which: Shown): boolean {
    return this.#shown?.which === which && this.#shown.key === JSON.stringify(this.#wanted(which));
  }

  /** Puts a run on the stage, simulated to its end, at the moment that says most. */
  async show(which: Shown): Promise<void> {
    const wanted = this.#wanted(which);
    if (wanted === undefined) return;
    const turn = ++this.#runs;
    this.#busy = true;
    this.#problem = '';
    const told = await this.#open(wanted);
    if (turn !== this.#runs) return;
    this.#busy = false;
    if (told === undefined) {
      this.#problem = 'The board could not be run.';
      return;
    }
    const finding = found(this.interview, wanted, told);
    this.#shown = { which, key: JSON.stringify(wanted), told, finding };
    if (which === 'first') this.act({ kind: 'ran' });
    await this.lab.pick(wanted.style, finding.row);
  }

  async #open(wanted: Wanted): Promise<ToldRun | undefined> {
    const opening = this.#openingOf(wanted);
    if (opening === undefined || !(await this.lab.open(opening))) return undefined;
    return (await runToEnd(this.lab.run)) ? toldOf(this.lab.run)(wanted.style) : undefined;
  }

  #openingOf(wanted: Wanted): Opening | undefined {
    const text = textOf(this.#base, wanted);
    const { seed, style } = wanted;
    return text === undefined ? undefined : { text, slug: ownFile, seed, shown: [style] };
  }

  /** What the lab has to open to show a moment of one of the scored runs. */
  openingAt({ run, seed, surprise, at }: Moment): Opening | undefined {
    const round = this.#round;
    if (round === undefined) return undefined;
    const wanted =
      run === 'hidden'
        ? hiddenRuns(this.interview, round).find(
            (each) => each.seed === seed && each.surprise === surprise,
          )
        : this.#wanted(run);
    return wanted && this.openingOf(wanted, at);
  }

  /** What the lab has to open to show a moment of a wanted run. */
  openingOf(wanted: Wanted, at: number): Opening | undefined {
    const opening = this.#openingOf(wanted);
    return opening && { ...opening, at };
  }

  /** Runs the design on all seeds, and scores the round. */
  async judge(): Promise<void> {
    const round = this.#round;
    if (round === undefined || this.#scored !== undefined) return;
    const made = await runsOf(this.bench, this.interview, round);
    if (made === undefined || this.#round !== round) return;
    const { runs, prints, engine } = made;
    const all = score({ interview: this.interview, round, runs });
    this.#scored = { round, score: all, prints, engine };
    if (this.#again === undefined) this.keeper.keepResult(this.#scored);
  }

  /** The scored round as a file for whoever teaches; undefined before it is scored. */
  handIn(learner: string): string | undefined {
    return this.#scored && this.keeper.fileOf(this.#scored, learner);
  }

  /** Comes back to a round or a drill: what stood on the stage or was being run is made again. */
  arrive(): void {
    if (this.#drill?.isHanded === true) void this.#drill.weigh();
    else if (this.isOver) void this.judge();
    else if (this.phase === 'first-run' && this.#round?.hasRun === true && !this.isShown('first'))
      void this.show('first');
  }

  /** The room is left: nothing plays, nothing runs. */
  pause(): void {
    this.lab.player.pause();
    this.bench.stop();
    this.#keep();
  }

  /** Another interview is opened. */
  close(): void {
    this.pause();
    this.#dropEar();
  }

  #keep(isLeft = false): void {
    const round = this.#round;
    // What is looked at again was kept before.
    if (round === undefined || this.#again !== undefined) return;
    const { seconds, isPaused } = this.clock;
    this.keeper.keep(round, { begun: this.#begun, seconds, isPaused, isLeft });
  }
}
