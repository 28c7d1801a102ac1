/** Makes everything round the faults plainer: fewer orders, one style, one instance, one partition, no chance, a low seed. */
import type { Chance, Fault, Reader, Scenario, Service } from '../../scenario/index.ts';
import type { Input } from '../input.ts';
import { attempt, lower, withScenario, type Search } from './search.ts';

const never: Chance = { in: 0, of: 1 };
const lowSeeds: readonly number[] = [1, 2, 3, 4, 5];

/** Only the style that fails. */
export function* oneStyle(input: Input): Search {
  return yield* attempt(input, withScenario(input, { styles: [input.style] }));
}

/** As few orders as possible. A fault that aims at an order too many aims at the last one instead. */
export function* fewerOrders(input: Input): Search {
  return yield* lower(input, { min: 1, value: input.scenario.workload.orders }, withOrders);
}

/** No losses, no refusals, no failing tries, one instance and one partition of everything. */
export function* plainerScene(input: Input): Search {
  let best = input;
  for (const change of [lossless, certain, undivided, single])
    best = yield* attempt(best, withScenario(best, change(best.scenario)));
  for (const { id } of [...best.scenario.services, ...best.scenario.readers])
    best = yield* attempt(best, withScenario(best, single(best.scenario, id)));
  return best;
}

/** The lowest of a few seeds. */
export function* earlierSeed(input: Input): Search {
  for (const seed of lowSeeds.filter((each) => each < input.seed)) {
    const candidate = { ...withScenario(input, { seed }), seed };
    if (yield candidate) return candidate;
  }
  return input;
}

function withOrders(input: Input, orders: number): Input {
  const { workload, faults } = input.scenario;
  const more = faults.reduce(
    (total, { effect }) => total + (effect.kind === 'spike' ? effect.orders : 0),
    0,
  );
  const aimed = (fault: Fault): Fault =>
    fault.when.order === undefined
      ? fault
      : { ...fault, when: { ...fault.when, order: Math.min(fault.when.order, orders + more) } };
  return withScenario(input, { workload: { ...workload, orders }, faults: faults.map(aimed) });
}

function lossless({ network }: Scenario): Partial<Scenario> {
  return { network: { ...network, loss: never } };
}

function certain({ flow }: Scenario): Partial<Scenario> {
  const steps = flow.steps.map((step) => ({ ...step, refusal: never, failure: never }));
  return { flow: { ...flow, steps } };
}

/** One partition of each topic; a fault that aims at a partition aims at this one. */
function undivided({ broker, faults }: Scenario): Partial<Scenario> {
  const topics = broker.topics.map((topic) => ({ ...topic, partitions: 1 }));
  const first = (fault: Fault): Fault =>
    fault.target.partition === undefined
      ? fault
      : { ...fault, target: { ...fault.target, partition: 0 } };
  return { broker: { ...broker, topics }, faults: faults.map(first) };
}

/** One instance of a service, or of all; a fault then need not say which. */
function single({ services, readers, faults }: Scenario, id?: string): Partial<Scenario> {
  const isMeant = (service: string | undefined) => id === undefined || service === id;
  // What a fault scales it out to must still be possible.
  const isScaled = (each: string) =>
    faults.some(({ target, effect }) => effect.kind === 'scale' && target.service === each);
  const alone = <T extends Service | Reader>(each: T): T =>
    isMeant(each.id)
      ? {
          ...each,
          instances: 1,
          maxInstances: isScaled(each.id) ? Math.max(each.instances, each.maxInstances) : 0,
        }
      : each;
  const anywhere = (fault: Fault): Fault => {
    const { instance, ...target } = fault.target;
    return instance === undefined || !isMeant(target.service) ? fault : { ...fault, target };
  };
  return {
    services: services.map(alone),
    readers: readers.map(alone),
    faults: faults.map(anywhere),
  };
}
