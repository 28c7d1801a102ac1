/** What a member owns: what it is dealt, what it gives up and what it loses. Eager members give up everything before they join anew, cooperative ones only what moves. Source: ConsumerCoordinator#onJoinPrepare, #onJoinComplete. */
import { startingPosition, type ResetAnswer } from '../../../broker/index.ts';
import { code, type Kind } from '../../../trace/index.ts';
import type { ConsumerMemory, PartitionStart, ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

/** The partitions of all members, seen from their processes. */
export class Assignments {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Whether a process keeps what it has while it joins anew. */
  isCooperative({ service }: ServiceProcess): boolean {
    return this.#world.settings.client(service.index).assignor === 'cooperative-sticky';
  }

  /** A member takes over partitions that it did not have. Returns the row to go on from. */
  take(process: ServiceProcess, partitions: readonly PartitionStart[]): number {
    const { consumer } = process;
    let cause = consumer.cause;
    for (const { partition, offset: committed } of partitions) {
      const offset = Math.max(0, committed);
      consumer.positions.set(partition, offset);
      consumer.committing.set(partition, offset);
      cause = this.#tell('partition-assigned', process, partition, offset);
      if (committed < 0) this.#begin(process, partition, cause);
    }
    return cause;
  }

  /** Cooperative: what is no longer dealt to the member goes, what is new comes; the rest is read on without a pause. True when something was given up, for then all must join once more. */
  change(process: ServiceProcess, dealt: readonly PartitionStart[]): boolean {
    const { consumer } = process;
    const own = new Set(dealt.map(({ partition }) => partition));
    const gone = [...consumer.positions.keys()].filter((partition) => !own.has(partition));
    for (const partition of gone) {
      this.#tell('partition-revoked', process, partition, -1);
      consumer.positions.delete(partition);
      consumer.handedOff.delete(partition);
    }
    this.#dropBuffered(consumer);
    this.take(
      process,
      dealt.filter(({ partition }) => !consumer.positions.has(partition)),
    );
    return gone.length > 0;
  }

  /** Eager: before it joins anew, a member gives up all that it has, and with it the records that it fetched ahead. */
  giveUp(process: ServiceProcess): void {
    this.#drop(process, 'partition-revoked');
  }

  /** A member that was fenced finds that its partitions were taken. */
  lose(process: ServiceProcess): void {
    this.#drop(process, 'partition-lost');
  }

  /** Begins a partition where auto.offset.reset says; with none there is nowhere to begin, and it is not read. */
  reset(process: ServiceProcess, partition: number, answer: ResetAnswer, cause: number): void {
    const { consumer, actor } = process;
    const { teller } = this.#world;
    if (answer.kind === 'failed') {
      const asked = consumer.positions.get(partition) ?? -1;
      teller.tell(code['reset-failed'], actor, -1, -1, partition, asked, -1, cause);
      consumer.positions.delete(partition);
      return;
    }
    const { offset, skipped } = answer;
    teller.tell(code['position-reset'], actor, -1, -1, partition, offset, skipped, cause);
    consumer.positions.set(partition, offset);
    consumer.committing.set(partition, offset);
  }

  /** Nothing is committed: auto.offset.reset decides. Where that is the beginning of a whole log, there is nothing to tell. */
  #begin(process: ServiceProcess, partition: number, cause: number): void {
    const { log } = this.#world.broker.partition(partition);
    const { resetPolicy: policy, isolation } = this.#world.settings.client(process.service.index);
    const end = isolation === 'read_committed' ? log.lastStableOffset : log.highWatermark;
    const { start } = log;
    if (policy === 'earliest' && start === 0) return;
    const answer = startingPosition({ committed: undefined, start, end, policy });
    this.reset(process, partition, answer, cause);
  }

  #drop(process: ServiceProcess, kind: Kind & `partition-${string}`): void {
    const kept = process.consumer;
    for (const partition of kept.positions.keys()) this.#tell(kind, process, partition, -1);
    process.consumer = kept.withoutPartitions();
  }

  /** Records that were fetched ahead of partitions that are gone are not handled. */
  #dropBuffered(consumer: ConsumerMemory): void {
    const ahead = consumer.buffer.slice(consumer.next);
    consumer.buffer = ahead.filter(({ partition }) => consumer.positions.has(partition));
    consumer.next = 0;
  }

  #tell(
    kind: Kind,
    { actor, consumer }: ServiceProcess,
    partition: number,
    offset: number,
  ): number {
    const { generation, cause } = consumer;
    return this.#world.teller.tell(code[kind], actor, -1, -1, partition, generation, offset, cause);
  }
}
