/** A planted failure: a hunt that does not find it can find nothing. */
import type { Scenario } from '../scenario/index.ts';

/** The promise that the planted failure breaks. */
export const canaryPromise = 'canary';

/**
 * The scenario with a first effect that nothing protects, a record that is delivered twice, and a promise that the
 * effect happens once. Undefined when no step has an effect.
 */
export function canary(scenario: Scenario): Scenario | undefined {
  const step = scenario.flow.steps.find(({ effect }) => effect !== undefined);
  if (step?.effect === undefined) return undefined;
  const effect = { ...step.effect, idempotencyKey: false };
  return {
    ...scenario,
    services: scenario.services.map((service) =>
      service.id === step.service ? { ...service, inbox: false } : service,
    ),
    flow: {
      ...scenario.flow,
      steps: scenario.flow.steps.map((each) => (each.id === step.id ? { ...each, effect } : each)),
    },
    faults: [
      {
        when: {},
        target: { service: step.service },
        effect: { kind: 'duplicate' },
      },
    ],
    promises: [
      ...scenario.promises.filter(({ id }) => id !== canaryPromise),
      {
        id: canaryPromise,
        text: 'The canary sings once for each order',
        kind: 'at-most-once',
        step: step.id,
      },
    ],
  };
}
