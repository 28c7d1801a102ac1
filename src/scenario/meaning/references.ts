/** Whether what is named exists, and whether ids are unique. */
import type { ProblemList } from '../problems.ts';
import { alternatives, didYouMean, quote } from '../wording.ts';
import type { Scene } from './scene.ts';

/** Tells when no service has this id. */
export function checkService(scene: Scene, id: string, place: Place): void {
  if (scene.services.has(id)) return;
  const message = `There is no service ${quote(id)}.`;
  place.problems.add({
    code: 'unknown-service',
    path: place.path,
    message,
    fix: remedy(id, scene.services),
  });
}

/** Tells when no step has this id. */
export function checkStep(scene: Scene, id: string, place: Place): void {
  if (scene.steps.has(id)) return;
  const message = `There is no step ${quote(id)}.`;
  place.problems.add({
    code: 'unknown-step',
    path: place.path,
    message,
    fix: remedy(id, scene.steps),
  });
}

/** Where a reference stands, and who hears of it. */
export interface Place {
  readonly path: string;
  readonly problems: ProblemList;
}

function remedy(id: string, known: ReadonlyMap<string, unknown>): string {
  const ids = [...known.keys()];
  return `${didYouMean(id, ids)}Write ${alternatives(ids.map(quote))}.`;
}

/** Ids that occur twice among services, topics, steps or promises, and ids that the simulator needs. */
export function checkIds(scene: Scene, problems: ProblemList): void {
  const { broker, services, flow, promises } = scene.scenario;
  checkUnique(services, { noun: 'services', path: 'services', problems });
  checkUnique(broker.topics, { noun: 'topics', path: 'broker.topics', problems });
  checkUnique(flow.steps, { noun: 'steps', path: 'flow.steps', problems });
  checkUnique(promises, { noun: 'promises', path: 'promises', problems });
  checkReserved(scene, problems);
}

function checkUnique(
  things: readonly { readonly id: string }[],
  { noun, path, problems }: Place & { readonly noun: string },
): void {
  const first = new Map<string, number>();
  things.forEach(({ id }, index) => {
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, index);
      return;
    }
    const message = `Two ${noun} have the id ${quote(id)}: ${path}[${earlier}] has it already.`;
    const fix = 'Give one of the two another id.';
    problems.add({ code: 'duplicate-id', path: `${path}[${index}].id`, message, fix });
  });
}

/** The simulator names its own actors "client", "payment-2", "payment-relay": a service must not pass for one. */
function checkReserved(scene: Scene, problems: ProblemList): void {
  const { services } = scene.scenario;
  const reserved = new Map<string, string>([
    ['client', 'the client'],
    ['broker', 'the broker'],
    ['outside', 'the outside party'],
  ]);
  for (const { id, instances } of services) {
    for (const role of ['relay', 'consumer', 'saga'])
      reserved.set(`${id}-${role}`, `the ${role} of ${quote(id)}`);
    for (let number = 2; number <= instances; number++) {
      reserved.set(`${id}-${number}`, `instance ${number} of ${quote(id)}`);
    }
  }
  services.forEach(({ id }, index) => {
    const owner = reserved.get(id);
    if (owner === undefined) return;
    const message = `The id ${quote(id)} is that of ${owner}.`;
    const fix = 'Give the service another id.';
    problems.add({ code: 'reserved-id', path: `services[${index}].id`, message, fix });
  });
}
