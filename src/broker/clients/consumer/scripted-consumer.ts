/**
 * One KafkaConsumer of the classic protocol, driven by hand: poll, commit, seek, close. Its program calls it, its heartbeat
 * thread lives beside it, and what its callbacks and polls gave is kept as words. Source: KafkaConsumer, ConsumerCoordinator,
 * AbstractCoordinator.
 */
import type { Micros } from '../../../kernel/index.ts';
import type { Refusal } from '../../../trace/index.ts';
import type { JoinAnswer } from '../../groups/coordinator.ts';
import { isOutOfRange, startingPosition } from '../../log/offset-reset.ts';
import type { ConsumerConfig } from './consumer-config.ts';

/** A partition by name: `orders-0`. */
export type PartitionName = string;

/** What a consumer asks of its cluster. Answers to joins come back by `onJoined` and `onSynced`. */
export interface ConsumerPort {
  join(consumer: ScriptedConsumer, owned: readonly PartitionName[]): void;
  sync(consumer: ScriptedConsumer, answer: JoinAnswer): void;
  leave(consumer: ScriptedConsumer): void;
  heartbeat(consumer: ScriptedConsumer): Refusal | undefined;
  commit(
    consumer: ScriptedConsumer,
    offsets: ReadonlyMap<PartitionName, number>,
  ): Refusal | undefined;
  committed(partition: PartitionName): number | undefined;
  log(partition: PartitionName): { readonly start: number; readonly end: number };
}

/** A consumer. */
export class ScriptedConsumer {
  readonly name: string;
  readonly config: ConsumerConfig;
  readonly #port: ConsumerPort;
  /** Words of callbacks, in their order. */
  events: string[] = [];
  topics: readonly string[] = [];
  memberId = -1;
  generation = -1;
  /** `joined` while it has an assignment of its generation. */
  state: 'unjoined' | 'joining' | 'joined' = 'unjoined';
  isClosed = false;
  readonly #positions = new Map<PartitionName, number>();
  readonly #paused = new Set<PartitionName>();
  #mustRejoin = true;
  #isLost = false;
  #dealt: readonly PartitionName[] | undefined;
  #polledAt = 0;
  #autoCommitAt = -1;
  #heartbeatAt = 0;

  constructor(name: string, config: ConsumerConfig, port: ConsumerPort) {
    this.name = name;
    this.config = config;
    this.#port = port;
  }

  get isCooperative(): boolean {
    return this.config.assignor === 'cooperative-sticky';
  }

  get owned(): readonly PartitionName[] {
    return [...this.#positions.keys()].toSorted();
  }

  subscribe(topics: readonly string[], now: Micros): void {
    this.topics = topics;
    this.#mustRejoin = true;
    this.#polledAt = now;
  }

  /** One poll: callbacks first, then records, as `partition@offset`. Throws the words of an exception. */
  poll(now: Micros): readonly string[] {
    this.#polledAt = now;
    if (this.topics.length === 0) return [];
    this.#autoCommit(now);
    if (this.#dealt !== undefined) this.#take(this.#dealt);
    if (this.#mustRejoin && this.state !== 'joining') this.#rejoin();
    // Only a cooperative member reads on while it waits for its assignment.
    if (this.state !== 'joined' && !this.isCooperative) return [];
    return this.#fetch();
  }

  /** commitSync: of explicit offsets, or of all positions. The words of what came of it. */
  commit(offsets: ReadonlyMap<PartitionName, number> = this.#positions): string {
    if (this.memberId < 0) return 'commit-failed CommitFailedException';
    const refusal = this.#port.commit(this, offsets);
    if (refusal === undefined) return 'committed ok';
    if (refusal === 'REBALANCE_IN_PROGRESS') {
      this.#mustRejoin = true;
      return 'commit-failed RebalanceInProgressException';
    }
    this.#reset();
    return 'commit-failed CommitFailedException';
  }

  seek(partition: PartitionName, offset: number): void {
    if (this.#positions.has(partition)) this.#positions.set(partition, offset);
  }

  pause(partition: PartitionName): void {
    this.#paused.add(partition);
  }

  resume(partition: PartitionName): void {
    this.#paused.delete(partition);
  }

  position(partition: PartitionName): number | undefined {
    return this.#positions.get(partition);
  }

  /** Commits what it commits by itself, gives its partitions up, and leaves. A static member stays one. */
  close(): void {
    if (this.config.autoCommit) this.#commitPositions();
    this.#giveUp('revoked');
    if (!this.config.isStatic && this.memberId >= 0) this.#port.leave(this);
    this.isClosed = true;
    this.memberId = -1;
  }

  unsubscribe(): void {
    if (this.config.autoCommit) this.#commitPositions();
    this.#giveUp('revoked');
    if (this.memberId >= 0) this.#port.leave(this);
    this.topics = [];
    this.#reset();
    this.#isLost = false;
  }

  /** The heartbeat thread: it beats whatever the program does, and takes the member out when the program does not poll. */
  beat(now: Micros): void {
    if (this.state !== 'joined' || now < this.#heartbeatAt) return;
    if (now - this.#polledAt > this.config.maxPollInterval) {
      // A static member only falls silent.
      if (!this.config.isStatic) this.#port.leave(this);
      this.#reset();
      return;
    }
    this.#heartbeatAt = now + this.config.heartbeatInterval;
    const refusal = this.#port.heartbeat(this);
    if (refusal === 'REBALANCE_IN_PROGRESS') this.#mustRejoin = true;
    else if (refusal !== undefined) this.#reset();
  }

  onJoined(answer: JoinAnswer): void {
    if (this.state !== 'joining') return;
    this.memberId = answer.memberId;
    this.generation = answer.generation;
    this.#port.sync(this, answer);
  }

  /** The assignment is here; the next poll takes it over. `undefined`: it will not come, all join anew. */
  onSynced(dealt: readonly PartitionName[] | undefined, now: Micros): void {
    if (this.state !== 'joining') return;
    if (dealt === undefined) {
      this.state = 'unjoined';
      this.#mustRejoin = true;
      return;
    }
    this.state = 'joined';
    this.#dealt = dealt;
    this.#heartbeatAt = now + this.config.heartbeatInterval;
  }

  #rejoin(): void {
    this.#mustRejoin = false;
    if (this.#isLost) this.#giveUp('lost');
    else if (!this.isCooperative) {
      if (this.config.autoCommit) this.#commitPositions();
      this.#giveUp('revoked');
    }
    this.#isLost = false;
    this.state = 'joining';
    this.#port.join(this, this.owned);
  }

  #take(dealt: readonly PartitionName[]): void {
    this.#dealt = undefined;
    const before = new Set(this.#positions.keys());
    const gone = [...before].filter((each) => !dealt.includes(each)).toSorted();
    if (gone.length > 0) {
      if (this.config.autoCommit) this.#commitPositions();
      for (const each of gone) this.#positions.delete(each);
      this.events.push(words('revoked', gone));
      this.#mustRejoin = true;
    }
    const added = dealt.filter((each) => !before.has(each)).toSorted();
    this.events.push(words('assigned', added));
    for (const each of added) this.#positions.set(each, -1);
  }

  #fetch(): readonly string[] {
    const records: string[] = [];
    for (const [partition, position] of [...this.#positions].toSorted()) {
      if (this.#paused.has(partition)) continue;
      const log = this.#port.log(partition);
      let at = this.#validPosition(partition, position, log);
      for (; at < log.end && records.length < this.config.maxPollRecords; at++)
        records.push(`${partition}@${at}`);
      this.#positions.set(partition, at);
    }
    return records;
  }

  #validPosition(
    partition: PartitionName,
    position: number,
    log: { start: number; end: number },
  ): number {
    if (position >= 0 && !isOutOfRange(position, log)) return position;
    const committed = position >= 0 ? position : this.#port.committed(partition);
    const answer = startingPosition({ committed, ...log, policy: this.config.reset });
    if (answer.kind === 'position') return answer.offset;
    throw new ConsumerException(
      answer.error === 'NoOffsetForPartitionException'
        ? `${answer.error}: Undefined offset with no reset policy for partitions: [${partition}]`
        : `${answer.error}: Fetch position is out of range for partition ${partition}`,
    );
  }

  #autoCommit(now: Micros): void {
    const { autoCommit, autoCommitInterval } = this.config;
    if (!autoCommit) return;
    if (this.#autoCommitAt < 0) this.#autoCommitAt = now + autoCommitInterval;
    if (now < this.#autoCommitAt) return;
    this.#autoCommitAt = now + autoCommitInterval;
    this.#commitPositions();
  }

  #commitPositions(): void {
    const known = new Map([...this.#positions].filter(([, position]) => position >= 0));
    if (this.memberId >= 0 && known.size > 0) this.#port.commit(this, known);
  }

  /** The member is out: what it owned is lost, and it joins as a newcomer. */
  #reset(): void {
    this.memberId = -1;
    this.generation = -1;
    this.state = 'unjoined';
    this.#dealt = undefined;
    this.#isLost = true;
    this.#mustRejoin = true;
  }

  #giveUp(how: 'revoked' | 'lost'): void {
    if (this.#positions.size > 0) this.events.push(words(how, this.owned));
    this.#positions.clear();
  }
}

/** What a consumer throws at its program. */
export class ConsumerException extends Error {}

function words(what: string, partitions: readonly PartitionName[]): string {
  return partitions.length === 0 ? what : `${what} ${partitions.join(',')}`;
}
