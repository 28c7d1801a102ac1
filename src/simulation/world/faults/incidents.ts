/** What befalls processes: crashes and restarts, slow times, spikes, and deadlines that are due. */
import { rebalanceReason } from '../../../broker/index.ts';
import { millis, present, toMicros, type Micros, type Scribe } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import { clientActor, type ServicePlan } from '../../compile/plan.ts';
import type { WorldEvent } from '../events.ts';
import type { ServiceProcess } from '../process.ts';
import { strikeCluster } from './cluster-faults.ts';
import type { World } from '../world.ts';

/** The incidents of one world. */
export class Incidents {
  readonly #world: World;
  #nextSpikeOrder: number;

  constructor(world: World) {
    this.#world = world;
    this.#nextSpikeOrder = world.plan.scenario.workload.orders + 1;
  }

  /** Stops a process at once: all that it held in memory is gone. */
  crash(
    actor: number,
    fault: number,
    at: { point: number; moment: number; order: number; cause: number },
  ): void {
    const { effect } = this.#world.faults.fault(fault);
    const restartAfter = effect.kind === 'crash' ? millis(effect.restartAfterMs) : (0 as Micros);
    const struck = this.#world.teller.tell(
      code['fault-struck'],
      actor,
      at.order,
      -1,
      fault,
      -1,
      -1,
      at.cause,
    );
    const tell = () =>
      this.#world.teller.tell(
        code['process-crashed'],
        actor,
        at.order,
        -1,
        at.point,
        at.moment,
        fault,
        struck,
      );
    if (this.#world.relays.has(actor)) {
      tell();
      this.#world.relays.crash(actor);
    } else {
      const process = this.#world.process(actor);
      // What was only in memory falls back before the process is silent; who waited for its locks goes on after.
      this.#world.jobs.rollBack(process);
      this.#world.consumers.send(process, 'crashed', struck);
      tell();
      this.#world.pauses.forget(actor);
      const isOpen = effect.kind === 'crash' && effect.connections === 'open';
      if (process.service.isShare && !isOpen) this.#world.consumers.sharing.onCrash(process);
      const freed = this.#world.jobs.forget(process);
      process.forgetAll();
      this.#world.jobs.resume(freed);
    }
    this.#world.producers.forget(actor);
    this.#world.kernel.after(restartAfter, { kind: 'restart', actor });
  }

  /** A process runs again, from its store alone. */
  restart(actor: number): void {
    if (this.#world.broker.nodes.has(actor)) {
      this.#world.broker.nodes.restart(actor);
      return;
    }
    if (this.#world.relays.has(actor)) {
      if (this.#world.relays.isAlive(actor, this.#world.relays.incarnation(actor))) return;
      this.#world.teller.tell(
        code['process-restarted'],
        actor,
        -1,
        -1,
        this.#world.relays.incarnation(actor),
        -1,
        -1,
        -1,
      );
      this.#world.relays.restart(actor);
      return;
    }
    const process = this.#world.process(actor);
    if (process.isUp || !process.isStarted) return;
    process.isUp = true;
    const row = this.#world.teller.tell(
      code['process-restarted'],
      actor,
      -1,
      -1,
      process.incarnation,
      -1,
      -1,
      -1,
    );
    this.#world.consumers.start(process, row);
    this.#takeUpDeadlines(process);
  }

  /** A paused process goes on. */
  onResume(actor: number, fault: number): void {
    if (this.#world.pauses.resume(actor, fault)) this.#takeUpDeadlines(this.#world.process(actor));
  }

  /** Deadlines that came due while no instance could serve them are still in the store. */
  #takeUpDeadlines({ service }: ServiceProcess): void {
    for (const deadline of this.#world.store(service.index).deadlines()) {
      if (deadline.dueAt <= this.#world.kernel.now)
        this.onDeadline({ kind: 'deadline', service: service.index, ...deadline });
    }
  }

  /** A durable deadline is due. */
  onDeadline({
    service: index,
    machine,
    order,
    id,
    token,
  }: Extract<WorldEvent, { kind: 'deadline' }>): void {
    const service = present(this.#world.plan.services[index], 'a service');
    const deadline = this.#world.store(index).deadline(machine, order, id);
    if (deadline?.token !== token) return;
    // With nobody there the deadline stays in the store: whoever restarts or goes on first finds it there.
    const up = service.instances.find(
      (actor) => this.#world.process(actor).isUp && !this.#world.pauses.has(actor),
    );
    if (up !== undefined) this.#world.jobs.startDeadline(this.#world.process(up), deadline);
  }

  /** A fault that is aimed at an instant strikes. */
  onFault(index: number): void {
    const fault = this.#world.faults.fault(index);
    if (strikeCluster(this.#world, fault, index)) return;
    const { target, effect } = fault;
    const service = this.#world.plan.services.find((each) => each.settings.id === target.service);
    if (effect.kind === 'spike') this.#spike(effect.orders, millis(effect.everyMs), index);
    const actor = service?.instances[target.instance ?? 0];
    if (actor === undefined) return;
    const process = this.#world.process(actor);
    if (service !== undefined && effect.kind === 'rebalance' && service.group >= 0) {
      const struck = this.#world.teller.tell(
        code['fault-struck'],
        actor,
        -1,
        -1,
        index,
        -1,
        -1,
        -1,
      );
      if (struck >= 0 && !service.isShare)
        this.#world.groups
          .coordinator(service.group)
          .force(this.#world.kernel.now, rebalanceReason.forced);
    }
    if (service !== undefined && effect.kind === 'scale')
      this.#world.instances.scale(service, effect.instances, index);
    if (service !== undefined && effect.kind === 'attach')
      this.#world.instances.attach(service, index);
    if (effect.kind === 'pause' && process.isUp)
      this.#world.pauses.pause(process, millis(effect.forMs), index);
    if (effect.kind === 'block-poll' && process.isUp)
      this.#world.pauses.block(process, millis(effect.forMs), index);
    if (effect.kind === 'cut-off')
      for (const each of withRelay(target.instance, service))
        this.#world.network.cutOffs.begin(each, millis(effect.forMs), index);
    if (effect.kind === 'crash' && process.isUp)
      this.crash(actor, index, { point: -1, moment: -1, order: -1, cause: -1 });
    if (effect.kind === 'slow')
      for (const each of aimedAt(target.instance, service))
        this.#slow(this.#world.process(each), effect.factor, millis(effect.forMs), index);
  }

  #slow(process: ServiceProcess, factor: number, span: Micros, fault: number): void {
    const struck = this.#world.teller.tell(
      code['fault-struck'],
      process.actor,
      -1,
      -1,
      fault,
      -1,
      -1,
      -1,
    );
    this.#world.teller.tell(
      code['process-slowed'],
      process.actor,
      -1,
      -1,
      factor,
      span,
      fault,
      struck,
    );
    process.slowness = factor;
    process.slowings += 1;
    this.#world.kernel.after(span, {
      kind: 'recover',
      actor: process.actor,
      fault,
      slowing: process.slowings,
    });
  }

  /** A slowing has come to its end. */
  recover({ actor, fault, slowing }: Extract<WorldEvent, { kind: 'recover' }>): void {
    const process = this.#world.process(actor);
    if (process.slowings !== slowing) return;
    process.slowness = 1;
    this.#world.teller.tell(code['process-recovered'], actor, -1, -1, fault, -1, -1, -1);
  }

  #spike(orders: number, every: Micros, fault: number): void {
    this.#world.teller.tell(code['fault-struck'], clientActor, -1, -1, fault, -1, -1, -1);
    for (let i = 0; i < orders; i++)
      this.#world.kernel.after(toMicros(every * i), {
        kind: 'order',
        order: this.#nextSpikeOrder++,
      });
  }

  transcribe(scribe: Scribe): void {
    this.#nextSpikeOrder = scribe.value(this.#nextSpikeOrder);
  }
}

/** One instance of a service, or all of them. */
function aimedAt(
  instance: number | undefined,
  service: ServicePlan | undefined,
): readonly number[] {
  const actors = service?.instances ?? [];
  return instance === undefined ? actors : actors.slice(instance, instance + 1);
}

/** The same; all of them have the relay of their outbox with them. */
function withRelay(
  instance: number | undefined,
  service: ServicePlan | undefined,
): readonly number[] {
  const aimed = aimedAt(instance, service);
  const relay = instance === undefined ? (service?.relay ?? -1) : -1;
  return relay < 0 ? aimed : [...aimed, relay];
}
