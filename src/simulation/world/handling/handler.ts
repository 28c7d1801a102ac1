/**
 * One handler at work: fetch → effect → store-commit → publish → ack → offset-commit, and for a saga decide → store-commit → dispatch.
 * At each side of each point the process may be made to crash. What a crash takes and what it leaves follows from what was committed.
 */
import type { Scribe } from '../../../kernel/index.ts';
import { entityKey } from '../../../services/index.ts';
import { code } from '../../../trace/index.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';
import { after, before, type Side } from '../faults/sides.ts';
import type { Decisions } from './decisions.ts';
import type { Job } from './job.ts';
import { Locks } from './locks.ts';
import { Publishing } from './publishing.ts';
import { Reading } from './reading.ts';
import type { Work } from './work.ts';

/** What carries jobs from their first decision to their end. */
export class Handler {
  readonly #world: World;
  readonly #decisions: Decisions;
  readonly #work: Work;
  readonly #reading: Reading;
  readonly publishing: Publishing;
  readonly #locks = new Locks();
  /** By machine: whether it works without a row lock. */
  readonly #isUnlocked: readonly boolean[];
  /** Delivers the record of a job once more. */
  readonly #deliverAgain: (job: Job) => void;

  constructor(
    world: World,
    { decisions, work }: { readonly decisions: Decisions; readonly work: Work },
    deliverAgain: (job: Job) => void,
  ) {
    this.#world = world;
    this.#decisions = decisions;
    this.#work = work;
    this.#reading = new Reading(world);
    this.#deliverAgain = deliverAgain;
    this.#isUnlocked = world.plan.isUnlocked;
    this.publishing = new Publishing(world, decisions, {
      strikes: (job, side) => this.strikes(job, side),
      publishing: (job) => this.#tellStored(job),
      finish: (job) => this.finish(job),
    });
  }

  /** Begins the work of a job, or fails where the handler cannot bear its message. */
  handle(job: Job): void {
    if (this.#work.isPoisoned(job)) this.#fail(job);
    else if (this.#reading.isOf(job.process)) this.#reading.begin(job);
    else this.#begin(job);
  }

  /** The work of a job is over. */
  onWorked(job: Job): void {
    if (!this.#reading.isOf(job.process)) this.decide(job, this.#work.verdict(job));
    else if (this.#reading.keep(job)) this.finish(job);
  }

  /** Goes on with jobs that waited for a lock. */
  resume(freed: readonly Job[]): void {
    for (const job of freed) {
      // While it waited, the same message may have been handled by the one before.
      if (job.kind === 'deadline') this.withLock(job);
      else this.#begin(job);
    }
  }

  /** The process has crashed. Returns the jobs of others that now hold its locks. */
  releaseAll(process: ServiceProcess): readonly Job[] {
    return this.#locks.releaseAll(process);
  }

  /** Whether a crash strikes here. If so, it has happened when this returns. */
  strikes(job: Job, side: Side): boolean {
    return this.#world.crashIfStruck(job.process.actor, job, side, job.cause);
  }

  transcribe(scribe: Scribe): void {
    this.#locks.transcribe(scribe, this.#world.jobKind);
  }

  #begin(job: Job): void {
    const said = this.#world.inboxOf(job.process.service)
      ? this.#world.store(job.service).handled(job.message)
      : undefined;
    if (said === undefined) {
      this.withLock(job);
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
    // In a transaction what it said and the offset stand or fall together: delivered again means said in vain.
    const wasInVain = this.#world.producers.transactions.isFor(job.process.actor);
    if ((isCommand || wasInVain) && said.messages.length > 0) this.#say(job, said.messages, true);
    else this.finish(job);
  }

  /** One job at a time may work on an order in a machine: the row is locked, as by SELECT … FOR UPDATE. */
  withLock(job: Job): void {
    const key = entityKey(job.machine.index, job.order);
    if (!this.#worksUnlocked(job) && !this.#locks.acquire(key, job)) return;
    if (job.kind === 'deadline') {
      if (
        this.#world.store(job.service).deadline(job.machine.index, job.order, job.event) ===
        undefined
      ) {
        this.finish(job);
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
    this.decide(job, job.event);
  }

  #worksUnlocked({ machine }: Job): boolean {
    return this.#isUnlocked[machine.index] === true;
  }

  /** Gives the machine at work an event and does what it wants. */
  decide(job: Job, event: string): void {
    const wish = this.#decisions.take(job, event);
    if (wish === 'work' || wish === 'undo') {
      this.#work.begin(job, wish);
    } else if (wish === 'wait') {
      return;
    } else if (job.at + 1 < job.machines.length) {
      job.at += 1;
      this.withLock(job);
    } else {
      this.#settle(job);
    }
  }

  /** The machines have decided: outside effects first, then all that is local in one transaction, then what is to be said. */
  #settle(job: Job): void {
    const isSaga = job.machine.role !== 'entity';
    // A handler that has no effect this time, because it refuses or only listens, does not pass the point.
    const hasPoint = isSaga || job.transaction.effects.length > 0;
    if (hasPoint && this.strikes(job, isSaga ? before.decide : before.effect)) return;
    this.#decisions.applyOutside(job);
    if (hasPoint && this.strikes(job, isSaga ? after.decide : after.effect)) return;
    if (this.strikes(job, before['store-commit'])) return;
    if (this.#worksUnlocked(job) && this.#wasHandledMeanwhile(job)) return;
    const said = this.#decisions.commit(job);
    this.resume(this.#locks.release(job));
    if (this.strikes(job, after['store-commit'])) return;
    if (said.length > 0) this.#say(job, said, false);
    else this.finish(job);
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
    this.finish(job);
    return true;
  }

  /** Publishes directly, or leaves it to the relay. */
  #say(job: Job, said: readonly number[], isAgain: boolean): void {
    const { process } = job;
    const { relays } = this.#world;
    if (this.#world.outboxOf(process.service)) {
      if (isAgain)
        for (const message of said)
          if (this.#isOverTopic(message)) this.#world.store(job.service).storeOutgoing(message);
      relays.wake(process.service);
      this.finish(job);
      return;
    }
    const overTopics = said.filter((message) => this.#isOverTopic(message));
    if (overTopics.length === 0) {
      this.finish(job);
      return;
    }
    this.publishing.begin(
      job,
      overTopics.map((message) => ({ message, partition: -1 })),
    );
  }

  #isOverTopic(message: number): boolean {
    const { messages, cast } = this.#world;
    return (cast.types[messages.type(message)]?.topic ?? -1) >= 0;
  }

  /** Ends a job: a call is answered, a consumer learns that its record is handled. */
  finish(job: Job): void {
    const { process } = job;
    process.jobs.delete(job.id);
    this.resume(this.#locks.release(job));
    if (job.kind === 'call') this.#world.calls.answer(job);
    if (job.kind !== 'record') return;
    if (job.isRepeated && job.record !== undefined) this.#deliverAgain(job);
    else this.#handled(job);
  }

  /** A message that the handler cannot bear is published to the dead-letter topic once the service has given it up. */
  #fail(job: Job): void {
    if (job.kind === 'call') {
      this.#work.failCall(job);
      this.finish(job);
      return;
    }
    const isGivenBack = this.#world.consumers.sharing.isExplicit(job.process);
    const partition = isGivenBack ? this.#work.failDelivery(job) : this.#work.failPoisoned(job);
    if (isGivenBack)
      this.#world.consumers.sharing.decide(job.process, partition < 0 ? 'release' : 'reject');
    if (partition < 0) return;
    job.isLetter = true;
    this.publishing.begin(job, [{ message: job.message, partition }]);
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
