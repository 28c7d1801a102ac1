/**
 * KafkaConsumer with the classic group protocol. Its program calls it, its heartbeat thread lives beside it, and it asks its
 * cluster by a port. It has no clock: it is told the time. What blocks in Kafka calls back here. Source: KafkaConsumer,
 * ConsumerCoordinator, AbstractCoordinator, Fetcher.
 */
import type { Micros } from '../../../kernel/index.ts';
import type { Refusal } from '../../../trace/index.ts';
import type { TopicPartition } from '../../groups/assignors/assignor.ts';
import type { JoinAnswer, JoinRefusal } from '../../groups/classic/coordinator-port.ts';
import { CommitLog, type Done } from './commit-log.ts';
import type { ConsumerConfig } from './consumer-config.ts';
import { illegal, type ConsumerException } from './consumer-exception.ts';
import type {
  ConsumerPort,
  FetchedPartition,
  LogBounds,
  Membership,
  Offsets,
  Subscription,
} from './consumer-port.ts';
import { FetchBuffer, type PolledRecord } from './fetch-buffer.ts';
import { GroupPart } from './group-part.ts';
import { MemberSession } from './member-session.ts';
import type { PartitionName } from './partition-names.ts';
import { Positions } from './positions.ts';

/** One consumer. */
export class ConsumerClient {
  readonly #config: ConsumerConfig;
  readonly #port: ConsumerPort;
  readonly #positions: Positions;
  readonly #buffer = new FetchBuffer();
  readonly #part: GroupPart;
  readonly #session: MemberSession;
  readonly #commits: CommitLog;
  /** What the next poll throws. */
  #failure: ConsumerException | undefined;
  #isClosed = false;
  /** Who waits for a position. */
  #asked: readonly {
    readonly partition: PartitionName;
    readonly done: (offset: number) => void;
  }[] = [];

  constructor(config: ConsumerConfig, port: ConsumerPort, now: Micros) {
    this.#config = config;
    this.#port = port;
    this.#positions = new Positions(config.reset);
    this.#session = new MemberSession(config, port, (answer) => this.#part.deal(answer), now);
    this.#commits = new CommitLog(config, port, this.#session, now);
    this.#part = new GroupPart(config, port, {
      positions: this.#positions,
      buffer: this.#buffer,
      session: this.#session,
      commits: this.#commits,
    });
  }

  /** What it owns, in order. */
  get assignment(): readonly PartitionName[] {
    return this.#positions.owned;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  subscribe(topics: readonly string[]): void {
    this.#throwIfClosed();
    if (topics.length === 0) {
      this.unsubscribe();
      return;
    }
    this.#part.subscribe(topics);
  }

  /** One pass of poll(): callbacks first, then records. It never waits: whoever waits calls it again. */
  poll(now: Micros): readonly PolledRecord[] {
    this.#throwIfClosed();
    if (this.#part.topics.length === 0)
      throw illegal('Consumer is not subscribed to any topics or assigned any partitions');
    this.#commits.callBack();
    this.#session.notePoll(now);
    if (this.#part.joinIfNeeded(now)) this.#commits.onPoll(this.#positions.consumed, now);
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    this.#findPositions();
    if (this.#part.isGivingUp) return [];
    const records = this.#buffer.take(this.#config.maxPollRecords, this.#positions);
    const wanted = this.#buffer.ask(this.#positions.readable);
    if (wanted.size > 0) this.#port.fetch(wanted);
    return records;
  }

  /** commitSync(): of explicit offsets, or of all that was polled. */
  commitSync(offsets: Offsets | undefined, done: Done): void {
    this.#throwIfClosed();
    this.#commits.callBack();
    this.#commits.send(offsets ?? this.#positions.consumed, (failure) => {
      this.#commits.callBack();
      done(failure);
    });
  }

  commitAsync(offsets: Offsets | undefined, callback: Done): void {
    this.#throwIfClosed();
    this.#commits.callBack();
    this.#commits.sendAsync(offsets ?? this.#positions.consumed, callback);
  }

  seek(partition: PartitionName, offset: number): void {
    this.#throwIfClosed();
    this.#positions.seek(partition, offset);
  }

  /** Goes to the beginning or the end of these partitions, or of all: with the next poll. */
  seekTo(where: 'earliest' | 'latest', partitions: readonly PartitionName[]): void {
    this.#throwIfClosed();
    for (const partition of partitions.length === 0 ? this.assignment : partitions)
      this.#positions.resetTo(partition, where);
  }

  pause(partitions: readonly PartitionName[]): void {
    this.#throwIfClosed();
    for (const partition of partitions) this.#positions.setPaused(partition, true);
  }

  resume(partitions: readonly PartitionName[]): void {
    this.#throwIfClosed();
    for (const partition of partitions) this.#positions.setPaused(partition, false);
  }

  /** position(): where it reads on, once that is known. */
  findPosition(partition: PartitionName, done: (offset: number) => void): void {
    this.#throwIfClosed();
    if (!this.#positions.has(partition))
      throw illegal('You can only check the position for partitions assigned to this consumer.');
    this.#asked = [...this.#asked, { partition, done }];
    this.#findPositions();
    this.#answerPositions();
  }

  /** Gives up what it owns and leaves. It commits nothing: only close() does. */
  unsubscribe(): void {
    this.#throwIfClosed();
    this.#part.giveUpAll();
    this.#session.leave();
    this.#part.unsubscribe();
    this.#buffer.clear();
  }

  /** Commits what it commits by itself, gives its partitions up, and leaves. A static member stays one. */
  close(done: () => void): void {
    this.#commits.callBack();
    const leave = () => {
      this.#commits.callBack();
      this.#part.giveUpAll();
      this.#session.leave();
      this.#isClosed = true;
      done();
    };
    if (this.#config.autoCommit) this.#commits.send(this.#positions.consumed, leave);
    else leave();
  }

  /** The heartbeat thread's turn. */
  onTimer(now: Micros): void {
    if (!this.#isClosed) this.#session.onTimer(now);
  }

  onJoined(answer: JoinAnswer<Subscription>, now: Micros): void {
    this.#session.onJoined(answer, now);
  }

  onJoinRefused(refusal: JoinRefusal): void {
    this.#session.onJoinRefused(refusal);
  }

  onSynced(generation: number, dealt: readonly TopicPartition[] | undefined): void {
    this.#session.onSynced(generation, dealt);
  }

  onSyncRefused(refusal: Refusal): void {
    this.#session.onSyncRefused(refusal);
  }

  onHeartbeatAnswered(sent: Membership, refusal: Refusal | undefined): void {
    this.#session.onHeartbeatAnswered(sent, refusal);
  }

  onCommitted(id: number, refusal: Refusal | undefined): void {
    this.#commits.onCommitted(id, refusal);
  }

  onOffsets(asked: readonly PartitionName[], committed: Offsets): void {
    this.#failure ??= this.#positions.onOffsets(asked, committed);
    if (this.#asked.length > 0) this.#findPositions();
    this.#answerPositions();
  }

  onBounds(bounds: ReadonlyMap<PartitionName, LogBounds>): void {
    this.#positions.onBounds(bounds);
    this.#answerPositions();
  }

  onFetched(fetched: readonly FetchedPartition[]): void {
    this.#failure ??= this.#buffer.put(fetched, this.#positions);
  }

  /** Finds out where to read on: from what was committed, or by auto.offset.reset. Source: #updateFetchPositions. */
  #findPositions(): void {
    const initial = this.#positions.ask('initializing');
    if (initial.length > 0) this.#port.fetchOffsets(initial);
    const resetting = this.#positions.ask('resetting');
    if (resetting.length > 0) this.#port.listOffsets(resetting);
  }

  #answerPositions(): void {
    this.#asked = this.#asked.filter(({ partition, done }) => {
      const offset = this.#positions.has(partition) ? this.#positions.position(partition) : -1;
      if (offset !== undefined) done(offset);
      return offset === undefined;
    });
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw illegal('This consumer has already been closed.');
  }
}
