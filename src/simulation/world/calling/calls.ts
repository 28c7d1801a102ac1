/** Synchronous calls: by the client who places an order and, in the direct style, from service to service. Request and reply are legs of their own, and the caller's deadline is its own affair. */
import { present, type Micros } from '../../../kernel/index.ts';
import { answers, code, type Answer } from '../../../trace/index.ts';
import type { Call } from '../events.ts';
import type { Job } from '../handling/job.ts';
import type { ServiceProcess } from '../process.ts';
import { legCode } from '../network.ts';
import type { World } from '../world.ts';

/** All calls of a world. */
export class Calls {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The client asks for an order to be placed. Asked again, it is the same request: its key is the order. */
  place(order: number, attempt: number, cause: number): void {
    const { plan } = this.#world;
    this.#send(
      { actor: this.#world.clientActor, incarnation: 1, job: -1 },
      plan.placing,
      plan.owner,
      order,
      attempt,
      cause,
    );
  }

  /** A job of the direct style asks another service. */
  ask(job: Job, type: number, attempt: number): void {
    const { cast } = this.#world.plan;
    const step = present(
      cast.steps[present(cast.types[type], 'a message type').step],
      'the step of a command',
    );
    const { actor, incarnation } = job.process;
    this.#send(
      { actor, incarnation, job: job.id },
      type,
      step.service,
      job.order,
      attempt,
      job.cause,
    );
  }

  /** A call reaches its process: it begins, waits for a thread, or finds nobody. */
  onArrives(call: Call): void {
    const process = this.#world.process(call.callee);
    if (!process.isUp) return;
    if (this.#callsAtWork(process) >= process.service.settings.threads)
      process.waitingCalls.push(call);
    else this.#world.jobs.startCall(process, call);
  }

  /** A job has done what it was called for: the answer goes back, and a waiting call begins. */
  answer(job: Job): void {
    const { process, call } = job;
    const { network, kernel, teller } = this.#world;
    if (call !== undefined) {
      const answer: Answer = job.transaction.answer ?? 'refused';
      const latency = network.carry({
        actor: process.actor,
        attempt: call.attempt,
        leg: legCode.reply,
        from: process.actor,
        to: call.caller,
        message: call.message,
        others: undefined,
        partition: -1,
        salt: 0,
        cause: job.cause,
      });
      const cause = teller.tell(
        code['reply-sent'],
        process.actor,
        call.order,
        call.message,
        call.caller,
        latency,
        answers.indexOf(answer),
        job.cause,
      );
      if (latency >= 0)
        kernel.after(latency as Micros, { kind: 'reply-arrives', call, answer, cause });
    }
    const next = process.waitingCalls.shift();
    if (next !== undefined) this.#world.jobs.startCall(process, next);
  }

  /** The answer reaches the caller, if it still lives. */
  onReply(call: Call, answer: Answer, cause: number): void {
    const { teller, clients, clientActor } = this.#world;
    if (call.caller !== clientActor && !this.#world.isAlive(call.caller, call.callerIncarnation))
      return;
    const row = teller.tell(
      code['reply-received'],
      call.caller,
      call.order,
      call.message,
      call.callee,
      answers.indexOf(answer),
      -1,
      cause,
    );
    if (call.caller === clientActor) clients.onAnswer(call.order, answer, row);
    else
      this.#world.jobs.onAnswer(
        this.#world.process(call.caller),
        call.callerJob,
        this.#eventOf(call, answer),
        row,
      );
  }

  #send(
    from: { actor: number; incarnation: number; job: number },
    type: number,
    service: number,
    order: number,
    attempt: number,
    cause: number,
  ): void {
    const { messages, network, kernel, teller } = this.#world;
    const message =
      messages.identified(type, order) ?? this.#newCall(from.actor, type, order, cause);
    const callee = this.#instanceFor(service, order);
    // Loss and faults on this leg are those of the called service. Nobody listens at a process that is down: the call is refused and lost.
    const latency =
      callee === undefined
        ? -1
        : network.carry({
            actor: callee,
            attempt,
            leg: legCode.call,
            from: from.actor,
            to: callee,
            message,
            others: undefined,
            partition: -1,
            salt: 0,
            cause,
          });
    const target =
      callee ?? present(this.#world.plan.services[service], 'a service').instances[0] ?? -1;
    const row = teller.tell(
      code['call-sent'],
      from.actor,
      order,
      message,
      target,
      latency,
      attempt,
      cause,
    );
    if (latency < 0) return;
    const call: Call = {
      message,
      caller: from.actor,
      callerIncarnation: from.incarnation,
      callerJob: from.job,
      service,
      callee: target,
      order,
      attempt,
      cause: row,
    };
    kernel.after(latency as Micros, { kind: 'call-arrives', call });
  }

  #newCall(actor: number, type: number, order: number, cause: number): number {
    const message = this.#world.newMessage(actor, type, order, -1, cause);
    this.#world.messages.identify(message);
    return message;
  }

  /** A load balancer that spreads by order and knows who is up. */
  #instanceFor(service: number, order: number): number | undefined {
    const { instances } = present(this.#world.plan.services[service], 'a service');
    const up = instances.filter((actor) => this.#world.process(actor).isUp);
    return up[order % up.length];
  }

  #callsAtWork(process: ServiceProcess): number {
    let calls = 0;
    for (const job of process.jobs.values()) if (job.kind === 'call') calls += 1;
    return calls;
  }

  /** The answer under the name by which the caller's machine knows it. */
  #eventOf(call: Call, answer: Answer): string {
    if (answer === 'failed') return 'callFailed';
    const { cast, scenario } = this.#world.plan;
    const type = present(cast.types[this.#world.messages.type(call.message)], 'a message type');
    const step = present(scenario.flow.steps[type.step], 'the step of a command');
    if (step.compensation?.command === type.name) return step.compensation.done;
    return answer === 'done' ? step.done : (step.refused ?? 'refused');
  }
}
