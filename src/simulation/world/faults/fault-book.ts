/** The faults of a run: scheduled or live, asked in order; the first that matches has its way. A fault that is not asked for costs nothing and draws nothing. */
import type { Scribe } from '../../../kernel/index.ts';
import type { Fault } from '../../../scenario/index.ts';
import { legs, moments, points, type Point } from '../../../trace/index.ts';
import type { Plan } from '../../compile/plan.ts';
import { after, before, sides, type Side } from './sides.ts';

/** Where and on what a process is working when a fault may strike. */
export interface Occasion {
  readonly service: number;
  readonly instance: number;
  readonly order: number;
  /** Index of the step, -1 for none. */
  readonly step: number;
  /** Index of the message type. */
  readonly type: number;
  /** Which delivery of the record to the service, from 1. */
  readonly attempt: number;
}

/** Anything will do. */
const any = -1;
/** What this style does not know can never match. */
const nothing = -2;

/** A fault in force. What it is aimed at stands here as numbers: asking must not cost a look at the scenario's own objects, which come in many shapes. */
interface Entry {
  readonly index: number;
  readonly fault: Fault;
  readonly service: number;
  readonly instance: number;
  readonly order: number;
  readonly step: number;
  readonly type: number;
  readonly attempt: number;
  readonly fromMicros: number;
  /** Which match strikes; 0 for every one. */
  readonly nth: number;
  matches: number;
}

/** The codes of a point's aliases: a saga decides where a handler has its effect, and dispatches where a handler publishes. */
const aliases: Readonly<Partial<Record<Point, Point>>> = {
  decide: 'effect',
  dispatch: 'publish',
  effect: 'decide',
  publish: 'dispatch',
};

/** By what a fault calls them: the sides of points that it means. */
const sidesOf: ReadonlyMap<string, readonly Side[]> = new Map(
  moments.flatMap((moment) =>
    points.map((named) => {
      const meant = points.filter((point) => point === named || aliases[point] === named);
      const at = moment === 'before' ? before : after;
      return [`${moment} ${named}`, meant.map((point) => at[point])] as const;
    }),
  ),
);

/** All faults in force, with what they have struck so far. */
export class FaultBook {
  readonly #plan: Plan;
  readonly #entries: Entry[] = [];
  /** By side of a point. */
  readonly #crashes: Entry[][] = sides.map(() => []);
  /** By the code of a leg; what is lost comes before what is late. */
  readonly #losses: Entry[][] = legs.map(() => []);
  readonly #delays: Entry[][] = legs.map(() => []);
  readonly #duplicates: Entry[] = [];
  readonly #poisons: Entry[] = [];

  constructor(plan: Plan, faults: readonly Fault[]) {
    this.#plan = plan;
    for (const fault of faults) this.add(fault);
  }

  /** All faults, in the order of their indexes. */
  get faults(): readonly Fault[] {
    return this.#entries.map((entry) => entry.fault);
  }

  /** The fault of an index. */
  fault(index: number): Fault {
    const entry = this.#entries[index];
    if (entry === undefined) throw new RangeError(`there is no fault ${index}`);
    return entry.fault;
  }

  /** Puts a fault in force and returns its index. */
  add(fault: Fault): number {
    const { when, target } = fault;
    const { cast, typeByName } = this.#plan;
    const index = this.#entries.length;
    const entry: Entry = {
      index,
      fault,
      service:
        target.service === undefined
          ? any
          : cast.services.findIndex((service) => service.id === target.service),
      instance: target.instance ?? any,
      order: when.order ?? any,
      step: when.step === undefined ? any : cast.steps.findIndex((step) => step.id === when.step),
      type: when.message === undefined ? any : (typeByName.get(when.message) ?? nothing),
      attempt: when.attempt ?? any,
      fromMicros: (when.fromMs ?? 0) * 1000,
      nth: when.every === true ? 0 : (when.nth ?? 1),
      matches: 0,
    };
    this.#entries.push(entry);
    // A fault aimed at an instant is scheduled by the world; only the others wait here for their occasion.
    if (when.atMs === undefined) this.#place(entry);
    return index;
  }

  /** Whether a crash waits at this side of a point. */
  mayCrash(side: Side): boolean {
    return (this.#crashes[side]?.length ?? 0) > 0;
  }

  /** The crash that strikes at this side of a point, -1 for none. */
  crash(occasion: Occasion, side: Side, now: number): number {
    return first(this.#crashes[side], occasion, now);
  }

  /** The fault of this kind that strikes a delivery, -1 for none. */
  onDelivery(kind: 'duplicate' | 'poison', occasion: Occasion, now: number): number {
    return first(kind === 'duplicate' ? this.#duplicates : this.#poisons, occasion, now);
  }

  /** Whether any fault waits for something on this leg of the network, by its code. */
  mayStrike(leg: number): boolean {
    return (this.#losses[leg]?.length ?? 0) > 0 || (this.#delays[leg]?.length ?? 0) > 0;
  }

  /** The fault that strikes something on a leg of the network, -1 for none. */
  onLeg(leg: number, occasion: Occasion, now: number): number {
    const loss = first(this.#losses[leg], occasion, now);
    return loss >= 0 ? loss : first(this.#delays[leg], occasion, now);
  }

  transcribe(scribe: Scribe): void {
    const faults = scribe.list(this.faults);
    // Whoever reads has those of the scenario already; the others were injected live.
    for (const fault of faults.slice(this.#entries.length)) this.add(fault);
    for (const entry of this.#entries) entry.matches = scribe.value(entry.matches);
  }

  #place(entry: Entry): void {
    const { effect, target, when } = entry.fault;
    if (effect.kind === 'crash') this.#placeCrash(entry, when.point);
    else if (effect.kind === 'duplicate') this.#duplicates.push(entry);
    else if (effect.kind === 'poison') this.#poisons.push(entry);
    else if (target.leg !== undefined && effect.kind === 'lose')
      this.#losses[legs.indexOf(target.leg)]?.push(entry);
    else if (target.leg !== undefined && effect.kind === 'delay')
      this.#delays[legs.indexOf(target.leg)]?.push(entry);
  }

  #placeCrash(entry: Entry, wanted: string | undefined): void {
    for (const side of wanted === undefined ? sides : (sidesOf.get(wanted) ?? []))
      this.#crashes[side]?.push(entry);
  }
}

function first(entries: readonly Entry[] | undefined, occasion: Occasion, now: number): number {
  if (entries === undefined) return -1;
  for (const entry of entries) if (strikes(entry, occasion, now)) return entry.index;
  return -1;
}

function strikes(entry: Entry, occasion: Occasion, now: number): boolean {
  if (now < entry.fromMicros) return false;
  if (entry.service !== any && entry.service !== occasion.service) return false;
  if (entry.instance !== any && entry.instance !== occasion.instance) return false;
  if (entry.order !== any && entry.order !== occasion.order) return false;
  if (entry.step !== any && entry.step !== occasion.step) return false;
  if (entry.type !== any && entry.type !== occasion.type) return false;
  if (entry.attempt !== any && entry.attempt !== occasion.attempt) return false;
  entry.matches += 1;
  return entry.nth === 0 || entry.matches === entry.nth;
}
