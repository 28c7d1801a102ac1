/** Durable deadlines of services: dropped when nobody waits any more, taken up again when a crash took who served them. */
import type { ServicePlan } from '../../compile/plan.ts';
import type { World } from '../world.ts';
import type { Job } from './job.ts';

/** A deadline by its machine, its order and its name. */
interface DeadlineName {
  readonly machine: number;
  readonly order: number;
  readonly id: string;
}

/** Forgets a deadline, if it stands. */
export function dropDeadline(
  world: World,
  service: ServicePlan,
  { machine, order, id }: DeadlineName,
): void {
  if (world.store(service.index).cancelDeadline(machine, order, id)) world.addObligation(-1);
}

/** A crash took the job that served a deadline: another instance finds it in the store. */
export function deadlineAgain(
  world: World,
  service: ServicePlan,
  { machine, order, event }: Job,
): void {
  const deadline = world.store(service.index).deadline(machine.index, order, event);
  if (deadline !== undefined)
    world.kernel.after(world.settings.general.requestTimeout, {
      kind: 'deadline',
      service: service.index,
      machine: machine.index,
      order,
      id: event,
      token: deadline.token,
    });
}
