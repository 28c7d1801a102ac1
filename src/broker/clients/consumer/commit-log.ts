/** A consumer's commits: those it makes by itself with poll(), and those that its program asks for. Source: ConsumerCoordinator. */
import { later, type Micros } from '../../../kernel/index.ts';
import type { Refusal } from '../../../trace/index.ts';
import type { ConsumerConfig } from './consumer-config.ts';
import { ConsumerException, fenced } from './consumer-exception.ts';
import type { ConsumerPort, Membership, Offsets } from './consumer-port.ts';
import type { MemberSession } from './member-session.ts';

/** Called with what went wrong, or with nothing. */
export type Done = (failure?: ConsumerException) => void;

/** The commits of one consumer. */
export class CommitLog {
  readonly #config: ConsumerConfig;
  readonly #port: ConsumerPort;
  readonly #session: MemberSession;
  readonly #waiting = new Map<number, { readonly sent: Membership; readonly done: Done }>();
  #completed: (() => void)[] = [];
  #nextId = 1;
  #autoCommitAt: Micros;

  constructor(config: ConsumerConfig, port: ConsumerPort, session: MemberSession, now: Micros) {
    this.#config = config;
    this.#port = port;
    this.#session = session;
    this.#autoCommitAt = later(now, config.autoCommitInterval);
  }

  /** Sends a commit; `done` is called when it is answered. Source: #sendOffsetCommitRequest. */
  send(offsets: Offsets, done: Done): void {
    if (offsets.size === 0) {
      done();
      return;
    }
    if (!this.#session.isStable) {
      done(this.#session.isRebalancing ? rebalancing() : expelled());
      return;
    }
    const sent = this.#session.key;
    const id = this.#nextId++;
    this.#waiting.set(id, { sent, done });
    this.#port.commit(sent, offsets, id);
  }

  /** commitAsync(): the callback is called with a later poll, commit or close. */
  sendAsync(offsets: Offsets, callback: Done): void {
    this.send(offsets, (failure) => {
      this.#completed.push(() => callback(failure));
    });
  }

  /** Calls the callbacks of commits that are done meanwhile. */
  callBack(): void {
    const completed = this.#completed;
    this.#completed = [];
    for (const callback of completed) callback();
  }

  /** poll() commits what earlier polls returned, when auto.commit.interval.ms has passed. Source: #maybeAutoCommitOffsetsAsync. */
  onPoll(consumed: Offsets, now: Micros): void {
    if (!this.#config.autoCommit || now < this.#autoCommitAt) return;
    this.restart(now);
    this.send(consumed, () => undefined);
  }

  /** The interval begins anew, as it does with each assignment. */
  restart(now: Micros): void {
    this.#autoCommitAt = later(now, this.#config.autoCommitInterval);
  }

  /** The answer to a commit. Source: OffsetCommitResponseHandler. */
  onCommitted(id: number, refusal: Refusal | undefined): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    waiting.done(this.#failureOf(waiting.sent, refusal));
  }

  #failureOf(sent: Membership, refusal: Refusal | undefined): ConsumerException | undefined {
    if (refusal === undefined) return undefined;
    if (refusal === 'REBALANCE_IN_PROGRESS') {
      this.#session.requestRejoin();
      return rebalancing();
    }
    const isStill = this.#session.isStill(sent);
    if (!isStill && this.#session.isRebalancing) return rebalancing();
    if (refusal === 'FENCED_INSTANCE_ID') return isStill ? fenced() : expelled();
    // Its id may still be good when only the generation is not.
    this.#session.reset(refusal === 'ILLEGAL_GENERATION');
    return expelled();
  }
}

function rebalancing(): ConsumerException {
  return new ConsumerException(
    'RebalanceInProgressException',
    'Offset commit cannot be completed since the consumer is undergoing a rebalance for auto partition assignment. You can try completing the rebalance by calling poll() and then retry the operation.',
  );
}

function expelled(): ConsumerException {
  return new ConsumerException(
    'CommitFailedException',
    'Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; it is likely that the consumer was kicked out of the group.',
  );
}
