/** What a user does to a run: with scenario and seed, all the inputs that there are. */
import type { Fault } from '../../scenario/index.ts';
import type { World } from '../world/world.ts';

/** What a user did, with the virtual instant at which it was done. Scenario, seed and actions are all the inputs of a run. */
export type Action =
  /** A live fault; it is recorded as a line of the scenario, its moment resolved. */
  | { readonly kind: 'inject'; readonly atMicros: number; readonly fault: Fault }
  /** Flips a switch of a service from this instant on. */
  | {
      readonly kind: 'switch';
      readonly atMicros: number;
      readonly service: string;
      readonly name: 'inbox' | 'outbox';
      readonly on: boolean;
    };

/** Does to one world what a user did. All events up to the instant of the action have happened. */
export function perform(world: World, action: Action): void {
  if (action.kind === 'inject') world.inject(action.fault);
  else world.flip(action.service, action.name, action.on);
}
