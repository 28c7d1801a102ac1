/** Commits: how a consumer tells the broker how far its group has come. A commit that waits is part of handling a record; one that does not only passes over what nobody wanted. */
import { added, none, present, type Micros } from '../../../kernel/index.ts';
import { stateOf } from '../../../services/index.ts';
import { code, type Refusal } from '../../../trace/index.ts';
import type { Commit, CommitWaiter, FetchedRecord } from '../events.ts';
import type { TransactionOutcome } from '../producing/transactions.ts';
import { commitChannel, legCode } from '../network.ts';
import { after, before, type Side } from '../faults/sides.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

/** A commit that is not sent yet: its cause becomes the row in which that is told. */
type Draft = { -readonly [Field in keyof Commit]: Commit[Field] };

/** All commits of a world. */
export class Commits {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The broker's answer to a commit goes back. A commit's own leg covers request and answer. Most commits only pass over what nobody wanted: that they were taken is no news for anybody. */
  answer(commit: Commit, refusal: Refusal | undefined, cause: number): void {
    if (refusal === undefined && commit.awaitedBy === 'nobody') return;
    const { kernel, network } = this.#world;
    const latency = network.carryProtocol(commit.actor, commit.partition, commit.offset);
    kernel.after(latency, { kind: 'commit-answered', commit, refusal, cause });
  }

  /** The consumer learns what became of its commit. */
  onAnswered(commit: Commit, refusal: Refusal | undefined, cause: number): void {
    const process = this.#world.aliveProcess(commit.actor, commit.incarnation);
    if (process === undefined) return;
    const isCooperative = this.#world.assignments.isCooperative(process);
    const isKept = isCooperative && this.#isOutdated(process, commit);
    // The answer is for a generation that the member has left meanwhile: nobody waits for it.
    if (process.consumer.generation !== commit.generation && !isKept) return;
    // While it joins anew it keeps its partitions: the commit is good once it knows its new generation. Source: ConsumerCoordinator.OffsetCommitResponseHandler.
    const isPassing =
      isCooperative && (refusal === 'REBALANCE_IN_PROGRESS' || process.consumer.isRejoining);
    if (refusal !== undefined && refusal !== 'UNKNOWN_MEMBER_ID' && (isKept || isPassing)) {
      const { retryBackoff } = this.#world.settings.client(process.service.index);
      this.#world.kernel.after(retryBackoff, { kind: 'commit-timeout', commit });
      return;
    }
    if (refusal !== undefined) this.#world.consumers.onRefused(process, refusal, cause);
    else if (commit.awaitedBy === 'join') this.#world.consumers.onAwaitedCommit(process);
    else if (
      commit.awaitedBy === 'machine' &&
      !this.#strikes(process, after['offset-commit'], cause)
    )
      this.#world.consumers.send(process, 'committed', cause);
  }

  /** A cooperative member joined anew while its commit was on its way: as it still has the partition, it commits again. */
  #isOutdated({ consumer }: ServiceProcess, commit: Commit): boolean {
    return consumer.generation > commit.generation && consumer.positions.has(commit.partition);
  }

  /** No answer to a commit came in time: it is sent again. */
  onTimeout(commit: Commit): void {
    const process = this.#world.aliveProcess(commit.actor, commit.incarnation);
    if (process === undefined) return;
    const { member, generation } = process.consumer;
    const isKept = this.#world.assignments.isCooperative(process) && generation > commit.generation;
    if (generation !== commit.generation && !isKept) return;
    // The partition was given up meanwhile: whoever has it now goes on from what was stored.
    if (!process.consumer.positions.has(commit.partition)) return;
    // A newer commit of the same partition covers this one; sent after it, this one would take the group back.
    const newest = process.consumer.committing.get(commit.partition) ?? 0;
    if (commit.awaitedBy === 'machine' || newest <= commit.offset)
      this.#send({ ...commit, member, generation, attempt: commit.attempt + 1 });
  }

  /** Commits what was only passed over, without waiting for the answer. */
  commitSkipped(process: ServiceProcess): void {
    const { service } = process;
    if (this.#world.settings.client(service.index).commitsByItself) return;
    const { positions, handedOff, committing } = process.consumer;
    const partitions = positions.keys();
    const offsets = positions.values();
    let passed: Commit[] = none;
    for (let at = 0; at < partitions.length; at++) {
      const partition = partitions[at] as number;
      const offset = offsets[at] as number;
      if (offset <= (committing.get(partition) ?? 0)) continue;
      // Nothing beyond a record that is still in the hands of a thread.
      const isHeld = (handedOff.get(partition)?.offsets.length ?? 0) > 0;
      if (!isHeld) passed = added(passed, this.#new(process, partition, offset, 'nobody'));
    }
    if (passed.length > 0) this.#make(process, passed);
  }

  /** Commits that were made in a transaction are through, or were not taken: then they are made again, plainly if the group has to say that it goes on without this member. */
  onTransactionEnded(commits: readonly Commit[], outcome: TransactionOutcome, cause: number): void {
    for (const commit of commits) {
      const process = this.#world.aliveProcess(commit.actor, commit.incarnation);
      if (process === undefined) return;
      if (outcome === 'committed') this.onAnswered(commit, undefined, cause);
      else if (outcome === 'aborted') this.#make(process, [{ ...commit }]);
      else this.#send({ ...commit });
    }
  }

  #make(process: ServiceProcess, commits: readonly Commit[]): void {
    const { transactions } = this.#world.producers;
    if (transactions.carriesOffsets(process)) transactions.runCommits(process.actor, commits);
    else for (const each of commits) this.#send(each);
  }

  /** poll() commits by itself, when auto.commit.interval.ms has passed: what earlier polls returned, done or not. Source: ConsumerCoordinator#maybeAutoCommitOffsetsAsync. */
  onPoll(process: ServiceProcess): void {
    const { consumer, service } = process;
    const { commitsByItself, autoCommitInterval } = this.#world.settings.client(service.index);
    const { now } = this.#world.kernel;
    consumer.polledAt = now;
    if (!commitsByItself) return;
    if (consumer.autoCommitAt < 0) consumer.autoCommitAt = now + autoCommitInterval;
    if (now >= consumer.autoCommitAt) {
      consumer.autoCommitAt = now + autoCommitInterval;
      this.#commitPositions(process, 'nobody');
    } else if (this.#hasProgressed(process) && !consumer.willCommit) {
      // A program polls on and on: the first poll after the interval commits.
      consumer.willCommit = true;
      const { actor, incarnation } = process;
      const at = consumer.autoCommitAt as Micros;
      this.#world.kernel.at(at, { kind: 'auto-commit', actor, incarnation });
    }
  }

  /** auto.commit.interval.ms has passed: a consumer that polls commits. One at work does so with its next poll. */
  onAutoCommit(process: ServiceProcess): void {
    process.consumer.willCommit = false;
    if (process.lifecycle !== undefined && stateOf(process.lifecycle) === 'polling')
      this.onPoll(process);
  }

  /** The interval begins anew with each assignment. Source: ConsumerCoordinator#onJoinComplete. */
  onAssigned({ consumer, service }: ServiceProcess): void {
    const { commitsByItself, autoCommitInterval } = this.#world.settings.client(service.index);
    if (commitsByItself) consumer.autoCommitAt = this.#world.kernel.now + autoCommitInterval;
  }

  #hasProgressed({ consumer }: ServiceProcess): boolean {
    const offsets = consumer.positions.values();
    return consumer.positions
      .keys()
      .some((partition, at) => (offsets[at] ?? 0) > (consumer.committing.get(partition) ?? 0));
  }

  /** Before it gives its partitions up, and when it closes, a consumer that commits by itself does so once more: so many commits. Source: ConsumerCoordinator#onJoinPrepare, #close. */
  commitBeforeRevocation(process: ServiceProcess, awaitedBy: 'join' | 'nobody'): number {
    if (!this.#world.settings.client(process.service.index).commitsByItself) return 0;
    return this.#commitPositions(process, awaitedBy);
  }

  /** A record is handed to a thread: nothing from it on may be committed until it is done. */
  noteHandedOff({ consumer }: ServiceProcess, { partition, offset }: FetchedRecord): void {
    const known = consumer.handedOff.get(partition);
    if (known === undefined)
      consumer.handedOff.set(partition, { offsets: [offset], done: new Set() });
    else known.offsets.push(offset);
  }

  /** A thread is done with a record: what is done without a gap may be committed. */
  onHandedOffDone(process: ServiceProcess, { partition, offset }: FetchedRecord): void {
    const handed = process.consumer.handedOff.get(partition);
    if (handed === undefined) return;
    handed.done.add(offset);
    let next = -1;
    for (
      let first = handed.offsets[0];
      first !== undefined && handed.done.delete(first);
      first = handed.offsets[0]
    ) {
      handed.offsets.shift();
      next = first + 1;
    }
    if (next < 0 || this.#world.settings.client(process.service.index).commitsByItself) return;
    this.#send(this.#new(process, partition, next, 'nobody'));
  }

  #commitPositions(process: ServiceProcess, awaitedBy: CommitWaiter): number {
    let sent = 0;
    for (const [partition, offset] of process.consumer.positions) {
      if (offset <= (process.consumer.committing.get(partition) ?? 0)) continue;
      this.#send(this.#new(process, partition, offset, awaitedBy));
      sent += 1;
    }
    return sent;
  }

  /** Commits the record at work; the lifecycle waits for the answer. */
  commit(process: ServiceProcess): void {
    if (process.service.isShare) {
      this.#world.consumers.sharing.acknowledge(process);
      return;
    }
    const { consumer } = process;
    const record = present(consumer.current, 'the record to commit');
    const next = record.offset + 1;
    if (this.#world.producers.transactions.hasCommitted(process.actor, record.partition, next)) {
      consumer.committing.set(record.partition, next);
      this.#world.consumers.send(process, 'committed', consumer.cause);
      return;
    }
    if (this.#strikes(process, before['offset-commit'], consumer.cause)) return;
    this.#make(process, [this.#new(process, record.partition, next, 'machine')]);
  }

  #new(process: ServiceProcess, partition: number, offset: number, awaitedBy: CommitWaiter): Draft {
    const { consumer, actor, incarnation } = process;
    const order =
      awaitedBy === 'machine' && consumer.current !== undefined
        ? this.#world.messages.order(consumer.current.message)
        : -1;
    const { member, generation, cause } = consumer;
    consumer.committing.set(partition, offset);
    return {
      actor,
      incarnation,
      member,
      generation,
      partition,
      offset,
      awaitedBy,
      attempt: 1,
      order,
      cause,
    };
  }

  #send(commit: Draft): void {
    const { kernel, network, settings, teller } = this.#world;
    const process = this.#world.process(commit.actor);
    const message = commit.awaitedBy === 'machine' ? (process.consumer.current?.message ?? -1) : -1;
    const latency = network.carry({
      actor: commit.actor,
      attempt: commit.attempt,
      leg: legCode.commit,
      from: commit.actor,
      to: commit.actor,
      message,
      others: undefined,
      partition: commit.partition,
      salt: ((commit.actor + 1) * 0x85eb) ^ (message < 0 ? commit.offset : 0),
      cause: commit.cause,
    });
    commit.cause = teller.tell(
      code['commit-sent'],
      commit.actor,
      commit.order,
      -1,
      commit.partition,
      commit.offset,
      latency,
      commit.cause,
    );
    if (latency >= 0)
      kernel.after(network.inOrder(commit.actor, commitChannel, latency), {
        kind: 'commit-arrives',
        commit,
      });
    else kernel.after(settings.general.requestTimeout, { kind: 'commit-timeout', commit });
  }

  /** Whether a crash strikes a process that commits the record at work. */
  #strikes({ actor, consumer }: ServiceProcess, side: Side, cause: number): boolean {
    const message = consumer.current?.message ?? -1;
    return this.#world.crashAtMessage(actor, message, consumer.deliveries, side, cause);
  }
}
