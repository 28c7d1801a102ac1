/** Instances that come and go: scaling out and in, and readers that are attached while the run goes on. */
import { present } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { ServicePlan } from '../../compile/plan.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

/** The instances of all services of a world. */
export class Instances {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Brings a service to so many instances: others are started, or close once they are done with the record at work. */
  scale(service: ServicePlan, wanted: number, fault: number): void {
    const { teller } = this.#world;
    const actor = service.instances[0] ?? -1;
    const cause = teller.tell(code['fault-struck'], actor, -1, -1, fault, -1, -1, -1);
    for (const [index, each] of service.instances.entries()) {
      const process = this.#world.process(each);
      if (index < wanted && !process.isStarted) this.#start(process, cause);
      else if (index >= wanted && process.isStarted) this.#close(process);
    }
  }

  /** A reader's group begins to read, and no producer needs to know. */
  attach(service: ServicePlan, fault: number): void {
    const { teller } = this.#world;
    const actor = service.instances[0] ?? -1;
    const struck = teller.tell(code['fault-struck'], actor, -1, -1, fault, -1, -1, -1);
    const cause = teller.tell(code['group-attached'], actor, -1, -1, service.group, -1, -1, struck);
    for (const each of service.instances.slice(0, service.settings.instances)) {
      const process = this.#world.process(each);
      if (!process.isStarted) this.#start(process, cause);
    }
  }

  /** A process has closed its consumer: it stops. */
  onClosed(process: ServiceProcess): void {
    process.isStarted = false;
    const count = this.#startedOf(process.service);
    this.#world.teller.tell(code['process-stopped'], process.actor, -1, -1, count, -1, -1, -1);
    process.forgetAll();
    process.lifecycle = undefined;
    this.#world.producers.forget(process.actor);
  }

  #start(process: ServiceProcess, cause: number): void {
    process.isStarted = true;
    process.isUp = true;
    const count = this.#startedOf(process.service);
    const row = this.#world.teller.tell(
      code['process-started'],
      process.actor,
      -1,
      -1,
      count,
      -1,
      -1,
      cause,
    );
    this.#world.consumers.start(process, row);
  }

  #close(process: ServiceProcess): void {
    if (process.service.group < 0 || !process.isUp) {
      this.onClosed(process);
      return;
    }
    process.consumer.isClosing = true;
    this.#world.polling.poll(process);
  }

  #startedOf({ instances }: ServicePlan): number {
    return instances.filter((actor) => present(this.#world.process(actor), 'a process').isStarted)
      .length;
  }
}
