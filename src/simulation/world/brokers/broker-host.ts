/** The brokers' side of the wire: requests find the partition's leader, and fetches wait until there is something to say. */
import { isOutOfRange } from '../../../broker/index.ts';
import { present, type Micros, type Scribe } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import { brokerActor } from '../../compile/plan.ts';
import type { ClientSettings } from '../settings.ts';
import type { Fetch, FetchedRecord, ProduceBatch } from '../events.ts';
import type { World } from '../world.ts';
import { Copies } from './copies.ts';
import { disconnect } from './disconnects.ts';
import { Nodes } from './nodes.ts';
import type { Marker, PartitionHost } from './partition-host.ts';
import { SoleCopy } from './sole-copy.ts';
import { Shares } from './shares.ts';
import { Storage } from './storage.ts';
import { TransactionHost } from './transaction-host.ts';

type Isolation = ClientSettings['isolation'];

/** A record that a fetch is answered with. Where it was sent is told last. */
interface Found extends FetchedRecord {
  /** The row of its append. */
  readonly row: number;
  sentRow: number;
}

/** The brokers of one world. */
export class BrokerHost {
  readonly nodes: Nodes;
  readonly storage: Storage;
  readonly transactions: TransactionHost;
  readonly shares: Shares;
  readonly #world: World;
  readonly #partitions: readonly (SoleCopy | Copies)[];
  /** How many partitions each topic has. Clients learn of new ones later. */
  #sizes: number[];
  /** Fetches that wait for a record, in the order in which they came. */
  #waiting: Fetch[] = [];

  constructor(world: World) {
    this.#world = world;
    this.nodes = new Nodes(world);
    this.#partitions = world.cast.partitions.map(({ topic, replicas }, partition) =>
      replicas.length > 1
        ? new Copies(world, this.nodes, partition)
        : new SoleCopy(world, partition, topic, replicas[0] ?? brokerActor),
    );
    this.#sizes = world.cast.topics.map(({ partitions }) => partitions);
    this.storage = new Storage(world);
    this.transactions = new TransactionHost(world);
    this.shares = new Shares(world);
  }

  get partitions(): readonly PartitionHost[] {
    return this.#partitions;
  }

  partition(partition: number): SoleCopy | Copies {
    return present(this.#partitions[partition], 'a partition');
  }

  /** How many partitions a topic has. */
  sizeOf(topic: number): number {
    return this.#sizes[topic] ?? 0;
  }

  /** A topic has more partitions. */
  grow(topic: number, partitions: number): void {
    this.#sizes[topic] = partitions;
  }

  /** The actor of the node that leads a partition, -1 while nobody does. */
  leaderOf(partition: number): number {
    return this.partition(partition).leader;
  }

  /** The node that answers for a partition, for the network: its leader, or the first of its replicas. */
  nodeFor(partition: number): number {
    const { leader } = this.partition(partition);
    return leader < 0
      ? (this.#world.cast.partitions[partition]?.replicas[0] ?? brokerActor)
      : leader;
  }

  /** A produce request arrives at whoever leads. */
  onProduce(batch: ProduceBatch): void {
    const partition = this.partition(batch.partition);
    if (!this.nodes.isUp(batch.node)) {
      disconnect(this.#world, batch);
      return;
    }
    if (partition.leader !== batch.node) {
      this.#world.producers.wire.refuse(batch, 'NOT_LEADER_OR_FOLLOWER', -1);
      return;
    }
    this.storage.beforeAppend(batch.partition);
    partition.produce(batch);
    this.storage.afterAppend(batch.partition);
  }

  /** A request has waited for followers for too long. */
  onProduceExpired(partition: number, request: number): void {
    const host = this.partition(partition);
    if (host instanceof Copies) host.onExpired(request);
  }

  /** Writes the marker that ends a producer's transaction in a partition; returns its offset, -1 when it is refused or nobody leads. Source: KafkaApis#handleWriteTxnMarkersRequest. */
  endTransaction(partition: number, marker: Marker, cause: number): number {
    const timeMs = Math.floor(this.#world.kernel.now / 1000);
    return this.partition(partition).end({ ...marker, timeMs }, cause);
  }

  /** A follower's fetch has gone there and back. */
  onReplicaFetch(partition: number, node: number): void {
    const host = this.partition(partition);
    if (host instanceof Copies) host.onFetch(node);
  }

  /** Preferred replicas that are in sync lead again. Source: ReplicationControlManager#maybeBalancePartitionLeaders. */
  onBalance(): void {
    for (const host of this.#partitions) if (host instanceof Copies) host.onBalance();
  }

  /** The leader of a partition looks for followers that lag. */
  onLagCheck(partition: number): void {
    const host = this.partition(partition);
    if (host instanceof Copies) host.onLagCheck();
  }

  /** Settings of topics have changed. */
  onSettingsChanged(): void {
    for (const host of this.#partitions) if (host instanceof Copies) host.onSettingsChanged();
    this.storage.onSettingsChanged();
  }

  /** Answers a fetch with what there is, or lets it wait: the long poll of fetch.max.wait.ms, without its empty answers. */
  onFetch(fetch: Fetch): void {
    if (!this.#world.isAlive(fetch.actor, fetch.incarnation)) return;
    if (!this.#answerFetch(fetch)) this.#waiting.push(fetch);
  }

  /** There may be something for those who wait at a partition. */
  wake(partition: number): void {
    if (this.shares.isAny) this.shares.partitions.wake(partition);
    const waiting = this.#waiting;
    let kept = 0;
    for (const fetch of waiting) {
      // Who has stopped waiting is noticed when it would be answered.
      const isAnswered =
        wants(fetch, partition) && (!this.#isAwaited(fetch) || this.#answerFetch(fetch));
      if (isAnswered) continue;
      waiting[kept] = fetch;
      kept += 1;
    }
    while (waiting.length > kept) waiting.pop();
  }

  /** Whether its consumer still lives and has not asked anew. */
  #isAwaited(fetch: Fetch): boolean {
    return this.#world.isAlive(fetch.actor, fetch.incarnation) && this.#world.polling.awaits(fetch);
  }

  transcribe(scribe: Scribe): void {
    this.nodes.transcribe(scribe);
    for (const partition of this.#partitions) {
      scribe.chapter('partition');
      partition.transcribe(scribe);
    }
    scribe.chapter('broker');
    this.#sizes = scribe.list(this.#sizes);
    this.#waiting = scribe.list(this.#waiting);
    this.storage.transcribe(scribe);
    this.transactions.transcribe(scribe);
    scribe.chapter('shares');
    this.shares.transcribe(scribe);
  }

  #answerFetch(fetch: Fetch): boolean {
    const world = this.#world;
    const { isolation, maxPollRecords } = world.settings.ofActor(fetch.actor);
    let found: Found[] | undefined;
    let room = maxPollRecords;
    const { partitions, offsets } = fetch;
    for (let at = 0; at < partitions.length && room > 0; at++) {
      const partition = partitions[at] as number;
      const offset = offsets[at] as number;
      const host = this.partition(partition);
      const { log } = host;
      // A consumer that wants the end of the log, as most do, costs nothing.
      if (offset === log.highWatermark || host.leader < 0) continue;
      if (isOutOfRange(offset, log)) return this.#refuseFetch(fetch, partition, log);
      const read = recordsOf(host, partition, offset, isolation, room);
      room -= read.length;
      found = found === undefined ? read : [...found, ...read];
    }
    const first = found?.[0];
    if (found === undefined || first === undefined) return false;
    this.#sendRecords(fetch, first, found);
    return true;
  }

  #sendRecords(fetch: Fetch, first: Found, found: readonly Found[]): void {
    const world = this.#world;
    const latency = world.polling.carryRecords(fetch, first.message, first.partition, first.row);
    for (const record of found)
      record.sentRow = world.teller.tell(
        code['record-sent'],
        fetch.actor,
        world.messages.order(record.message),
        record.message,
        record.partition,
        record.offset,
        latency,
        record.row,
      );
    if (latency >= 0)
      world.kernel.after(latency as Micros, { kind: 'records-arrive', fetch, records: found });
    else
      world.kernel.after(world.settings.general.requestTimeout, { kind: 'fetch-timeout', fetch });
  }

  /** OFFSET_OUT_OF_RANGE: what the consumer wants was deleted, or was never there. Source: UnifiedLog#read. */
  #refuseFetch(
    fetch: Fetch,
    partition: number,
    { start, highWatermark }: { start: number; highWatermark: number },
  ): boolean {
    const { network, kernel } = this.#world;
    kernel.after(network.carryProtocol(fetch.actor, partition, fetch.id), {
      kind: 'fetch-failed',
      fetch,
      error: 'OFFSET_OUT_OF_RANGE',
      partition,
      start,
      end: highWatermark,
    });
    return true;
  }
}

/** What a consumer may see of a partition: apart from the loop that asks, which mostly finds nothing. */
function recordsOf(
  host: PartitionHost,
  partition: number,
  from: number,
  isolation: Isolation,
  room: number,
): Found[] {
  return host.read(from, isolation, room, (offset, { message, row }) => ({
    partition,
    offset,
    message,
    sentRow: -1,
    row,
  }));
}

function wants({ partitions }: Fetch, partition: number): boolean {
  for (let at = 0; at < partitions.length; at++) if (partitions[at] === partition) return true;
  return false;
}
