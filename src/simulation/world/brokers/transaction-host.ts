/** The transactions' side of the brokers: it hosts their coordinator, and writes its markers. */
import { TransactionCoordinator, type TransactionAnswer } from '../../../broker/index.ts';
import type { TransactionEndReason } from '../../../broker/index.ts';
import { millis, present, type Scribe } from '../../../kernel/index.ts';
import { code, refusals } from '../../../trace/index.ts';
import type { TransactionAsk, TransactionOffset } from '../events.ts';
import type { World } from '../world.ts';
import type { Marker } from './partition-host.ts';

const askLeg = 21;
const markerLeg = 22;
/** How soon a marker is tried again for a partition that nobody leads. */
const markerPause = millis(100);
/** In the order of `transactionEnds`. */
const endReasons: readonly TransactionEndReason[] = ['committed', 'aborted', 'timed-out', 'fenced'];

/** A marker that is not known to be safe yet. */
interface PendingMarker {
  readonly marker: Marker;
  /** Where it stands, and under which leadership it was written; -1 before. */
  offset: number;
  epoch: number;
}

/** A transaction whose end is decided, and what is still to be written for it. */
interface Ending {
  readonly transaction: number;
  readonly isCommit: boolean;
  readonly reason: TransactionEndReason;
  readonly offsets: readonly TransactionOffset[];
  readonly markers: Map<number, PendingMarker>;
  /** The row that tells of the end, -1 before. */
  row: number;
  /** Whether what is missing will be tried again by itself. */
  isRetried: boolean;
}

/** All transactions of one world, as their coordinator knows them. A transactional.id is that of an instance: its actor. */
export class TransactionHost {
  readonly #world: World;
  readonly #coordinator: TransactionCoordinator<TransactionOffset>;
  /** The open transaction of each transactional.id. */
  readonly #current = new Map<number, number>();
  readonly #endings = new Map<number, Ending>();
  #nextTransaction = 0;
  #messages = 0;
  #cause = -1;

  constructor(world: World) {
    this.#world = world;
    this.#coordinator = new TransactionCoordinator<TransactionOffset>({
      newProducerId: () => world.producers.newId(),
      began: (id, { producer, epoch }) => {
        const transaction = this.#nextTransaction++;
        this.#current.set(id, transaction);
        world.addObligation(1);
        const { teller } = world;
        teller.tell(
          code['transaction-begun'],
          id,
          -1,
          -1,
          transaction,
          producer,
          epoch,
          this.#cause,
        );
      },
      writeMarker: (id, partition, marker) => {
        this.#endings.get(id)?.markers.set(partition, { marker, offset: -1, epoch: -1 });
      },
      decided: (id, isCommit, offsets, reason) => {
        const transaction = present(this.#current.get(id), 'an open transaction');
        const markers = new Map<number, PendingMarker>();
        this.#endings.set(id, {
          transaction,
          isCommit,
          reason,
          offsets,
          markers,
          row: -1,
          isRetried: false,
        });
        // Of a commit nothing is on its way any more; of an abort there may be.
        if (isCommit) this.#tellEnded(id);
        this.#sendMarkers(id, transaction);
      },
      ended: (id) => this.#tellEnded(id),
      wake: (id, at) => world.kernel.at(at, { kind: 'transaction-timer', id }, 'background'),
    });
  }

  /** The open transaction of a transactional.id, -1 for none. */
  current(id: number): number {
    return this.#current.get(id) ?? -1;
  }

  /** A producer asks the coordinator; without a node that could host it, it asks again. */
  onAsked(ask: TransactionAsk): void {
    const { kernel, broker } = this.#world;
    const { actor, incarnation, id, cause } = ask;
    this.#cause = cause;
    const answer: TransactionAnswer =
      broker.nodes.controller < 0
        ? { kind: 'refused', error: 'COORDINATOR_NOT_AVAILABLE' }
        : this.#answer(ask);
    kernel.after(this.#latency(actor, askLeg), {
      kind: 'transaction-answered',
      ...{ actor, incarnation, id, answer, cause: this.#cause },
    });
  }

  /** transaction.timeout.ms of a transaction may have passed. */
  onTimer(id: number): void {
    this.#cause = -1;
    this.#coordinator.onTimer(this.#world.kernel.now, id);
  }

  /**
   * The markers reach the leaders of their partitions, all at one instant. Each is safe once all in-sync replicas have
   * it: until then a new leader may lack it, and is told again. Source: KafkaApis#handleWriteTxnMarkersRequest, which
   * appends with acks=all.
   */
  onMarkers(id: number, transaction: number, isRetry: boolean): void {
    const ending = this.#endings.get(id);
    if (ending?.transaction !== transaction) return;
    if (isRetry) ending.isRetried = false;
    this.#tellEnded(id);
    const { broker, kernel } = this.#world;
    for (const [partition, pending] of ending.markers) {
      if (broker.leaderOf(partition) < 0) continue;
      const host = broker.partition(partition);
      if (pending.epoch !== host.epoch) {
        pending.offset = broker.endTransaction(partition, pending.marker, ending.row);
        pending.epoch = host.epoch;
      }
      if (pending.offset >= host.log.highWatermark) continue;
      ending.markers.delete(partition);
      this.#coordinator.onMarkerWritten(id, partition);
    }
    if (ending.markers.size === 0) this.#endings.delete(id);
    else if (!ending.isRetried) {
      ending.isRetried = true;
      const isRetry = true;
      kernel.after(markerPause, { kind: 'transaction-markers', id, transaction, isRetry });
    }
  }

  /** All in-sync replicas of a partition have what lies below an offset: the coordinators of markers there are told. */
  onReplicated(partition: number, below: number): void {
    for (const [id, { markers, transaction }] of this.#endings) {
      const offset = markers.get(partition)?.offset ?? -1;
      if (offset >= 0 && offset < below) this.#sendMarkers(id, transaction);
    }
  }

  #sendMarkers(id: number, transaction: number): void {
    this.#world.kernel.after(this.#latency(id, markerLeg), {
      kind: 'transaction-markers',
      ...{ id, transaction, isRetry: false },
    });
  }

  transcribe(scribe: Scribe): void {
    this.#coordinator.transcribe(scribe);
    scribe.map(this.#current);
    scribe.map(this.#endings, (now) => {
      const markers = now?.markers ?? new Map<number, PendingMarker>();
      scribe.map(markers, (marker) => scribe.record(marker));
      return { ...scribe.record(now), markers };
    });
    this.#nextTransaction = scribe.value(this.#nextTransaction);
    this.#messages = scribe.value(this.#messages);
    this.#cause = scribe.value(this.#cause);
  }

  #answer(ask: TransactionAsk): TransactionAnswer {
    const { request, actor } = ask;
    const { now } = this.#world.kernel;
    const asker = { id: actor, producer: ask.producer, epoch: ask.epoch };
    if (request.kind === 'init') return this.#initialise(ask);
    const error =
      request.kind === 'add-partitions'
        ? this.#coordinator.addPartitions(now, asker, request.partitions)
        : request.kind === 'end'
          ? this.#coordinator.end(asker, request.isCommit)
          : undefined;
    if (error !== undefined) return { kind: 'refused', error };
    return request.kind === 'add-offsets'
      ? this.#addOffsets(ask, request.offsets)
      : { kind: 'done' };
  }

  #initialise({ actor, producer, epoch }: TransactionAsk): TransactionAnswer {
    const { teller, settings } = this.#world;
    const { transactionTimeout } = settings.ofActor(actor);
    const asker = { id: actor, producer, epoch };
    const answer = this.#coordinator.initialise(asker, transactionTimeout);
    if (answer.kind === 'initialised')
      this.#cause = teller.tell(
        code['producer-initialised'],
        actor,
        -1,
        -1,
        answer.producer,
        answer.epoch,
        -1,
        this.#cause,
      );
    return answer;
  }

  /** The group's coordinator is asked too: a member that it no longer knows may not say how far the group has come. Source: GroupCoordinator#txnCommitOffsets. */
  #addOffsets(ask: TransactionAsk, offsets: readonly TransactionOffset[]): TransactionAnswer {
    const { groups, kernel } = this.#world;
    for (const { group, member, generation } of offsets) {
      const refusal = groups.coordinator(group).refusesCommit(member, generation);
      if (refusal === undefined) continue;
      this.#tellOffsets('commit-refused', ask.actor, offsets, refusals.indexOf(refusal));
      return {
        kind: 'refused',
        error: refusal === 'FENCED_INSTANCE_ID' ? 'ILLEGAL_GENERATION' : refusal,
      };
    }
    const asker = { id: ask.actor, producer: ask.producer, epoch: ask.epoch };
    const error = this.#coordinator.addOffsets(kernel.now, asker, offsets);
    if (error !== undefined) return { kind: 'refused', error };
    this.#tellOffsets('transaction-offset', ask.actor, offsets, this.current(ask.actor));
    return { kind: 'done' };
  }

  #tellOffsets(
    kind: 'commit-refused' | 'transaction-offset',
    actor: number,
    offsets: readonly TransactionOffset[],
    last: number,
  ): void {
    for (const { partition, offset, order } of offsets)
      this.#cause = this.#world.teller.tell(
        code[kind],
        actor,
        order,
        -1,
        partition,
        offset,
        last,
        this.#cause,
      );
  }

  /** Tells of the end once: of a commit when it is decided, of an abort with its markers, or when there are none. The offsets count from here. */
  #tellEnded(id: number): void {
    const ending = this.#endings.get(id);
    if (ending === undefined || ending.row >= 0) return;
    const { teller, groups, broker } = this.#world;
    const { transaction, isCommit, reason, offsets } = ending;
    const node = broker.nodes.controller;
    ending.row = teller.tell(
      code['transaction-ended'],
      node < 0 ? this.#world.brokerActor : node,
      -1,
      -1,
      transaction,
      isCommit ? 1 : 0,
      endReasons.indexOf(reason),
      this.#cause,
    );
    this.#current.delete(id);
    this.#world.addObligation(-1);
    for (const each of offsets) groups.storeOffset(each.group, { ...each, actor: id }, ending.row);
  }

  #latency(actor: number, leg: number) {
    return this.#world.network.carryProtocol(actor, leg, this.#messages++);
  }
}
