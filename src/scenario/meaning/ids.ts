/** Whether ids are unique, and none of them is that of something which the simulator names itself. */
import type { ProblemList } from '../problems.ts';
import { quote } from '../wording.ts';
import type { Place } from './references.ts';
import { mostInstances, type Scene } from './scene.ts';

/** Ids that occur twice among services and readers, topics, steps or promises, and ids that the simulator needs. */
export function checkIds(scene: Scene, problems: ProblemList): void {
  const { broker, services, readers, flow, promises } = scene.scenario;
  checkUnique(services, { noun: 'services', path: 'services', problems });
  checkUnique(readers, { noun: 'readers', path: 'readers', problems });
  checkUnique(broker.topics, { noun: 'topics', path: 'broker.topics', problems });
  checkUnique(flow.steps, { noun: 'steps', path: 'flow.steps', problems });
  checkUnique(promises, { noun: 'promises', path: 'promises', problems });
  readers.forEach(({ id }, index) => {
    const earlier = services.findIndex((service) => service.id === id);
    if (earlier < 0) return;
    const message = `A service and a reader have the id ${quote(id)}: services[${earlier}] has it already.`;
    const fix = 'Give the reader another id.';
    problems.add({ code: 'duplicate-id', path: `readers[${index}].id`, message, fix });
  });
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

/** The simulator names its own actors "client", "broker-2", "payment-2", "payment-relay": a service must not pass for one. */
function checkReserved({ scenario }: Scene, problems: ProblemList): void {
  const { services, readers } = scenario;
  const reserved = new Map<string, string>([
    ['client', 'the client'],
    ['broker', 'the broker'],
    ['outside', 'the outside party'],
  ]);
  for (let number = 2; number <= scenario.broker.nodes; number++)
    reserved.set(`broker-${number}`, `broker ${number} of the cluster`);
  for (const group of [...services, ...readers]) {
    const { id } = group;
    for (const role of ['relay', 'consumer', 'saga'])
      reserved.set(`${id}-${role}`, `the ${role} of ${quote(id)}`);
    for (let number = 1; number <= mostInstances(group); number++) {
      if (number > 1 || mostInstances(group) > 1)
        reserved.set(`${id}-${number}`, `instance ${number} of ${quote(id)}`);
    }
  }
  const check = (noun: string, path: string) => (id: string, index: number) => {
    const owner = reserved.get(id);
    if (owner === undefined) return;
    const message = `The id ${quote(id)} is that of ${owner}.`;
    const fix = `Give the ${noun} another id.`;
    problems.add({ code: 'reserved-id', path: `${path}[${index}].id`, message, fix });
  };
  services.map(({ id }) => id).forEach(check('service', 'services'));
  readers.map(({ id }) => id).forEach(check('reader', 'readers'));
}
