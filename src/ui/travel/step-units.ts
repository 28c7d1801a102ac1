/** What a step can be: anything at all, or only what a reader looks for. */
import type { StepCondition } from '../../projections/index.ts';
import type { Scenario } from '../../scenario/index.ts';

/** One choice of what a step leads to. */
export interface StepUnit {
  readonly id: string;
  /** In a list: `Step by …`. */
  readonly name: string;
  readonly condition: StepCondition;
}

/** A unit in a sentence: `There is no event of Payment after this moment.` The name of a service is none by itself. */
export function nounOf({ name, condition }: StepUnit): string {
  return condition.kind === 'service' ? `event of ${name}` : name;
}

/** The plain step, which a fresh page takes. */
export const plainStep: StepUnit = { id: 'event', name: 'event', condition: { kind: 'event' } };

const general: readonly StepUnit[] = [
  plainStep,
  { id: 'milestone', name: 'milestone', condition: { kind: 'milestone' } },
  { id: 'fault', name: 'fault', condition: { kind: 'fault' } },
  { id: 'promise', name: 'broken promise', condition: { kind: 'promise' } },
];

/** All choices that a scenario gives, in the order of the list. */
export function stepUnits(scenario: Scenario | undefined): readonly StepUnit[] {
  const services = [...(scenario?.services ?? []), ...(scenario?.readers ?? [])];
  return [
    ...general,
    ...services.map(({ id, name }): StepUnit => ({
      id: `service ${id}`,
      name,
      condition: { kind: 'service', service: id },
    })),
  ];
}
