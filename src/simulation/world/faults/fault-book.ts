/** The faults of a run: scheduled or live, asked in order; the first that matches has its way. A fault that is not asked for costs nothing and draws nothing. */
import type { Fault, FaultEffect } from '../../../scenario/index.ts';
import { legs, points, type Leg, type Moment, type Point } from '../../../trace/index.ts';
import type { Plan } from '../../compile/plan.ts';

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

interface Entry {
  readonly fault: Fault;
  readonly service: number;
  readonly step: number;
  /** Name of the message type; the same name can have another index in another style. */
  readonly type: number;
  readonly leg: number;
  readonly fromMicros: number;
  matches: number;
}

/** The codes of a point's aliases: a saga decides where a handler has its effect, and dispatches where a handler publishes. */
const aliases: Readonly<Partial<Record<Point, Point>>> = {
  decide: 'effect',
  dispatch: 'publish',
  effect: 'decide',
  publish: 'dispatch',
};

/** All faults in force, with what they have struck so far. */
export class FaultBook {
  readonly #plan: Plan;
  readonly #entries: Entry[] = [];
  readonly #byEffect = new Map<FaultEffect['kind'], Entry[]>();

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
    const entry: Entry = {
      fault,
      service:
        target.service === undefined
          ? -1
          : cast.services.findIndex((service) => service.id === target.service),
      step: when.step === undefined ? -1 : cast.steps.findIndex((step) => step.id === when.step),
      // A message that this style does not know can never match.
      type: when.message === undefined ? -1 : (typeByName.get(when.message) ?? Infinity),
      leg: target.leg === undefined ? -1 : legs.indexOf(target.leg),
      fromMicros: (when.fromMs ?? 0) * 1000,
      matches: 0,
    };
    const index = this.#entries.push(entry) - 1;
    const { kind } = fault.effect;
    // A fault aimed at an instant is scheduled by the world; only the others wait here for their occasion.
    if (when.atMs === undefined)
      this.#byEffect.set(kind, [...(this.#byEffect.get(kind) ?? []), entry]);
    return index;
  }

  /** The crash that strikes at this side of this point, -1 for none. */
  crash(occasion: Occasion, point: Point, moment: Moment, now: number): number {
    const entries = this.#byEffect.get('crash');
    if (entries === undefined) return -1;
    const alias = aliases[point];
    for (const entry of entries) {
      const wanted = entry.fault.when.point;
      if (
        wanted !== undefined &&
        wanted !== `${moment} ${point}` &&
        (alias === undefined || wanted !== `${moment} ${alias}`)
      )
        continue;
      if (this.#strikes(entry, occasion, now)) return this.#entries.indexOf(entry);
    }
    return -1;
  }

  /** The fault of this kind that strikes a delivery, -1 for none. */
  onDelivery(kind: 'duplicate' | 'poison', occasion: Occasion, now: number): number {
    for (const entry of this.#byEffect.get(kind) ?? [])
      if (this.#strikes(entry, occasion, now)) return this.#entries.indexOf(entry);
    return -1;
  }

  /** The fault that strikes something on a leg of the network, -1 for none. */
  onLeg(leg: Leg, occasion: Occasion, now: number): number {
    for (const kind of ['lose', 'delay'] as const) {
      for (const entry of this.#byEffect.get(kind) ?? []) {
        if (entry.leg === legs.indexOf(leg) && this.#strikes(entry, occasion, now))
          return this.#entries.indexOf(entry);
      }
    }
    return -1;
  }

  /** Whether any fault waits for something on the network. */
  get hasLegFaults(): boolean {
    return this.#byEffect.has('lose') || this.#byEffect.has('delay');
  }

  #strikes(entry: Entry, occasion: Occasion, now: number): boolean {
    const { when, target } = entry.fault;
    if (now < entry.fromMicros) return false;
    if (entry.service >= 0 && entry.service !== occasion.service) return false;
    if (target.instance !== undefined && target.instance !== occasion.instance) return false;
    if (when.order !== undefined && when.order !== occasion.order) return false;
    if (entry.step >= 0 && entry.step !== occasion.step) return false;
    if (entry.type !== -1 && entry.type !== occasion.type) return false;
    if (when.attempt !== undefined && when.attempt !== occasion.attempt) return false;
    entry.matches += 1;
    return when.every === true || entry.matches === (when.nth ?? 1);
  }
}

/** The code of a named point. */
export function pointCode(point: Point): number {
  return points.indexOf(point);
}
