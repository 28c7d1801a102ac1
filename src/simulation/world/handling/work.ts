/** The work of a step: how long it takes and how it turns out. Drawn by order, step and try, so that it is the same work in every style. */
import {
  hashName,
  millis,
  PairTable,
  present,
  type Micros,
  type Scribe,
} from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { Decisions } from './decisions.ts';
import type { Job } from './job.ts';
import type { World } from '../world.ts';

const workPurpose = hashName('work');
const undoPurpose = hashName('undo');
const failurePurpose = hashName('failure');
const refusalPurpose = hashName('refusal');
const reason = { failure: 0, poisoned: 1, chance: 2, stock: 3, exhausted: 4 };
/** The pause between tries of a message that is never given up. */
const poisonPause = millis(1000);

/** The work of all jobs. */
export class Work {
  readonly #world: World;
  readonly #decisions: Decisions;
  /** By service and message. */
  readonly #poisoned = new PairTable<true>();

  constructor(world: World, decisions: Decisions) {
    this.#world = world;
    this.#decisions = decisions;
  }

  /** Begins the work of the machine's step, or the work of undoing it. */
  begin(job: Job, kind: 'work' | 'undo'): void {
    const { draws, kernel, plan } = this.#world;
    const { step } = job.machine;
    const { work } = present(plan.scenario.flow.steps[step], 'the step at work');
    const attempt = this.#decisions.attemptOf(job);
    const key = { order: job.order, step: plan.hashes.steps[step] ?? 0, attempt };
    const drawn = draws.between(
      work.minMs * 1000,
      work.maxMs * 1000,
      kind === 'work' ? workPurpose : undoPurpose,
      key,
    );
    const span = Math.round(drawn * job.process.slowness) as Micros;
    if (kind === 'work')
      job.cause = this.#decisions.tell(job, code['work-started'], step, span, attempt);
    const { actor, incarnation } = job.process;
    kernel.after(span, {
      kind: 'job-continues',
      actor,
      incarnation,
      job: job.id,
      step: kind,
      timer: '',
      token: 0,
    });
  }

  /** How the work of a step turned out: drawn by order, step and attempt, so that it turns out alike in every style. */
  verdict(job: Job): 'workDone' | 'workRefused' | 'workFailed' {
    const { draws, plan } = this.#world;
    const { step } = job.machine;
    const { failure, refusal, retry, effect } = present(
      plan.scenario.flow.steps[step],
      'the step at work',
    );
    const attempt = this.#decisions.attemptOf(job);
    const { order } = job;
    const hash = plan.hashes.steps[step] ?? 0;
    if (draws.chance(failure.in, failure.of, failurePurpose, { order, step: hash, attempt })) {
      job.cause = this.#decisions.tell(job, code['work-failed'], step, reason.failure, attempt);
      if (attempt >= retry.attempts)
        job.cause = this.#decisions.tell(
          job,
          code['work-refused'],
          step,
          reason.exhausted,
          attempt,
        );
      return 'workFailed';
    }
    const isOutOfStock =
      effect?.kind === 'stock' &&
      this.#world.store(job.service).stock < this.#world.orders.quantity(job.order);
    if (
      !isOutOfStock &&
      !draws.chance(refusal.in, refusal.of, refusalPurpose, { order, step: hash })
    )
      return 'workDone';
    job.cause = this.#decisions.tell(
      job,
      code['work-refused'],
      step,
      isOutOfStock ? reason.stock : reason.chance,
      attempt,
    );
    return 'workRefused';
  }

  /** Whether the handler cannot bear this message: once poisoned, always poisoned. */
  isPoisoned(job: Job): boolean {
    if (this.#poisoned.has(job.service, job.message)) return true;
    const fault = this.#world.faults.onDelivery('poison', job, this.#world.kernel.now);
    if (fault < 0) return false;
    this.#poisoned.set(job.service, job.message, true);
    this.#decisions.tell(job, code['fault-struck'], fault, -1, -1);
    return true;
  }

  /** A call that the handler cannot bear is answered as failed: to ask again or not is the caller's affair. */
  failCall(job: Job): void {
    job.cause = this.#decisions.tell(
      job,
      code['work-failed'],
      job.step,
      reason.poisoned,
      job.attempt,
    );
    job.transaction.answer = 'failed';
  }

  /** The partition for the dead letters of a job's topic, -1 when it has none. */
  letterPartition(job: Job): number {
    const { cast, deadLetters } = this.#world.plan;
    const letters = deadLetters[cast.types[job.type]?.topic ?? -1] ?? -1;
    return cast.topics[letters]?.firstPartition ?? -1;
  }

  /** A member of a share group fails with a poisoned message, and gives it back after a pause. Returns the partition of its dead letters once it is given up, -1 while others may try. */
  failDelivery(job: Job): number {
    const { kernel } = this.#world;
    const { deadLetter } = job.process.service.settings;
    const { actor, incarnation } = job.process;
    job.tries = job.record?.deliveries ?? job.attempt;
    job.cause = this.#decisions.tell(
      ...[job, code['work-failed'], job.step, reason.poisoned, job.tries],
    );
    const letters = this.letterPartition(job);
    if (deadLetter !== undefined && letters >= 0 && job.tries >= deadLetter.afterAttempts)
      return letters;
    kernel.after(millis(deadLetter?.backoffMs ?? 0), {
      ...{ kind: 'job-continues', actor, incarnation, job: job.id },
      ...{ step: 'give-back', timer: '', token: 0 },
    });
    return -1;
  }

  /** One more try of a poisoned message has failed. Returns the partition of its dead letters once it is given up, -1 while it is to be tried again. */
  failPoisoned(job: Job): number {
    const { kernel } = this.#world;
    const { deadLetter } = job.process.service.settings;
    const { actor, incarnation } = job.process;
    job.tries += 1;
    job.cause = this.#decisions.tell(
      job,
      code['work-failed'],
      job.step,
      reason.poisoned,
      job.tries,
    );
    const letters = this.letterPartition(job);
    const mayGiveUp = deadLetter !== undefined && letters >= 0;
    if (mayGiveUp && job.tries >= deadLetter.afterAttempts) return letters;
    const pause = deadLetter === undefined ? poisonPause : millis(deadLetter.backoffMs);
    // Without a dead-letter topic this goes on for ever, and must not keep the run from ending.
    const weight = mayGiveUp ? 'foreground' : 'background';
    const again = { actor, incarnation, job: job.id, step: 'retry', timer: '', token: 0 } as const;
    kernel.after(pause, { kind: 'job-continues', ...again }, weight);
    return -1;
  }

  transcribe(scribe: Scribe): void {
    this.#poisoned.transcribe(scribe);
  }
}
