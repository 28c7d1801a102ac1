/** Random business flows for property tests: a DAG of steps over a few services, every effect with a compensation. */
import fc from 'fast-check';
import { checked } from './runs.ts';
import type { Scenario } from '../../src/scenario/index.ts';

const verbs = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta'];

interface StepDraw {
  readonly service: number;
  readonly after: readonly boolean[];
  readonly refusesOneIn: number;
  readonly failsOneIn: number;
}

const stepDraw: fc.Arbitrary<StepDraw> = fc.record({
  service: fc.integer({ min: 0, max: 3 }),
  after: fc.array(fc.boolean(), { minLength: verbs.length, maxLength: verbs.length }),
  refusesOneIn: fc.constantFrom(0, 4, 10),
  failsOneIn: fc.constantFrom(0, 3),
});

function stepText({ service, after, refusesOneIn, failsOneIn }: StepDraw, index: number) {
  const name = verbs[index] ?? '';
  return {
    id: name.toLowerCase(),
    service: `service-${['a', 'b', 'c', 'd'][service] ?? 'a'}`,
    after: verbs
      .slice(0, index)
      .filter((_, earlier) => after[earlier])
      .map((each) => each.toLowerCase()),
    command: `Do${name}`,
    done: `${name}Done`,
    refused: `${name}Refused`,
    effect: { kind: 'deed', reach: 'local' },
    compensation: { command: `Undo${name}`, done: `${name}Undone` },
    work: { minMs: 5, maxMs: 40 },
    refusal: refusesOneIn === 0 ? { in: 0, of: 1 } : { in: 1, of: refusesOneIn },
    failure: failsOneIn === 0 ? { in: 0, of: 1 } : { in: 1, of: failsOneIn },
    retry: { attempts: 3, backoffMs: 20, factor: 2 },
    timeout: { afterMs: 20_000, attempts: 2 },
  };
}

/** Scenarios of 1 to 6 steps, at-least-once with inbox and outbox, or naive. */
export function randomFlow(isProtected: boolean): fc.Arbitrary<Scenario> {
  return fc.array(stepDraw, { minLength: 1, maxLength: verbs.length }).map((draws) => {
    const steps = draws.map(stepText);
    const services = ['owner', 'service-a', 'service-b', 'service-c', 'service-d'].map((id) => ({
      id,
      name: id,
      inbox: isProtected,
      outbox: isProtected,
    }));
    const text = JSON.stringify({
      baton: 1,
      title: 'A random flow',
      seed: 1,
      broker: {
        profile: 'kafka',
        settings: {
          'session.timeout.ms': 6000,
          'heartbeat.interval.ms': 1000,
          'group.initial.rebalance.delay.ms': 100,
          'request.timeout.ms': 1000,
        },
        topics: [
          { id: 'events', partitions: 2, carries: 'events' },
          { id: 'commands', partitions: 2, carries: 'commands' },
          { id: 'replies', partitions: 2, carries: 'replies' },
        ],
      },
      network: { latency: { minMs: 1, maxMs: 5 } },
      services,
      flow: { owner: 'owner', placed: 'OrderPlaced', expired: 'OrderExpired', steps },
      workload: {
        orders: 12,
        arrivals: { kind: 'random', everyMs: 60 },
        price: { min: 100, max: 900 },
        calls: { deadlineMs: 5000, attempts: 3, backoffMs: 200 },
        client: { deadlineMs: 10_000, attempts: 3, backoffMs: 500 },
      },
      promises: [
        ...steps.map((step) => ({
          id: `once-${step.id}`,
          text: `${step.id} is done once`,
          kind: 'at-most-once',
          step: step.id,
        })),
        {
          id: 'completed-is-done',
          text: 'Completed means done',
          kind: 'completed-means-done',
          steps: steps.map((step) => step.id),
        },
        {
          id: 'compensated-is-undone',
          text: 'Compensated means undone',
          kind: 'compensated-means-undone',
          steps: steps.map((step) => step.id),
        },
        { id: 'nothing-lost', text: 'Nothing is lost', kind: 'nothing-lost' },
        { id: 'every-order-ends', text: 'Every order ends', kind: 'every-order-ends' },
      ],
    });
    return checked(text);
  });
}
