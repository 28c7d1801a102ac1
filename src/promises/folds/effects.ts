/** Which effects are in force: per step and order, how often and by what amount, and the rows that made it so. */
import { code, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { Column } from './column.ts';

/** The effect of one step over all orders. */
class StepEffects {
  readonly #net = new Column();
  readonly #amount = new Column();
  readonly #firstApplied = new Column(-1);
  readonly #lastApplied = new Column(-1);
  readonly #lastUndone = new Column(-1);

  apply(trace: Trace, row: number): void {
    const order = trace.order(row);
    this.#net.add(order, 1);
    this.#amount.add(order, trace.b(row));
    if (this.#firstApplied.at(order) < 0) this.#firstApplied.set(order, row);
    this.#lastApplied.set(order, row);
  }

  undo(trace: Trace, row: number): void {
    const order = trace.order(row);
    this.#net.add(order, -1);
    this.#amount.add(order, -trace.b(row));
    this.#lastUndone.set(order, row);
  }

  /** How often it is in force: applied less undone. */
  net(order: number): number {
    return this.#net.at(order);
  }
  /** What is in force: cents, units or deeds. */
  amount(order: number): number {
    return this.#amount.at(order);
  }
  firstAppliedRow(order: number): number {
    return this.#firstApplied.at(order);
  }
  lastAppliedRow(order: number): number {
    return this.#lastApplied.at(order);
  }
  lastUndoneRow(order: number): number {
    return this.#lastUndone.at(order);
  }
  /** The last row that changed it, -1 for none. */
  lastRow(order: number): number {
    return Math.max(this.#lastApplied.at(order), this.#lastUndone.at(order));
  }
}

/** The effects of all steps. */
export class Effects implements Listener {
  readonly kinds = ['effect-applied', 'effect-undone'] as const;
  readonly #steps: readonly StepEffects[];

  constructor(steps: number) {
    this.#steps = Array.from({ length: steps }, () => new StepEffects());
  }

  /** Takes in an effect, or its taking back. */
  see(trace: Trace, row: number): void {
    const step = this.#steps[trace.a(row)];
    if (trace.kind(row) === code['effect-applied']) step?.apply(trace, row);
    else step?.undo(trace, row);
  }

  /** The effect of one step: its index in the cast. */
  of(step: number): StepEffects {
    const effects = this.#steps[step];
    if (effects === undefined) throw new RangeError(`the cast has no step ${step}`);
    return effects;
  }
}

export type { StepEffects };
