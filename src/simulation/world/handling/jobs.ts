/** The work of all processes: records, calls and deadlines become jobs here, and what the world answers finds its job again. */
import { PairTable, present, type Scribe } from '../../../kernel/index.ts';
import type { Deadline } from '../../../services/index.ts';
import { code } from '../../../trace/index.ts';
import type { Call, FetchedRecord, WorldEvent } from '../events.ts';
import { after, before } from '../faults/sides.ts';
import { Job, type Assignment } from './job.ts';
import { deadlineAgain } from './deadlines.ts';
import { Decisions } from './decisions.ts';
import { Handler } from './handler.ts';
import type { TransactionOutcome } from '../producing/transactions.ts';
import type { ServiceProcess } from '../process.ts';
import { Work } from './work.ts';
import type { World } from '../world.ts';

/** All work of all processes. */
export class Jobs {
  readonly #world: World;
  readonly #decisions: Decisions;
  readonly #handler: Handler;
  readonly #work: Work;
  /** How often each deadline was taken up: a crash leaves it standing, to be taken up again. */
  readonly #deadlineAttempts = new PairTable<number>();
  #nextJob = 1;

  constructor(world: World) {
    this.#world = world;
    this.#decisions = new Decisions(world);
    this.#work = new Work(world, this.#decisions);
    this.#handler = new Handler(world, { decisions: this.#decisions, work: this.#work }, (job) => {
      if (job.record !== undefined) this.startRecord(job.process, job.record, job.cause, true);
    });
  }

  /** A consumer begins to handle a record; `isCopy` when a fault delivers it once more. */
  startRecord(process: ServiceProcess, record: FetchedRecord, cause: number, isCopy = false): void {
    const { messages, teller, groups, plan } = this.#world;
    const type = messages.type(record.message);
    const attempt = groups.countDelivery(process.service.group, record.partition, record.offset);
    process.consumer.deliveries = attempt;
    const order = messages.order(record.message);
    // A reader hears all that is on its topics, and has no machine for any of it.
    const machines = process.service.hearers[type] ?? [];
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
    if (this.#handler.strikes(job, before.fetch)) return;
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
    if (this.#handler.strikes(job, after.fetch)) return;
    this.#handler.handle(job);
  }

  /** An instance begins to work on a call. */
  startCall(process: ServiceProcess, call: Call): void {
    const { messages, teller, plan } = this.#world;
    const type = messages.type(call.message);
    const machines = present(process.service.hearers[type], 'a machine that hears the call');
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
    if (this.#handler.strikes(job, before.fetch) || this.#handler.strikes(job, after.fetch)) return;
    if (!this.#joinsWorkUnderWay(job)) this.#handler.handle(job);
  }

  /** A durable deadline has passed: an instance that is up tells the machine. */
  startDeadline(process: ServiceProcess, { machine, order, id, token }: Deadline): void {
    const plan = present(
      process.service.machines.find((each) => each.index === machine),
      'the machine of a deadline',
    );
    const { index } = process.service;
    const attempt = (this.#deadlineAttempts.get(index, token) ?? 0) + 1;
    this.#deadlineAttempts.set(index, token, attempt);
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
    this.#handler.withLock(job);
  }

  /** The work, the pause or the wait of a job is over. */
  continue(
    process: ServiceProcess,
    { job: id, step, timer, token }: Extract<WorldEvent, { kind: 'job-continues' }>,
  ): void {
    const job = process.jobs.get(id);
    if (job === undefined) return;
    if (step === 'retry') this.#handler.handle(job);
    else if (step === 'give-back') this.#handler.finish(job);
    else if (step === 'publish') this.#handler.publishing.again(job, token);
    else if (step === 'undo') this.#handler.decide(job, 'undoDone');
    else if (step === 'work') this.#handler.onWorked(job);
    else if (job.timers?.get(timer) === token) {
      job.timers.delete(timer);
      this.#handler.decide(job, timer);
    }
  }

  /** An answer reaches the job of the direct style that called. */
  onAnswer(process: ServiceProcess, jobId: number, event: string, cause: number): void {
    const job = process.jobs.get(jobId);
    if (job === undefined) return;
    job.cause = cause;
    this.#handler.decide(job, event);
  }

  /** Says what a job has to say: its transaction has begun. */
  publish(job: Job): void {
    this.#handler.publishing.send(job);
  }

  /** A message that a job published is stored. */
  onAcknowledged(process: ServiceProcess, message: number, cause: number): void {
    this.#handler.publishing.onAcknowledged(process, message, cause);
  }

  /** A message that a job published was given up by the producer. */
  onSendFailed(process: ServiceProcess, message: number, cause: number): void {
    this.#handler.publishing.onSendFailed(process, message, cause);
  }

  /** The transaction of a job is over. */
  onTransactionEnded(job: Job, outcome: TransactionOutcome): void {
    this.#handler.publishing.onTransactionEnded(job, outcome);
  }

  /** A process is about to die: its machines fall back to what was committed. */
  rollBack(process: ServiceProcess): void {
    for (const job of process.jobs.values()) this.#decisions.rollBack(job);
  }

  /** The process has crashed: its work is gone. Returns the jobs of others that now hold its locks. */
  forget(process: ServiceProcess): readonly Job[] {
    for (const job of process.jobs.values())
      if (job.kind === 'deadline') deadlineAgain(this.#world, process.service, job);
    return this.#handler.releaseAll(process);
  }

  /** Goes on with jobs that waited for a lock. */
  resume(freed: readonly Job[]): void {
    this.#handler.resume(freed);
  }

  transcribe(scribe: Scribe): void {
    this.#decisions.transcribe(scribe);
    this.#work.transcribe(scribe);
    this.#handler.transcribe(scribe);
    this.#deadlineAttempts.transcribe(scribe);
    this.#nextJob = scribe.value(this.#nextJob);
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
}
