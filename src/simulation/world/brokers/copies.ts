/** A partition that several nodes keep: the leader appends, the others fetch from it, and what all in-sync ones have may be seen. */
import {
  ReplicatedPartition,
  type ReplicationFact,
  type ReplicaLog,
  type VisibleRecord,
} from '../../../broker/index.ts';
import { present } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { ProduceBatch } from '../events.ts';
import type { ClientSettings } from '../settings.ts';
import type { World } from '../world.ts';
import { numbered, storable, tellAppended, tellDeduplicated, tellRefused } from './appends.ts';
import { emptyLog, type LogRecord } from './log-record.ts';
import type { Marker, PartitionHost } from './partition-host.ts';

const fetchLeg = 31;

interface Request {
  readonly batch: ProduceBatch;
  readonly values: readonly LogRecord[];
  cause: number;
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

  constructor(world: World, partition: number, topic: number, replicas: readonly number[]) {
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
      makeLog: () => emptyLog(world, topic),
    });
  }

  get leader(): number {
    const { leader } = this.#model;
    return leader !== undefined && this.#world.broker.nodes.isUp(leader) ? leader : -1;
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
    this.#requests.set(request, { batch, values, cause: -1 });
    this.#apply({ kind: 'produce', request, acks, values, producer: numbered(batch) }, request);
    // It waits for followers: whether they come in time is not known.
    if (this.#requests.has(request)) this.#world.producers.wire.leaveUnanswered(batch);
  }

  read(
    from: number,
    isolation: ClientSettings['isolation'],
    limit: number,
  ): readonly VisibleRecord<LogRecord>[] {
    return this.#model.highWatermark === undefined ? [] : this.log.read(from, isolation, limit);
  }

  end(marker: Marker): number {
    const offset = this.log.end;
    this.#model.endTransaction(marker);
    this.#kick();
    return offset;
  }

  onKilled(node: number): void {
    if (node >= 0 && node === this.#model.leader) {
      for (const [request, { batch }] of this.#requests) {
        this.#requests.delete(request);
        this.#world.producers.wire.refuse(batch, 'NETWORK_EXCEPTION', -1);
      }
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
    const canTell = leader !== undefined && this.#canReachMost(leader);
    if (canTell) this.#apply({ kind: 'check-lag' });
    this.#watchLag();
  }

  #apply(step: Parameters<ReplicatedPartition<LogRecord>['apply']>[0], request = -1): void {
    const before = this.#model.leader;
    const facts = this.#model.apply(step, this.#world.kernel.now / 1000);
    for (const fact of facts) this.#tell(fact, request);
    if (this.#model.leader !== undefined) this.#lastLeader = this.#model.leader;
    if (before !== this.#model.leader) this.#world.broker.wake(this.#partition);
    this.#kick();
  }

  #tell(fact: ReplicationFact, request: number): void {
    const { teller, broker } = this.#world;
    const partition = this.#partition;
    const tell = (kind: number, actor: number, b: number, c: number) =>
      teller.tell(kind, actor, -1, -1, partition, b, c, -1);
    const leader = this.#model.leader ?? this.#lastLeader;
    if (fact.kind === 'appended') {
      const asked = this.#requests.get(request);
      if (asked !== undefined && fact.broker === leader)
        asked.cause = tellAppended(this.#world, fact.broker, asked.batch, asked.values, fact.from);
      else tell(code['records-replicated'], fact.broker, fact.from, fact.to - fact.from);
    } else if (fact.kind === 'high-watermark-rose') {
      tell(code['high-watermark-raised'], leader, fact.to, this.#model.epoch);
      broker.wake(partition);
    } else if (fact.kind === 'in-sync-changed') {
      tell(code['isr-changed'], leader, broker.nodes.maskOf(fact.inSync), this.#model.epoch);
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
    const asked = this.#requests.get(request);
    if (asked === undefined) return;
    this.#requests.delete(request);
    const { wire } = this.#world.producers;
    const leader = this.#model.leader ?? this.#lastLeader;
    const { batch, cause } = asked;
    if (answer.kind === 'failed') {
      const isJudged = cause < 0 && answer.error !== 'LEADER_NOT_AVAILABLE';
      wire.refuse(batch, answer.error, isJudged ? tellRefused(this.#world, leader, batch) : cause);
      return;
    }
    const isKnown = answer.isDuplicate && answer.baseOffset >= 0;
    const row = isKnown ? tellDeduplicated(this.#world, leader, batch, answer.baseOffset) : cause;
    wire.answer(batch, answer.baseOffset, row);
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
    this.#world.kernel.after(half as never, {
      kind: 'replica-lag',
      partition: this.#partition,
      background: true,
    });
  }

  #canReachMost(leader: number): boolean {
    const { cast, broker } = this.#world;
    return cast.nodes.some((node) => node !== leader && broker.nodes.canTalk(leader, node));
  }
}
