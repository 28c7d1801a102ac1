/** Fault plans by swarm: a seed first draws which kinds of faults exist at all, then a few of each. Leaving kinds out finds more than having all of them. */
import { limits, type Chance, type Fault, type Scenario } from '../../scenario/index.ts';
import { drawsOf } from '../../simulation/index.ts';
import { Dice } from './dice.ts';
import { faultKinds, type FaultKind } from './fault-kinds.ts';

/** What a seed does to a scenario, beside being its seed. */
export interface FaultPlan {
  readonly faults: readonly Fault[];
  /** The chance that anything on the network is lost. */
  readonly loss: Chance;
}

/** One kind in so many exists for a seed. */
const swarm = 3;

/** The fault plan of a seed: the same for both styles, and the same for ever. */
export function plan(scenario: Scenario, seed: number): FaultPlan {
  const draw = drawsOf(seed);
  const whole = new Dice(draw, 'plan', 0);
  const chosen = faultKinds.filter(({ name }) => whole.onceIn(`has ${name}`, swarm));
  const isLossy = whole.onceIn('has network loss', swarm);
  const makeAll = (kinds: readonly FaultKind[]) => {
    const made: Fault[] = [];
    for (const { name, most, make } of kinds) {
      const many = new Dice(draw, name, 0).between('how many', 1, most);
      for (let index = 0; index < many; index++) {
        const fault = make(scenario, new Dice(draw, name, index));
        if (fault !== undefined) made.push(fault);
      }
    }
    return made;
  };
  const drawn = makeAll(chosen);
  // A seed without any fault would only repeat what a plain run shows.
  const faults = drawn.length > 0 || isLossy ? drawn : makeAll(faultKinds.slice(0, 1));
  const isOwnLoss = scenario.network.loss.in > 0 || !isLossy;
  return {
    faults: faults.slice(0, limits.faults - scenario.faults.length),
    loss: isOwnLoss ? scenario.network.loss : { in: 1, of: whole.between('loss', 20, 200) },
  };
}

/** The scenario with a plan on top of its own faults. */
export function planned(scenario: Scenario, { faults, loss }: FaultPlan): Scenario {
  return {
    ...scenario,
    network: { ...scenario.network, loss },
    faults: [...scenario.faults, ...faults],
  };
}
