/** A lesson shown to a room: which beat is on view, the runs that it speaks of, and what the class has said. What the presenter learned in the lesson stays as it is. */
import {
  answer,
  borneOut,
  type Choices,
  type Lesson,
  type LessonStep,
  type RunOf,
} from '../../lessons/index.ts';
import type { Style } from '../../trace/index.ts';
import { shortPrint } from '../links/print.ts';
import { momentAddress } from '../lessons/moment-address.ts';
import type { LessonRoom } from '../lessons/room.svelte.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { settingOf } from '../lessons/setting.ts';
import { ballotOf, beatsOf, type Beat } from './beats.ts';
import { Curtain } from './curtain.svelte.ts';
import { FirstRows } from './first-rows.ts';
import type { Show } from './show.ts';
import { counted, leader, noVotes, revoted, type Tally } from './tally.ts';

/** A presentation. */
export class Presentation implements Show {
  readonly room: LessonRoom;
  readonly beats: readonly Beat[];
  readonly curtain: Curtain;
  #at = $state.raw(0);
  #isBusy = $state.raw(true);
  #first = $state.raw<RunOf>();
  #changed = $state.raw<RunOf>();
  #choices = $state.raw<Choices>({});
  #tallies = $state.raw<Readonly<Record<number, Tally>>>({});
  #arrivals = 0;
  readonly #rows = new FirstRows();
  readonly #release: () => void;

  constructor(room: LessonRoom) {
    this.room = room;
    this.beats = beatsOf(room.lesson);
    this.curtain = new Curtain(room.lab.player);
    this.#release = room.lab.player.heed({
      arm: () => undefined,
      stop: (from, to) => this.#stop(from, to),
    });
  }

  get lab(): Lab {
    return this.room.lab;
  }
  get seed(): number {
    return this.lesson.seed;
  }
  get lesson(): Lesson {
    return this.room.lesson;
  }
  /** The place of the beat on view, from 0. */
  get at(): number {
    return this.#at;
  }
  get beat(): Beat {
    return this.beats[this.#at] ?? { step: 0, isOpen: false };
  }
  /** The step on view; undefined at the end. */
  get step(): LessonStep | undefined {
    return this.lesson.steps[this.beat.step];
  }
  /** Whether a run is being made. */
  get isBusy(): boolean {
    return this.#isBusy;
  }
  /** The run without a change, once it is known. */
  get first(): RunOf | undefined {
    return this.#first;
  }
  /** The run with the class's change, once it is known. */
  get changed(): RunOf | undefined {
    return this.#changed;
  }
  /** Where the class wants the controls. */
  get choices(): Choices {
    return this.#choices;
  }
  /** The votes at the step on view. */
  get tally(): Tally {
    return this.#tallies[this.beat.step] ?? noVotes;
  }
  /** Why there is no run; empty when there is. */
  get problem(): string {
    return this.room.problem;
  }
  /** The answer that most of the class had predicted, and the one that the run bears out. */
  get bet(): { readonly mine: string | undefined; readonly right: string | undefined } | undefined {
    const step = this.lesson.steps.find((each) => each.kind === 'predict');
    if (step === undefined || this.#first === undefined) return undefined;
    const tally = this.#tallies[this.lesson.steps.indexOf(step)] ?? noVotes;
    const { value } = answer(step.ask, this.#first, this.lesson.style);
    return { mine: leader(tally), right: borneOut(step, value) };
  }

  /** Sets the lab for the first beat. */
  begin(): Promise<void> {
    return this.#arrive();
  }

  /** Goes on, or back, by so many beats. A black screen only comes back. */
  async go(by: number): Promise<void> {
    if (!this.curtain.opens()) return;
    const at = Math.max(0, Math.min(this.beats.length - 1, this.#at + by));
    if (at === this.#at) return;
    this.#at = at;
    await this.#arrive();
  }

  togglePlay(): void {
    if (this.curtain.isOpen && !this.#isBusy) this.room.play();
  }

  /** Counts hands for the answer at a place. After the answer was shown, no vote counts. */
  count(place: number, hands: number): void {
    const id = ballotOf(this.step)[place];
    if (id === undefined || this.beat.isOpen || this.curtain.isBlack) return;
    this.#keep(counted(this.tally, id, hands));
  }

  /** Begins another vote on the same question. */
  revote(): void {
    if (!this.beat.isOpen) this.#keep(revoted(this.tally));
  }

  /** Puts a control where the class wants it. */
  choose(control: string, choice: string): void {
    this.#choices = { ...this.#choices, [control]: choice };
    this.#changed = undefined;
  }

  /** The address of the moment on view, for every machine in the room. */
  async addressOfMoment(): Promise<string> {
    const { lab } = this.room;
    lab.player.pause();
    const at = Math.floor(lab.player.cursor);
    const print = shortPrint(await lab.run.fingerprints(at), lab.shown);
    const choices = this.#showsChange ? this.#choices : {};
    const hash = momentAddress(this.lesson, { choices, shown: lab.shown, at, print });
    return new URL(hash, location.href).href;
  }

  /** The presenter goes back to the lesson. */
  close(): void {
    this.room.lab.player.pause();
    this.#release();
  }

  /** Where the run of a step shows what it is to show; -1 for never. */
  rowOf(step: LessonStep): number {
    return this.#rows.of(step, this.#first);
  }

  get #showsChange(): boolean {
    const change = this.lesson.steps.findIndex(({ kind }) => kind === 'change');
    return change >= 0 && this.beat.step > change;
  }

  #keep(tally: Tally): void {
    this.#tallies = { ...this.#tallies, [this.beat.step]: tally };
  }

  /** Play stops where the run shows what it is to show. */
  #stop(from: number, to: number): number | undefined {
    const { step } = this;
    if (step?.kind !== 'run') return undefined;
    const row = this.rowOf(step);
    const time = row < 0 ? undefined : this.room.lab.run.world(step.style)?.trace.time(row);
    return time !== undefined && time > from && time <= to ? time : undefined;
  }

  /** Makes the run that the beat needs, and goes to its moment. Who has clicked on meanwhile finds the lab set for where they are. */
  async #arrive(): Promise<void> {
    const arrival = ++this.#arrivals;
    const { room, step } = this;
    const { lab } = room;
    this.#isBusy = true;
    lab.player.pause();
    this.#first ??= await room.showRun({});
    if (this.#showsChange) this.#changed = await room.showRun(this.#choices);
    else await room.showRun({});
    if (arrival !== this.#arrivals) return;
    if (step !== undefined) {
      const { lit, shown } = settingOf(this.lesson, step);
      lab.selection.light(lit);
      await lab.show(shown);
    }
    await this.#goToMoment(step);
    if (arrival === this.#arrivals) this.#isBusy = false;
  }

  async #goToMoment(step: LessonStep | undefined): Promise<void> {
    const { lab } = this.room;
    if (step?.kind === 'run') {
      const row = this.rowOf(step);
      if (this.beat.isOpen && row >= 0) return lab.pick(step.style, row);
      return lab.player.seek(this.#timeBefore());
    }
    if (step?.kind === 'hook' || step?.kind === 'predict') return lab.player.seek(0);
    if (step?.kind === 'observe' && this.beat.isOpen && this.#first !== undefined) {
      const { row, style } = answer(step.ask, this.#first, this.lesson.style);
      if (row >= 0) return lab.pick(style, row);
    }
    return lab.player.seek(lab.run.last);
  }

  /** A second run goes on where the first has stopped. */
  #timeBefore(): number {
    const before = this.lesson.steps[this.beat.step - 1];
    const row = before === undefined ? -1 : this.rowOf(before);
    const style: Style = before?.kind === 'run' ? before.style : this.lesson.style;
    return row < 0 ? 0 : (this.room.lab.run.world(style)?.trace.time(row) ?? 0);
  }
}
