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
  readonly #beginnings: (Snapshot | undefined)[] = [];

  constructor({ machines }: Cast, runner: MachineRunner) {
    this.runner = runner;
    // A machine has a handful of states: looking through them is quicker than hashing a name.
    this.#names = machines.map(({ states }, index) => ({
      index,
      codes: (state) => placeOf(states, state),
    }));
  }

  names(index: number): MachineNames {
    return present(this.#names[index], 'a machine');
  }

  /** A machine's first snapshot: immutable, so one serves all orders. */
  beginning(machine: MachinePlan): Snapshot {
    const known = this.#beginnings[machine.index];
    if (known !== undefined) return known;
    const snapshot = this.runner.begin(machine.logic);
    this.#beginnings[machine.index] = snapshot;
    return snapshot;
  }
}

function placeOf(states: readonly string[], state: string): number {
  for (let at = 0; at < states.length; at++) if (states[at] === state) return at;
  return -1;
}
