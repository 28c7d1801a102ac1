/** The machines of one world: codes of their states, and how they begin. */
import { present } from '../../kernel/index.ts';
import type { MachineRunner, Snapshot } from '../../services/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { MachinePlan } from '../compile/plan.ts';

/** Codes of a machine's states. */
export interface MachineNames {
  readonly index: number;
  readonly codes: (state: string) => number;
}

/** All machines of a world. */
export class Machines {
  readonly runner: MachineRunner;
  readonly #names: readonly MachineNames[];
  /** Only spares asking again. No checkpoint holds it. */
  readonly #beginnings = new Map<number, Snapshot>();

  constructor({ machines }: Cast, runner: MachineRunner) {
    this.runner = runner;
    this.#names = machines.map(({ states }, index) => {
      const codes = new Map(states.map((state, at) => [state, at]));
      return { index, codes: (state) => codes.get(state) ?? -1 };
    });
  }

  names(index: number): MachineNames {
    return present(this.#names[index], 'a machine');
  }

  /** A machine's first snapshot: immutable, so one serves all orders. */
  beginning(machine: MachinePlan): Snapshot {
    const known = this.#beginnings.get(machine.index);
    if (known !== undefined) return known;
    const snapshot = this.runner.begin(machine.logic);
    this.#beginnings.set(machine.index, snapshot);
    return snapshot;
  }
}
