/** How a world begins: stock on the shelves, consumers that start, and one order after the other. */
import type { ServiceProcess } from './process.ts';
import type { World } from './world.ts';

/** Puts the stock of the workload where the flow takes it from. */
export function stock(world: World): void {
  const { workload, flow, services } = world.plan.scenario;
  for (const step of flow.steps) {
    if (step.effect?.kind === 'stock')
      world.store(services.findIndex((service) => service.id === step.service)).stock =
        workload.stock ?? 0;
  }
}

/** All consumers begin, and the first order is on its way. */
export function start(world: World, processes: Iterable<ServiceProcess | undefined>): void {
  world.broker.storage.start();
  for (const process of processes) {
    if (process === undefined) continue;
    const { settings, reader } = process.service;
    const isStarted = process.instance < settings.instances && reader?.attached !== false;
    process.isStarted = isStarted;
    process.isUp = isStarted;
    if (isStarted) world.consumers.start(process, -1);
  }
  world.kernel.after(world.orders.gapBefore(1), { kind: 'order', order: 1 });
}

/** The next order comes in, and the one after it is scheduled. */
export function takeOrder(world: World, order: number): void {
  const { orders } = world.plan.scenario.workload;
  if (order < orders)
    world.kernel.after(world.orders.gapBefore(order + 1), { kind: 'order', order: order + 1 });
  world.clients.order(order);
}
