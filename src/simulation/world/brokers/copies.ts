/** A partition that several nodes keep: the leader appends, the others fetch from it, and what all in-sync ones have may be seen. */
import {
  ReplicatedPartition,
  type ReplicationFact,
  type ReplicaLog,
} from '../../../broker/index.ts';
import { present, type Scribe } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { ProduceBatch } from '../events.ts';
import type { ClientSettings } from '../settings.ts';
import type { World } from '../world.ts';
import { numbered, storable, tellAppended, tellDeduplicated, tellRefused } from './appends.ts';
import { disconnect } from './disconnects.ts';
import { emptyLog, type LogRecord } from './log-record.ts';
import type { Nodes } from './nodes.ts';
import type { Marker, PartitionHost } from './partition-host.ts';

const fetchLeg = 31;

interface Request {
  readonly batch: ProduceBatch;
  readonly values: readonly LogRecord[];
  /** The row of its last append, -1 for none. */
  cause: number;
  /** Whether it waits for followers: that keeps the run going. */
  isWaiting: boolean;
}

/** The end of a transaction that is being written. */
interface Ending {
  readonly marker: Marker;
  readonly cause: number;
  /** Where the marker stands, -1 when there is none. */
  offset: number;
}

/** A partition with several replicas. */
export class Copies implements PartitionHost {
  readonly #world: World;
  readonly #partition: number;
  readonly #replicas: readonly number[];
  readonly #model: ReplicatedPartition<LogRecord>;
  readonly #requests = new Map<number, Request>();
  /** Followers whose fetch is on its way. */
  readonly #fetching = new Set<number>();
  #lastLeader: number;
  #nextRequest = 1;
  #fetches = 0;
  #isWatchingLag = false;

  /** Nodes are given, for the world's brokers are only being made. */
  constructor(world: World, nodes: Nodes, partition: number) {
    const { topic, replicas } = present(world.cast.partitions[partition], 'a partition');
    this.#world = world;
    this.#partition = partition;
    this.#replicas = replicas;
    this.#lastLeader = present(replicas[0], 'a replica');
    const { settings } = world;
    const own = settings.topic(topic);
    this.#model = new ReplicatedPartition<LogRecord>({
      replicas,
      get minInSync() {
        return own.minInSync;
      },
      get isUncleanAllowed() {
        return own.isUncleanAllowed;
      },
      get replicaLagMs() {
        return settings.node.replicaLagMax / 1000;
      },
      isRunning: (node) => nodes.isUp(node),
      makeLog: () => emptyLog(world, topic),
    });
  }

  get leader(): number {
    const { leader } = this.#model;
    return leader !== undefined && this.#world.broker.nodes.isUp(leader) ? leader : -1;
  }

  get epoch(): number {
    return this.#model.epoch;
  }

  get log(): ReplicaLog<LogRecord> {
    return this.#model.replicaLog(this.#model.leader ?? this.#lastLeader);
  }

  get logs(): readonly ReplicaLog<LogRecord>[] {
    return this.#replicas
      .filter((node) => this.#world.broker.nodes.isUp(node))
      .map((node) => this.#model.replicaLog(node));
  }

  produce(batch: ProduceBatch): void {
    const acks = this.#world.producers.acksOf(batch.actor);
    const request = this.#nextRequest++;
    const values = storable(this.#world, batch);
    const asked: Request = { batch, values, cause: -1, isWaiting: false };
    this.#requests.set(request, asked);
    this.#apply({ kind: 'produce', request, acks, values, producer: numbered(batch) }, request);
    if (this.#requests.has(request)) this.#wait(request, asked);
  }

  read<T>(
    from: number,
    isolation: ClientSettings['isolation'],
    limit: number,
    as: (offset: number, value: LogRecord) => T,
  ): T[] {
    if (this.#model.highWatermark === undefined) return [];
    return this.log.readAs(from, isolation, limit, as);
  }

  end(marker: Marker, cause: number): number {
    const ending: Ending = { marker, cause, offset: -1 };
    if (this.leader >= 0) this.#apply({ kind: 'end-transaction', end: marker }, -1, ending);
    return ending.offset;
  }

  /** A request has waited for followers for as long as its producer waits for an answer. Source: DelayedProduce#onExpiration. */
  onExpired(request: number): void {
    if (this.#requests.has(request)) this.#apply({ kind: 'time-out', request });
  }

  onKilled(node: number): void {
    if (node >= 0 && node === this.#model.leader)
      for (const request of this.#requests.keys()) {
        const asked = this.#take(request);
        if (asked !== undefined) disconnect(this.#world, asked.batch);
      }
    this.#watchLag();
  }

  onNoticed(node: number): void {
    if (this.#replicas.includes(node)) this.#apply({ kind: 'crash', broker: node });
    if (this.#model.leader === undefined) this.#world.broker.wake(this.#partition);
  }

  onReturned(node: number, isDiskLost: boolean): void {
    if (!this.#replicas.includes(node)) return;
    this.#apply({ kind: 'return', broker: node, isDiskLost });
    this.#world.broker.wake(this.#partition);
  }

  /** Its preferred replica leads again, if it is in sync. */
  onBalance(): void {
    const preferred = present(this.#replicas[0], 'a replica');
    const { nodes } = this.#world.broker;
    if (this.leader >= 0 && nodes.canTalk(this.leader, preferred))
      this.#apply({ kind: 'elect', broker: preferred });
  }

  /** unclean.leader.election.enable was switched on: a partition without a leader need not wait. */
  onSettingsChanged(): void {
    this.#apply({ kind: 'reconsider' });
  }

  /** A follower's fetch has gone there and back. */
  onFetch(node: number): void {
    this.#fetching.delete(node);
    const { leader } = this.#model;
    if (leader === undefined || !this.#world.broker.nodes.canTalk(leader, node)) return;
    this.#apply({ kind: 'fetch', broker: node });
  }

  /** The leader looks for followers that have lagged for too long. */
  onLagCheck(): void {
    this.#isWatchingLag = false;
    const { leader } = this.#model;
    // A leader that cannot reach the controller cannot change who is in sync.
    if (leader !== undefined && this.#world.broker.nodes.isConnected(leader))
      this.#apply({ kind: 'check-lag' });
    this.#watchLag();
  }

  transcribe(scribe: Scribe): void {
    this.#model.transcribe(scribe);
    scribe.map(this.#requests, (request) => scribe.record(request));
    scribe.set(this.#fetching);
    this.#lastLeader = scribe.value(this.#lastLeader);
    this.#nextRequest = scribe.value(this.#nextRequest);
    this.#fetches = scribe.value(this.#fetches);
    this.#isWatchingLag = scribe.value(this.#isWatchingLag);
  }

  #apply(
    step: Parameters<ReplicatedPartition<LogRecord>['apply']>[0],
    request = -1,
    ending?: Ending,
  ): void {
    const before = this.#model.leader;
    const facts = this.#model.apply(step, this.#world.kernel.now / 1000);
    for (const fact of facts) this.#tell(fact, request, ending);
    if (this.#model.leader !== undefined) this.#lastLeader = this.#model.leader;
    if (before !== this.#model.leader) {
      this.#world.broker.storage.onLeader(this.#partition);
      this.#world.broker.wake(this.#partition);
    }
    this.#kick();
  }

  #tell(fact: ReplicationFact, request: number, ending: Ending | undefined): void {
    const { teller, broker } = this.#world;
    const partition = this.#partition;
    const tell = (kind: number, actor: number, b: number, c: number) =>
      teller.tell(kind, actor, -1, -1, partition, b, c, ending?.cause ?? -1);
    const leader = this.#model.leader ?? this.#lastLeader;
    if (fact.kind === 'marked') {
      if (ending === undefined) return;
      ending.offset = fact.offset;
      const committed = ending.marker.isCommit ? 1 : 0;
      tell(code['transaction-marker'], fact.broker, fact.offset, committed);
    } else if (fact.kind === 'appended') {
      const asked = this.#requests.get(request);
      if (asked !== undefined && fact.broker === leader)
        asked.cause = tellAppended(this.#world, fact.broker, asked.batch, asked.values, fact.from);
      else tell(code['records-replicated'], fact.broker, fact.from, fact.to - fact.from);
    } else if (fact.kind === 'high-watermark-rose') {
      tell(code['high-watermark-raised'], leader, fact.to, this.#model.epoch);
      broker.transactions.onReplicated(partition, fact.to);
      broker.wake(partition);
    } else if (fact.kind === 'in-sync-changed') {
      const { controller } = broker.nodes;
      const teller = this.leader >= 0 || controller < 0 ? leader : controller;
      tell(code['isr-changed'], teller, broker.nodes.maskOf(fact.inSync), this.#model.epoch);
    } else if (fact.kind === 'leader-elected') {
      tell(code['leader-elected'], fact.broker, fact.epoch, fact.isClean ? 1 : 0);
    } else if (fact.kind === 'went-offline') {
      tell(code['partition-offline'], this.#lastLeader, this.#model.epoch, -1);
    } else if (fact.kind === 'truncated') {
      tell(code['log-truncated'], fact.broker, fact.from, fact.to);
    } else if (fact.kind === 'disk-lost') {
      tell(code['disk-lost'], fact.broker, fact.records, -1);
    } else this.#answer(fact);
  }

  #answer({ request, answer }: Extract<ReplicationFact, { kind: 'answered' }>): void {
    const asked = this.#take(request);
    if (asked === undefined) return;
    const { wire } = this.#world.producers;
    const leader = this.#model.leader ?? this.#lastLeader;
    const { batch, cause } = asked;
    if (answer.kind === 'failed') {
      const { error } = answer;
      // A request that waited is not judged any more: the leader fell silent, or is one no longer.
      const isJudged = cause < 0 && !asked.isWaiting && error !== 'LEADER_NOT_AVAILABLE';
      wire.refuse(batch, error, isJudged ? tellRefused(this.#world, leader, batch, error) : cause);
      return;
    }
    const isKnown = answer.isDuplicate && answer.baseOffset >= 0;
    const row = isKnown ? tellDeduplicated(this.#world, leader, batch, answer.baseOffset) : cause;
    wire.answer(batch, answer.baseOffset, row);
  }

  /** A request stays until enough followers have its records: in purgatory, as Kafka calls it. */
  #wait(request: number, asked: Request): void {
    const { kernel, settings, producers } = this.#world;
    asked.isWaiting = true;
    this.#world.addObligation(1);
    producers.wire.leaveUnanswered(asked.batch);
    const { requestTimeout } = settings.ofActor(asked.batch.actor);
    kernel.after(
      requestTimeout,
      { kind: 'produce-expired', partition: this.#partition, request },
      'background',
    );
  }

  #take(request: number): Request | undefined {
    const asked = this.#requests.get(request);
    this.#requests.delete(request);
    if (asked?.isWaiting === true) this.#world.addObligation(-1);
    return asked;
  }

  /** Followers that lack something fetch it: a long poll is answered when there is something to say. */
  #kick(): void {
    const { leader } = this.#model;
    if (leader === undefined) return;
    const { broker, network, kernel } = this.#world;
    for (const node of this.#replicas) {
      if (node === leader || this.#fetching.has(node)) continue;
      if (!broker.nodes.canTalk(leader, node) || !this.#model.lacksSomething(node)) continue;
      this.#fetching.add(node);
      kernel.after(network.carryProtocol(node, fetchLeg + this.#partition, this.#fetches++), {
        kind: 'replica-fetch',
        partition: this.#partition,
        node,
      });
    }
    this.#watchLag();
  }

  #watchLag(): void {
    if (this.#isWatchingLag || this.#model.leader === undefined) return;
    const { leader, inSync } = this.#model;
    const isBehind = inSync.some(
      (node) => node !== leader && !this.#world.broker.nodes.canTalk(leader, node),
    );
    if (!isBehind) return;
    this.#isWatchingLag = true;
    // ISR is looked at every half of replica.lag.time.max.ms. Source: ReplicaManager#startup.
    const half = Math.max(1, Math.floor(this.#world.settings.node.replicaLagMax / 2));
    this.#world.kernel.after(
      half as never,
      { kind: 'replica-lag', partition: this.#partition },
      'background',
    );
  }
}
