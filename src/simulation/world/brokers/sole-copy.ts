/** A partition that one node keeps: what it appends is replicated at once, for there is nobody to wait for. */
import type { ReplicaLog } from '../../../broker/index.ts';
import type { Scribe } from '../../../kernel/index.ts';
import { code, type ProduceFailure } from '../../../trace/index.ts';
import type { ProduceBatch } from '../events.ts';
import type { ClientSettings } from '../settings.ts';
import type { World } from '../world.ts';
import { numbered, storable, tellAppended, tellDeduplicated, tellRefused } from './appends.ts';
import { emptyLog, type LogRecord } from './log-record.ts';
import type { Marker, PartitionHost } from './partition-host.ts';

/** A partition without other replicas. */
export class SoleCopy implements PartitionHost {
  readonly #world: World;
  readonly #topic: number;
  readonly #node: number;
  readonly #partition: number;
  #log: ReplicaLog<LogRecord>;
  #epoch = 0;
  #isOffline = false;

  constructor(world: World, partition: number, topic: number, node: number) {
    this.#world = world;
    this.#partition = partition;
    this.#topic = topic;
    this.#node = node;
    this.#log = emptyLog(world, topic);
  }

  get leader(): number {
    return this.#world.broker.nodes.isUp(this.#node) ? this.#node : -1;
  }

  get log(): ReplicaLog<LogRecord> {
    return this.#log;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get logs(): readonly ReplicaLog<LogRecord>[] {
    return [this.#log];
  }

  produce(batch: ProduceBatch): void {
    const world = this.#world;
    const { wire } = world.producers;
    const { minInSync } = world.settings.topic(this.#topic);
    if (minInSync > 1 && world.producers.acksOf(batch.actor) === 'all') {
      this.#refuse(batch, 'NOT_ENOUGH_REPLICAS');
      return;
    }
    const values = storable(world, batch);
    const result = this.#log.append(values, this.#epoch, numbered(batch));
    if (result.kind === 'refused') {
      this.#refuse(batch, result.error);
      return;
    }
    const { baseOffset } = result;
    if (result.kind === 'duplicate') {
      wire.answer(batch, baseOffset, tellDeduplicated(world, this.#node, batch, baseOffset));
      return;
    }
    const cause = tellAppended(world, this.#node, batch, values, baseOffset);
    this.#log.raiseHighWatermark(this.#log.end);
    world.broker.wake(this.#partition);
    wire.answer(batch, baseOffset, cause);
  }

  #refuse(batch: ProduceBatch, error: ProduceFailure): void {
    const row = tellRefused(this.#world, this.#node, batch, error);
    this.#world.producers.wire.refuse(batch, error, row);
  }

  read<T>(
    from: number,
    isolation: ClientSettings['isolation'],
    limit: number,
    as: (offset: number, value: LogRecord) => T,
  ): T[] {
    return this.#log.readAs(from, isolation, limit, as);
  }

  end(marker: Marker, cause: number): number {
    if (this.leader < 0) return -1;
    const result = this.#log.endTransaction(marker, this.#epoch);
    if (result.kind !== 'appended') return -1;
    this.#tell(code['transaction-marker'], result.baseOffset, marker.isCommit ? 1 : 0, cause);
    this.#log.raiseHighWatermark(this.#log.end);
    this.#world.broker.wake(this.#partition);
    return result.baseOffset;
  }

  onKilled(): void {
    // Nobody waits here: what was appended was answered at once.
  }

  onNoticed(node: number): void {
    if (node !== this.#node || this.leader >= 0) return;
    // There is nobody else to lead it.
    this.#isOffline = true;
    this.#tell(code['partition-offline'], this.#epoch, -1);
  }

  onReturned(node: number, isDiskLost: boolean): void {
    if (node !== this.#node) return;
    if (isDiskLost) {
      const { end } = this.#log;
      this.#log = emptyLog(this.#world, this.#topic);
      this.#tell(code['disk-lost'], end, -1);
    }
    if (this.#isOffline) {
      this.#isOffline = false;
      this.#epoch += 1;
      this.#tell(code['leader-elected'], this.#epoch, 1);
      this.#world.broker.storage.onLeader(this.#partition);
    }
    this.#world.broker.wake(this.#partition);
  }

  transcribe(scribe: Scribe): void {
    this.#log.transcribe(scribe);
    this.#epoch = scribe.value(this.#epoch);
    this.#isOffline = scribe.value(this.#isOffline);
  }

  #tell(kind: number, b: number, c: number, cause = -1): void {
    this.#world.teller.tell(kind, this.#node, -1, -1, this.#partition, b, c, cause);
  }
}
