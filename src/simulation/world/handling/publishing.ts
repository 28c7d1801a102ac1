/** What a handler says over topics: it publishes, waits for the acknowledgements, and says again what could not be delivered. A transactional one commits all of it with the offset of its record. */
import { millis } from '../../../kernel/index.ts';
import { code, reasons } from '../../../trace/index.ts';
import type { TransactionOffset } from '../events.ts';
import type { TransactionOutcome } from '../producing/transactions.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';
import { after, before, type Side } from '../faults/sides.ts';
import type { Decisions } from './decisions.ts';
import type { Job, Output } from './job.ts';

/** The pause before a handler says again what could not be delivered. */
const sayPause = millis(1000);

/** What publishing needs of the handler. */
export interface PublishingPort {
  strikes(job: Job, side: Side): boolean;
  /** The handler waits for acknowledgements from now on. */
  publishing(job: Job): void;
  finish(job: Job): void;
}

/** The publishing part of all jobs. */
export class Publishing {
  readonly #world: World;
  readonly #decisions: Decisions;
  readonly #handler: PublishingPort;

  constructor(world: World, decisions: Decisions, handler: PublishingPort) {
    this.#world = world;
    this.#decisions = decisions;
    this.#handler = handler;
  }

  /** Says what a job has to say, in a transaction if its producer is transactional. */
  begin(job: Job, outputs: readonly Output[]): void {
    const { transactions } = this.#world.producers;
    job.outputs = outputs;
    if (transactions.isFor(job.process.actor)) transactions.run(job);
    else this.send(job);
  }

  /** Publishes directly. */
  send(job: Job): void {
    const { process, outputs } = job;
    const { producers } = this.#world;
    const isSaga = job.machines[job.at]?.role !== 'entity' && !job.isLetter;
    const point = isSaga ? 'dispatch' : 'publish';
    if (this.#handler.strikes(job, before[point])) return;
    job.unacknowledged = outputs.length;
    this.#handler.publishing(job);
    for (const { message, partition } of outputs) {
      process.awaitingAck.set(message, job);
      if (partition < 0) producers.publish(process.actor, message, job.cause);
      else producers.produce(process.actor, partition, message, job.cause);
    }
    this.#handler.strikes(job, after[point]);
  }

  /** A message that a job published is stored. */
  onAcknowledged(process: ServiceProcess, message: number, cause: number): void {
    const job = process.awaitingAck.get(message);
    if (job === undefined) return;
    process.awaitingAck.delete(message);
    job.cause = cause;
    if (this.#handler.strikes(job, before.ack) || this.#handler.strikes(job, after.ack)) return;
    job.unacknowledged -= 1;
    if (job.unacknowledged === 0) this.#settle(job);
  }

  /** A message that a job published was given up by the producer: send() has thrown. A transaction is aborted; else the handler says it again while it has attempts. */
  onSendFailed(process: ServiceProcess, message: number, cause: number): void {
    const job = process.awaitingAck.get(message);
    if (job === undefined) return;
    const { transactions } = this.#world.producers;
    if (transactions.isFor(process.actor)) {
      transactions.abort(job, cause);
      return;
    }
    job.cause = cause;
    if (this.#mayRetry(job)) this.#later(job, message);
    else {
      process.awaitingAck.delete(message);
      job.unacknowledged -= 1;
      if (job.unacknowledged === 0) this.#handler.finish(job);
    }
  }

  /** The pause is over: a message is said again; to the broker that is a new record. In a transaction all of them are. */
  again(job: Job, message: number): void {
    const { process, outputs } = job;
    const { producers } = this.#world;
    if (message < 0) {
      producers.transactions.run(job);
      return;
    }
    const output = outputs.find((each) => each.message === message);
    if (output === undefined || process.awaitingAck.get(message) !== job) return;
    if (output.partition < 0) producers.publish(process.actor, message, job.cause);
    else producers.produce(process.actor, output.partition, message, job.cause);
  }

  /** A job's transaction is over. */
  onTransactionEnded(job: Job, outcome: TransactionOutcome): void {
    for (const { message } of job.outputs) job.process.awaitingAck.delete(message);
    if (outcome === 'committed') {
      if (job.record !== undefined && this.#handler.strikes(job, after['offset-commit'])) return;
      this.#finish(job);
    } else if (outcome === 'aborted' && this.#mayRetry(job)) this.#later(job, -1);
    else this.#handler.finish(job);
  }

  /** All is stored. */
  #settle(job: Job): void {
    const { transactions } = this.#world.producers;
    if (!transactions.isFor(job.process.actor)) {
      this.#finish(job);
      return;
    }
    const offset = this.#offsetOf(job);
    if (offset !== undefined && this.#handler.strikes(job, before['offset-commit'])) return;
    transactions.commit(job, offset);
  }

  #finish(job: Job): void {
    if (job.isLetter && job.record !== undefined) {
      const { partition, offset } = job.record;
      job.cause = this.#decisions.tell(job, code['dead-lettered'], partition, offset, job.tries);
    }
    this.#handler.finish(job);
  }

  /** The offset that a transaction carries: where records are handled in turn and their offsets are not committed beforehand. */
  #offsetOf({ process, record, order, isRepeated }: Job): TransactionOffset | undefined {
    const { group } = process.service;
    const { transactions } = this.#world.producers;
    if (record === undefined || isRepeated || !transactions.carriesOffsets(process))
      return undefined;
    const { member, generation } = process.consumer;
    const { partition } = record;
    return { group, member, generation, partition, offset: record.offset + 1, order };
  }

  /** Whether the handler has attempts left; without a limit it has. If not, it tells that it gives up. */
  #mayRetry(job: Job): boolean {
    const limit = job.process.service.settings.deadLetter?.afterAttempts;
    job.sendFailures += 1;
    if (limit === undefined || job.sendFailures < limit) return true;
    const reason = reasons.indexOf('retries exhausted');
    job.cause = this.#decisions.tell(job, code['work-failed'], job.step, reason, job.sendFailures);
    if (job.kind === 'call') job.transaction.answer = 'failed';
    return false;
  }

  #later(job: Job, message: number): void {
    const { actor, incarnation, service } = job.process;
    const { deadLetter } = service.settings;
    const pause = deadLetter === undefined ? sayPause : millis(deadLetter.backoffMs);
    this.#world.kernel.after(pause, {
      kind: 'job-continues',
      ...{ actor, incarnation, job: job.id, step: 'publish', timer: '', token: message },
    });
  }
}
