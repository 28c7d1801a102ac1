/**
 * Handlers at work: fetch → effect → store-commit → publish → ack → offset-commit, and for a saga decide → store-commit → dispatch.
 * At each side of each point the process may be made to crash. What a crash takes and what it leaves follows from what was committed.
 */
import { present } from '../../../kernel/index.ts';
import { entityKey, type Deadline } from '../../../services/index.ts';
import { code, type Point } from '../../../trace/index.ts';
import type { Call, FetchedRecord, WorldEvent } from '../events.ts';
import { Job, type Assignment } from './job.ts';
import { Decisions } from './decisions.ts';
import { Locks } from './locks.ts';
import type { ServiceProcess } from '../process.ts';
import { Work } from './work.ts';
import type { World } from '../world.ts';

/** All work of all processes. */
export class Jobs {
  readonly #world: World;
  readonly #decisions: Decisions;
  readonly #locks = new Locks();
  readonly #work: Work;
  /** How often each deadline was taken up: a crash leaves it standing, to be taken up again. */
  readonly #deadlineAttempts = new Map<number, number>();
  #nextJob = 1;

  constructor(world: World) {
    this.#world = world;
    this.#decisions = new Decisions(world);
    this.#work = new Work(world, this.#decisions);
  }

  /** A consumer begins to handle a record; `isCopy` when a fault delivers it once more. */
  startRecord(process: ServiceProcess, record: FetchedRecord, cause: number, isCopy = false): void {
    const { messages, teller, groups, plan } = this.#world;
    const type = messages.type(record.message);
    const attempt = groups.countDelivery(process.service.group, record.partition, record.offset);
    process.consumer.deliveries = attempt;
    const order = messages.order(record.message);
    const machines = present(process.service.hearers.get(type), 'a machine that hears the record');
    const job = this.#newJob(process, {
      kind: 'record',
      order,
      type,
      message: record.message,
      step: this.#stepOf(machines[0]?.step ?? -1, type),
      attempt,
      record,
      call: undefined,
      event: present(plan.cast.types[type], 'a message type').name,
      machines,
      cause,
    });
    if (this.#strikes(job, 'fetch', 'before')) return;
    job.cause = teller.tell(
      code['record-delivered'],
      process.actor,
      order,
      record.message,
      record.partition,
      record.offset,
      attempt,
      cause,
    );
    // A copy is not copied again, or a fault that strikes every delivery would never end.
    const repeated = isCopy
      ? -1
      : this.#world.faults.onDelivery('duplicate', job, this.#world.kernel.now);
    if (repeated >= 0) {
      job.isRepeated = true;
      teller.tell(
        code['fault-struck'],
        process.actor,
        order,
        record.message,
        repeated,
        -1,
        -1,
        job.cause,
      );
      teller.tell(
        code['delivery-duplicated'],
        process.actor,
        order,
        record.message,
        record.partition,
        record.offset,
        repeated,
        job.cause,
      );
    }
    if (this.#strikes(job, 'fetch', 'after')) return;
    this.#handle(job);
  }

  /** An instance begins to work on a call. */
  startCall(process: ServiceProcess, call: Call): void {
    const { messages, teller, plan } = this.#world;
    const type = messages.type(call.message);
    const machines = present(process.service.hearers.get(type), 'a machine that hears the call');
    const cause = teller.tell(
      code['call-received'],
      process.actor,
      call.order,
      call.message,
      call.caller,
      call.attempt,
      -1,
      call.cause,
    );
    const job = this.#newJob(process, {
      kind: 'call',
      order: call.order,
      type,
      message: call.message,
      step: this.#stepOf(machines[0]?.step ?? -1, type),
      attempt: call.attempt,
      record: undefined,
      call,
      event: present(plan.cast.types[type], 'a message type').name,
      machines,
      cause,
    });
    if (this.#strikes(job, 'fetch', 'before') || this.#strikes(job, 'fetch', 'after')) return;
    if (!this.#joinsWorkUnderWay(job)) this.#handle(job);
  }

  /** A durable deadline has passed: an instance that is up tells the machine. */
  startDeadline(process: ServiceProcess, { machine, order, id, token }: Deadline): void {
    const plan = present(
      process.service.machines.find((each) => each.index === machine),
      'the machine of a deadline',
    );
    const key = process.service.index * 0x1_0000_0000 + token;
    const attempt = (this.#deadlineAttempts.get(key) ?? 0) + 1;
    this.#deadlineAttempts.set(key, attempt);
    const job = this.#newJob(process, {
      kind: 'deadline',
      order,
      type: -1,
      message: -1,
      step: -1,
      attempt,
      record: undefined,
      call: undefined,
      event: id,
      machines: [plan],
      cause: -1,
    });
    this.#withLock(job);
  }

  /** The work, the pause or the wait of a job is over. */
  continue(
    process: ServiceProcess,
    { job: id, step, timer, token }: Extract<WorldEvent, { kind: 'job-continues' }>,
  ): void {
    const job = process.jobs.get(id);
    if (job === undefined) return;
    if (step === 'retry') this.#handle(job);
    else if (step === 'undo') this.#decide(job, 'undoDone');
    else if (step === 'work') this.#decide(job, this.#work.verdict(job));
    else if (job.timers.get(timer) === token) {
      job.timers.delete(timer);
      this.#decide(job, timer);
    }
  }

  /** An answer reaches the job of the direct style that called. */
  onAnswer(process: ServiceProcess, jobId: number, event: string, cause: number): void {
    const job = process.jobs.get(jobId);
    if (job === undefined) return;
    job.cause = cause;
    this.#decide(job, event);
  }

  /** A message that a job published is stored. */
  onAcknowledged(process: ServiceProcess, message: number, cause: number): void {
    const job = process.awaitingAck.get(message);
    if (job === undefined) return;
    process.awaitingAck.delete(message);
    job.cause = cause;
    if (this.#strikes(job, 'ack', 'before') || this.#strikes(job, 'ack', 'after')) return;
    job.unacknowledged -= 1;
    if (job.unacknowledged > 0) return;
    if (job.tries > 0 && job.record !== undefined) {
      job.cause = this.#decisions.tell(
        job,
        code['dead-lettered'],
        job.record.partition,
        job.record.offset,
        job.tries,
      );
    }
    this.#finish(job);
  }

  /** A message that a job published was given up by the producer: the handler sends it once more. To the broker that is a new record. */
  onSendFailed(process: ServiceProcess, message: number, cause: number): void {
    const job = process.awaitingAck.get(message);
    if (job === undefined) return;
    const isLetter = job.tries > 0 && job.record !== undefined;
    const letters = isLetter ? this.#work.letterPartition(job) : -1;
    if (letters >= 0) this.#world.producers.produce(process.actor, letters, message, cause);
    else this.#world.producers.publish(process.actor, message, cause);
  }

  /** A process is about to die: its machines fall back to what was committed. */
  rollBack(process: ServiceProcess): void {
    for (const job of process.jobs.values()) this.#decisions.rollBack(job);
  }

  /** The process has crashed: its work is gone. Returns the jobs of others that now hold its locks. */
  forget(process: ServiceProcess): Job[] {
    for (const job of process.jobs.values())
      if (job.kind === 'deadline') this.#world.deadlineAgain(process.service, job);
    return this.#locks.releaseAll(process);
  }

  /** Goes on with jobs that waited for a lock. */
  resume(freed: readonly Job[]): void {
    for (const job of freed) {
      // While it waited, the same message may have been handled by the one before.
      if (job.kind === 'deadline') this.#withLock(job);
      else this.#begin(job);
    }
  }

  /** Whether a crash strikes here. If so, it has happened when this returns. */
  #strikes(job: Job, point: Point, moment: 'before' | 'after'): boolean {
    return this.#world.crashIfStruck(job.process.actor, job, point, moment, job.cause);
  }

  /** The step that a fault names: the service's own, or for an owner the one that the message is about. */
  #stepOf(machineStep: number, type: number): number {
    return machineStep >= 0 ? machineStep : (this.#world.plan.cast.types[type]?.step ?? -1);
  }

  #newJob(process: ServiceProcess, work: Assignment): Job {
    const job = new Job(this.#nextJob++, process, work);
    process.jobs.set(job.id, job);
    return job;
  }

  #handle(job: Job): void {
    return this.#work.isPoisoned(job) ? this.#fail(job) : this.#begin(job);
  }

  /** A repeated call of the direct style, recognised by its key while the first is still at work, waits for the same answer. */
  #joinsWorkUnderWay(job: Job): boolean {
    const { process, call } = job;
    if (
      job.machine.role !== 'caller' ||
      call === undefined ||
      !this.#world.inboxOf(process.service)
    )
      return false;
    const first = [...process.jobs.values()].find(
      (other) => other !== job && other.order === job.order && other.kind === 'call',
    );
    if (first === undefined) return false;
    first.call = call;
    this.#decisions.tell(job, code['duplicate-suppressed'], -1, -1, job.attempt);
    process.jobs.delete(job.id);
    return true;
  }

  #begin(job: Job): void {
    const said = this.#world.inboxOf(job.process.service)
      ? this.#world.store(job.service).handled(job.message)
      : undefined;
    if (said === undefined) {
      this.#withLock(job);
      return;
    }
    const { record } = job;
    job.cause = this.#decisions.tell(
      job,
      code['duplicate-suppressed'],
      record?.partition ?? -1,
      record?.offset ?? -1,
      job.attempt,
    );
    job.transaction.answer = said.answer;
    // A command that is asked for again gets the answer that it got before; a fact needs none.
    const isCommand = this.#world.plan.cast.types[job.type]?.kind === 'command';
    if (isCommand && said.messages.length > 0) this.#say(job, said.messages, true);
    else this.#finish(job);
  }

  /** One job at a time may work on an order in a machine: the row is locked, as by SELECT … FOR UPDATE. */
  #withLock(job: Job): void {
    const key = entityKey(job.machine.index, job.order);
    if (!this.#isUnlocked(job) && !this.#locks.acquire(job.service, key, job)) return;
    if (job.kind === 'deadline') {
      if (
        this.#world.store(job.service).deadline(job.machine.index, job.order, job.event) ===
        undefined
      ) {
        this.#finish(job);
        return;
      }
      job.cause = this.#decisions.tell(
        job,
        code['deadline-passed'],
        job.machine.index,
        this.#decisions.stateCode(job),
        -1,
      );
    }
    this.#decide(job, job.event);
  }

  /** A store's lock is not held while an outside party is asked: nobody could say for how long. Whoever commits second finds the inbox row of the first. */
  #isUnlocked({ machine }: Job): boolean {
    const { steps } = this.#world.plan.cast;
    return machine.role === 'caller' || steps[machine.step]?.reach === 'external';
  }

  /** Gives the machine at work an event and does what it wants. */
  #decide(job: Job, event: string): void {
    const wish = this.#decisions.take(job, event);
    if (wish === 'work' || wish === 'undo') {
      this.#work.begin(job, wish);
    } else if (wish === 'wait') {
      return;
    } else if (job.at + 1 < job.machines.length) {
      job.at += 1;
      this.#withLock(job);
    } else {
      this.#settle(job);
    }
  }

  /** The machines have decided: outside effects first, then all that is local in one transaction, then what is to be said. */
  #settle(job: Job): void {
    const isSaga = job.machine.role !== 'entity';
    const point = isSaga ? 'decide' : 'effect';
    // A handler that has no effect this time, because it refuses or only listens, does not pass the point.
    const hasPoint = isSaga || job.transaction.effects.length > 0;
    if (hasPoint && this.#strikes(job, point, 'before')) return;
    this.#decisions.applyOutside(job);
    if (hasPoint && this.#strikes(job, point, 'after')) return;
    if (this.#strikes(job, 'store-commit', 'before')) return;
    if (this.#isUnlocked(job) && this.#wasHandledMeanwhile(job)) return;
    const said = this.#decisions.commit(job);
    this.resume(this.#locks.release(job));
    if (this.#strikes(job, 'store-commit', 'after')) return;
    if (said.length > 0) this.#say(job, said, false);
    else this.#finish(job);
  }

  /** Another instance has committed the same message while this one worked: the inbox row is there, and the transaction fails. */
  #wasHandledMeanwhile(job: Job): boolean {
    const hasInbox = this.#world.inboxOf(job.process.service) && job.machine.role !== 'caller';
    if (!hasInbox || this.#world.store(job.service).handled(job.message) === undefined)
      return false;
    this.#decisions.rollBack(job);
    const { record } = job;
    const [partition, offset] = [record?.partition ?? -1, record?.offset ?? -1];
    job.cause = this.#decisions.tell(
      job,
      code['duplicate-suppressed'],
      partition,
      offset,
      job.attempt,
    );
    this.#finish(job);
    return true;
  }

  /** Publishes directly, or leaves it to the relay. */
  #say(job: Job, said: readonly number[], isAgain: boolean): void {
    const { process } = job;
    const { messages, producers, relays, plan } = this.#world;
    const overTopics = said.filter(
      (message) => (plan.cast.types[messages.type(message)]?.topic ?? -1) >= 0,
    );
    if (this.#world.outboxOf(process.service)) {
      if (isAgain)
        for (const message of overTopics) this.#world.store(job.service).storeOutgoing(message);
      relays.wake(process.service);
      this.#finish(job);
      return;
    }
    if (overTopics.length === 0) {
      this.#finish(job);
      return;
    }
    const point = job.machine.role === 'entity' ? 'publish' : 'dispatch';
    if (this.#strikes(job, point, 'before')) return;
    job.unacknowledged = overTopics.length;
    this.#tellStored(job);
    for (const message of overTopics) {
      process.awaitingAck.set(message, job);
      producers.publish(process.actor, message, job.cause);
    }
    this.#strikes(job, point, 'after');
  }

  #finish(job: Job): void {
    const { process } = job;
    process.jobs.delete(job.id);
    this.resume(this.#locks.release(job));
    if (job.kind === 'call') this.#world.calls.answer(job);
    if (job.kind !== 'record') return;
    if (job.isRepeated && job.record !== undefined)
      this.startRecord(process, job.record, job.cause, true);
    else this.#handled(job);
  }

  /** A message that the handler cannot bear is published to the dead-letter topic once the service has given it up. */
  #fail(job: Job): void {
    if (job.kind === 'call') {
      this.#work.failCall(job);
      this.#finish(job);
      return;
    }
    const partition = this.#work.failPoisoned(job);
    if (partition < 0) return;
    if (this.#strikes(job, 'publish', 'before')) return;
    job.unacknowledged = 1;
    job.process.awaitingAck.set(job.message, job);
    this.#tellStored(job);
    this.#world.producers.produce(job.process.actor, partition, job.message, job.cause);
    this.#strikes(job, 'publish', 'after');
  }

  /** The lifecycle goes on to publishing; with threads of its own, polling goes on anyway. */
  #tellStored({ kind, process, cause }: Job): void {
    if (kind === 'record' && process.service.settings.handling === 'in-turn')
      this.#world.consumers.send(process, 'stored', cause);
  }

  #handled({ process, record, cause }: Job): void {
    if (process.service.settings.handling === 'in-turn' || record === undefined)
      this.#world.consumers.send(process, 'handled', cause);
    else this.#world.consumers.onHandedOffDone(process, record);
  }
}
