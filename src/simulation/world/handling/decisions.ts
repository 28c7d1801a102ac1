/** Asks the machines and writes down what they want; commits it in one transaction. The machines decide, nothing here does. */
import { added, none, present, Table, type Micros, type Scribe } from '../../../kernel/index.ts';
import { stateOf, type Request, type Snapshot, type Wish } from '../../../services/index.ts';
import { code, outcomes, type Answer, type Outcome } from '../../../trace/index.ts';
import type { MachinePlan } from '../../compile/plan.ts';
import { dropDeadline } from './deadlines.ts';
import type { Job, StagedEffect } from './job.ts';
import type { World } from '../world.ts';

/** What a job does next. */
export type Next = 'work' | 'undo' | 'wait' | 'done';

const reachCode = { local: 0, external: 1 } as const;

/** The deciding part of all jobs. */
export class Decisions {
  readonly #world: World;
  /** What the outside party has done under a key. */
  readonly #outside = new Table<true>();
  readonly #ended = new Table<true>();
  #nextToken = 1;

  constructor(world: World) {
    this.#world = world;
  }

  /** Gives the machine at work an event, and says what the job does next. */
  take(job: Job, event: string): Next {
    const { machine, transaction } = job;
    const known = transaction.stateOf(machine);
    const before = known?.snapshot ?? this.#committed(job);
    const { snapshot, requests, ignored } = this.#world.runner.step(machine.logic, before, {
      type: event,
    });
    const from = stateOf(before);
    const to = stateOf(snapshot);
    if (known === undefined)
      transaction.states = added(transaction.states, { machine, committed: from, snapshot });
    else known.snapshot = snapshot;
    if (ignored)
      job.cause = this.tell(
        job,
        code['event-ignored'],
        machine.index,
        this.#code(machine, to),
        job.type,
      );
    else if (from !== to)
      job.cause = this.tell(
        job,
        code['state-changed'],
        machine.index,
        this.#code(machine, from),
        this.#code(machine, to),
      );
    let next: Next =
      machine.role === 'caller' && transaction.outcome === undefined ? 'wait' : 'done';
    for (const request of requests) {
      const wanted = this.#note(job, request);
      if (wanted !== undefined) next = wanted;
    }
    return next;
  }

  /** Which try of its step the machine at work is in. */
  attemptOf(job: Job): number {
    return Number((this.#present(job).context as { attempt?: number }).attempt ?? 1);
  }

  /** Code of the state in which the machine at work is. */
  stateCode(job: Job): number {
    return this.#code(job.machine, stateOf(this.#present(job)));
  }

  /** Carries out the effects at outside parties: no transaction can take them back. */
  applyOutside(job: Job): void {
    const { steps } = this.#world.plan.scenario.flow;
    for (const effect of job.transaction.effects) {
      const { reach, idempotencyKey } = present(
        present(steps[effect.step], 'a step').effect,
        'an effect',
      );
      if (reach !== 'external') continue;
      const key = this.#outsideKey(effect.step, job.order, effect.isUndoing);
      if (idempotencyKey && this.#outside.has(key))
        job.cause = this.tell(
          job,
          code['effect-deduplicated'],
          effect.step,
          this.#amount(effect, job.order),
          reachCode.external,
        );
      else this.#apply(job, effect, 'external');
      if (idempotencyKey) this.#outside.set(key, true);
    }
  }

  /** A service that remembers nothing of an effect, because it crashed before its commit, can still ask the outside party by its key. Without a key it cannot know. */
  #mayBeOutside(step: number, order: number): boolean {
    const effect = this.#world.plan.scenario.flow.steps[step]?.effect;
    return (
      effect?.reach === 'external' &&
      effect.idempotencyKey &&
      this.#outside.has(this.#outsideKey(step, order, false))
    );
  }

  /** Commits all that was staged at one instant; returns the messages that are now to be said. */
  commit(job: Job): readonly number[] {
    const { process, transaction } = job;
    const store = this.#world.store(job.service);
    const isOutbox = this.#world.outboxOf(process.service);
    const isInbox = this.#world.inboxOf(process.service) && job.message >= 0;
    job.cause = this.tell(
      job,
      code['store-committed'],
      job.step,
      isOutbox ? this.#overTopics(job) : 0,
      isInbox ? 1 : 0,
    );
    for (const { machine, snapshot } of transaction.states)
      if (machine.role !== 'caller') store.storeEntity(machine.index, job.order, snapshot);
    const { steps } = this.#world.plan.scenario.flow;
    for (const effect of transaction.effects)
      if (steps[effect.step]?.effect?.reach === 'local') this.#apply(job, effect, 'local');
    if (transaction.isAcceptance) this.tell(job, code['order-accepted'], job.attempt, -1, -1);
    this.#commitDeadlines(job);
    if (transaction.outcome !== undefined) this.#end(job, transaction.outcome);
    const said = transaction.sayings.map(({ type, isIdentified }) =>
      this.#message(job, type, isIdentified),
    );
    if (isOutbox) for (const message of said) store.storeOutgoing(message);
    // The relay reads the store by itself: it needs no word from a process that may die here.
    if (isOutbox && said.length > 0) this.#world.relays.wake(process.service);
    if (isInbox) store.rememberHandled(job.message, said, transaction.answer);
    transaction.states = none;
    return said;
  }

  /** Tells what a crash takes: machines fall back to where they were last committed. */
  rollBack(job: Job): void {
    for (const { machine, committed, snapshot } of job.transaction.states) {
      const now = stateOf(snapshot);
      if (now !== committed)
        job.cause = this.tell(
          job,
          code['state-changed'],
          machine.index,
          this.#code(machine, now),
          this.#code(machine, committed),
        );
    }
  }

  transcribe(scribe: Scribe): void {
    scribe.memento(this.#outside);
    scribe.memento(this.#ended);
    this.#nextToken = scribe.value(this.#nextToken);
  }

  /** The idempotency key that an outside party is given. */
  #outsideKey(step: number, order: number, isUndoing: boolean): number {
    const { steps } = this.#world.plan.cast;
    return (order * steps.length + step) * 2 + (isUndoing ? 1 : 0);
  }

  #committed(job: Job): Snapshot {
    const { machine } = job;
    const stored =
      machine.role === 'caller'
        ? undefined
        : this.#world.store(job.service).entity(machine.index, job.order);
    return stored ?? this.#world.beginning(machine);
  }

  #present(job: Job): Snapshot {
    return job.transaction.stateOf(job.machine)?.snapshot ?? this.#committed(job);
  }

  #note(job: Job, request: Request): Next | undefined {
    if (request.kind === 'wish') return this.#noteWish(job, request);
    const isDurable = job.machine.role === 'owner' || job.machine.role === 'saga';
    if (isDurable) {
      const { transaction } = job;
      transaction.deadlines = added(transaction.deadlines, {
        machine: job.machine.index,
        id: request.id,
        span: request.kind === 'timer' ? request.delay : undefined,
      });
      return undefined;
    }
    if (request.kind === 'cancel') {
      job.timers?.delete(request.id);
      return undefined;
    }
    const token = this.#nextToken++;
    job.timers ??= new Map();
    job.timers.set(request.id, token);
    const { actor, incarnation } = job.process;
    this.#world.kernel.after(request.delay as Micros, {
      kind: 'job-continues',
      actor,
      incarnation,
      job: job.id,
      step: 'timer',
      timer: request.id,
      token,
    });
    return 'wait';
  }

  #noteWish(job: Job, { type, params }: Wish): Next | undefined {
    const { transaction, machine } = job;
    switch (type) {
      case 'work':
      case 'undo':
        return type;
      case 'applyEffect':
      case 'undoEffect':
        if (this.#world.plan.cast.steps[machine.step]?.effect !== 'none')
          this.#stageEffect(job, type === 'undoEffect');
        return undefined;
      case 'voidEffect':
        if (this.#mayBeOutside(machine.step, job.order)) this.#stageEffect(job, true);
        return undefined;
      case 'publish':
        this.#stageFact(job, this.#messageType(params));
        return undefined;
      case 'ask':
        if (params['needed'] === true) this.#ask(job, params);
        return undefined;
      case 'answer':
        transaction.answer = String(params['answer']) as Answer;
        return undefined;
      case 'accept':
        transaction.isAcceptance = true;
        if (machine.role === 'caller') this.#acceptAtOnce(job);
        return undefined;
      case 'end':
        transaction.outcome = String(params['outcome']) as Outcome;
        return 'done';
      default:
        return undefined;
    }
  }

  #messageType(params: Wish['params']): number {
    const { typeByName } = this.#world.plan;
    return present(typeByName.get(params['message'] as string), 'a message type');
  }

  #stageEffect({ transaction, machine }: Job, isUndoing: boolean): void {
    transaction.effects = added(transaction.effects, { step: machine.step, isUndoing });
  }

  /** In the direct style what a step has to say is the answer to its call. */
  #stageFact({ transaction }: Job, type: number): void {
    if ((this.#world.plan.cast.types[type]?.topic ?? -1) < 0)
      transaction.answer = this.#world.plan.refusals.has(type) ? 'refused' : 'done';
    else transaction.sayings = added(transaction.sayings, { type, isIdentified: false });
  }

  #ask(job: Job, params: Wish['params']): void {
    const type = this.#messageType(params);
    const { transaction, machine } = job;
    if (machine.role === 'caller') this.#world.calls.ask(job, type, Number(params['attempt']));
    else transaction.sayings = added(transaction.sayings, { type, isIdentified: true });
  }

  /** In the direct style the order is stored as pending before the first call; the rest of the flow is memory. */
  #acceptAtOnce(job: Job): void {
    job.transaction.isAcceptance = false;
    job.cause = this.tell(job, code['store-committed'], job.step, 0, 0);
    this.tell(job, code['order-accepted'], job.attempt, -1, -1);
  }

  #apply(job: Job, effect: StagedEffect, reach: 'local' | 'external'): void {
    const store = this.#world.store(job.service);
    const amount = this.#amount(effect, job.order);
    if (this.#world.plan.cast.steps[effect.step]?.effect === 'stock')
      store.stock += effect.isUndoing ? amount : -amount;
    const row = this.tell(
      job,
      effect.isUndoing ? code['effect-undone'] : code['effect-applied'],
      effect.step,
      amount,
      reach === 'local' ? reachCode.local : reachCode.external,
    );
    if (reach === 'external') job.cause = row;
  }

  #amount(effect: StagedEffect, order: number): number {
    const kind = this.#world.plan.cast.steps[effect.step]?.effect;
    if (kind === 'ledger') return this.#world.orders.price(order);
    return kind === 'stock' ? this.#world.orders.quantity(order) : 1;
  }

  #commitDeadlines(job: Job): void {
    const store = this.#world.store(job.service);
    const { kernel } = this.#world;
    for (const { machine, id, span } of job.transaction.deadlines) {
      dropDeadline(this.#world, job.process.service, { machine, order: job.order, id });
      if (span === undefined) continue;
      const { token, dueAt } = store.setDeadline(machine, job.order, id, kernel.now + span);
      this.#world.addObligation(1);
      kernel.at(
        dueAt as Micros,
        { kind: 'deadline', service: job.service, machine, order: job.order, id, token },
        'background',
      );
      this.tell(
        job,
        code['deadline-set'],
        machine,
        this.#code(job.machine, stateOf(this.#present(job))),
        span,
      );
    }
  }

  #end(job: Job, outcome: Outcome): void {
    // The order's row has one outcome: a second one, of work done twice, finds it there.
    if (this.#ended.has(job.order)) return;
    this.#ended.set(job.order, true);
    job.cause = this.tell(job, code['order-ended'], outcomes.indexOf(outcome), -1, -1);
  }

  #message(job: Job, type: number, isIdentified: boolean): number {
    const { messages } = this.#world;
    const known = isIdentified ? messages.identified(type, job.order) : undefined;
    if (known !== undefined) return known;
    const message = this.#world.newMessage(
      job.process.actor,
      type,
      job.order,
      job.message,
      job.cause,
    );
    if (isIdentified) messages.identify(message);
    return message;
  }

  #overTopics(job: Job): number {
    return job.transaction.sayings.length;
  }

  #code(machine: MachinePlan, state: string): number {
    return this.#world.machine(machine.index).codes(state);
  }

  /** Tells a row about a job: its three numbers are those of the kind. */
  tell(job: Job, kind: number, a: number, b: number, c: number): number {
    return this.#world.teller.tell(
      kind,
      job.process.actor,
      job.order,
      job.message,
      a,
      b,
      c,
      job.cause,
    );
  }
}
