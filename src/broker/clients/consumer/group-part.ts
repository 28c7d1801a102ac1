/**
 * A consumer's part in rebalances: what it gives up before it joins, what it tells the leader, what it deals as the leader, and
 * what it takes over. Eager members give up everything first, cooperative ones only what moves. Source: ConsumerCoordinator.
 */
import type { Micros } from '../../../kernel/index.ts';
import type { TopicPartition } from '../../groups/assignors/assignor.ts';
import { assignors, type AssignorName } from '../../groups/assignors/assignors.ts';
import type { JoinAnswer } from '../../groups/classic/coordinator-port.ts';
import type { CommitLog } from './commit-log.ts';
import type { ConsumerConfig } from './consumer-config.ts';
import type { ConsumerPort, Dealt, Subscription } from './consumer-port.ts';
import type { FetchBuffer } from './fetch-buffer.ts';
import type { MemberSession } from './member-session.ts';
import { byPlace, nameOf, placeOf, type PartitionName } from './partition-names.ts';
import type { Positions } from './positions.ts';

/** What else a consumer is made of. */
interface ConsumerParts {
  readonly positions: Positions;
  readonly buffer: FetchBuffer;
  readonly session: MemberSession;
  readonly commits: CommitLog;
}

/** What one consumer does in the rebalances of its group. */
export class GroupPart {
  readonly #config: ConsumerConfig;
  readonly #port: ConsumerPort;
  readonly #positions: Positions;
  readonly #buffer: FetchBuffer;
  readonly #session: MemberSession;
  readonly #commits: CommitLog;
  #topics: readonly string[] = [];
  #joinedTopics: readonly string[] | undefined;
  /** Where the commit before the join is. */
  #firstCommit: 'none' | 'sent' | 'done' = 'none';
  /** What the sticky assignor was dealt last, which it tells the leader. Source: StickyAssignor#onAssignment. */
  #lastDealt: readonly TopicPartition[] = [];
  #lastGeneration: number | undefined;
  /** The cluster as the leader knew it when it dealt. */
  #seenCluster: string | undefined;
  #clusterReadAt = 0;

  constructor(config: ConsumerConfig, port: ConsumerPort, parts: ConsumerParts) {
    this.#config = config;
    this.#port = port;
    this.#positions = parts.positions;
    this.#buffer = parts.buffer;
    this.#session = parts.session;
    this.#commits = parts.commits;
  }

  get topics(): readonly string[] {
    return this.#topics;
  }

  /** What it gives up is not read any more, while the commit before that is on its way. Source: #maybeMarkPartitionsPendingRevocation. */
  get isGivingUp(): boolean {
    return !this.#config.isCooperative && this.#firstCommit === 'sent';
  }

  subscribe(topics: readonly string[]): void {
    this.#topics = [...new Set(topics)].toSorted();
  }

  unsubscribe(): void {
    this.#topics = [];
    this.#joinedTopics = undefined;
  }

  /** Joins where that is needed, as far as it goes without waiting. True when nothing is left to do. Source: AbstractCoordinator#joinGroupIfNeeded. */
  joinIfNeeded(now: Micros): boolean {
    const session = this.#session;
    this.#lookForChanges(now);
    while (session.isRejoinNeededOrPending) {
      if (session.needsPreparation) {
        if (!this.#prepare()) return false;
        session.needsPreparation = false;
      }
      this.#join();
      const outcome = session.takeOutcome();
      if (outcome === undefined) return false;
      if (outcome.kind === 'failed') throw outcome.failure;
      if (outcome.kind === 'assigned') {
        session.needsPreparation = true;
        this.#take(outcome.dealt, now);
      }
    }
    return true;
  }

  /** Before the consumer closes or unsubscribes: what it owns is given up, or was lost already. Source: #onLeavePrepare. */
  giveUpAll(): void {
    if (this.#positions.owned.length === 0) return;
    const isLost = this.#session.isReset || this.#session.isRebalancing;
    this.#drop(isLost ? 'lost' : 'revoked', this.#positions.owned);
  }

  /** The leader's part. */
  deal(answer: JoinAnswer<Subscription>): Dealt | undefined {
    const cluster = this.#port.cluster();
    this.#seenCluster = sizesOf(cluster);
    if (answer.keepsAssignment) return undefined;
    // Safe: the coordinator chose it among the names that were sent.
    const assign = assignors[answer.protocol as AssignorName];
    const dealt = assign(
      cluster,
      answer.members.map((member) => ({
        memberId: this.#port.orderOf(member),
        instanceId: member.instance,
        topics: member.subscription?.topics ?? [],
        owned: member.subscription?.owned,
        generation: member.subscription?.generation,
      })),
    );
    return new Map(
      answer.members.map((each) => [each.id, dealt.get(this.#port.orderOf(each)) ?? []]),
    );
  }

  /** A change of the subscription, or for the leader of the cluster, makes a rebalance. Source: #rejoinNeededOrPending. */
  #lookForChanges(now: Micros): void {
    const joined = this.#joinedTopics;
    if (joined !== undefined && joined.join() !== this.#topics.join())
      this.#session.requestRejoin();
    if (now < this.#clusterReadAt + this.#config.metadataMaxAge) return;
    this.#clusterReadAt = now;
    if (this.#session.isLeader && this.#seenCluster !== undefined)
      if (this.#seenCluster !== sizesOf(this.#port.cluster())) this.#session.requestRejoin();
  }

  /** What comes before a join. False while it waits for its commit. Source: #onJoinPrepare. */
  #prepare(): boolean {
    if (this.#config.autoCommit && this.#firstCommit === 'none') {
      this.#firstCommit = 'sent';
      this.#commits.send(this.#positions.consumed, () => {
        this.#firstCommit = 'done';
      });
    }
    if (this.#firstCommit === 'sent') return false;
    this.#firstCommit = 'none';
    const { owned } = this.#positions;
    if (this.#session.isReset) {
      if (owned.length > 0) this.#drop('lost', owned);
    } else if (this.#config.isCooperative) {
      const gone = owned.filter((each) => !this.#topics.includes(placeOf(each).topic));
      if (gone.length > 0) this.#drop('revoked', gone);
    } else {
      // An eager member is always told, even if it had nothing.
      this.#drop('revoked', owned);
    }
    return true;
  }

  #join(): void {
    const topics = this.#topics;
    this.#joinedTopics = topics;
    const { generation } = this.#session.key;
    const owned = this.#positions.owned.map(placeOf);
    const held = { topics, owned, generation: generation < 0 ? undefined : generation };
    const dealt = { topics, owned: this.#lastDealt, generation: this.#lastGeneration };
    this.#session.join(
      this.#config.assignors.map((name) => ({
        name,
        subscription: name === 'sticky' ? dealt : held,
      })),
    );
  }

  /** Takes over what was dealt. Source: #onJoinComplete. */
  #take(dealt: readonly TopicPartition[], now: Micros): void {
    if (!this.#session.isLeader) this.#seenCluster = undefined;
    if (dealt.some(({ topic }) => !this.#topics.includes(topic))) {
      // The subscription has changed since the join.
      this.#session.requestRejoin();
      return;
    }
    const { owned } = this.#positions;
    const names = dealt.map(nameOf).toSorted(byPlace);
    const gone = owned.filter((each) => !names.includes(each));
    if (this.#config.isCooperative && gone.length > 0) {
      this.#port.callBack('revoked', gone);
      // What it gives up can be dealt to others only in another round.
      this.#session.requestRejoin();
    }
    this.#lastDealt = dealt;
    this.#lastGeneration = this.#session.key.generation;
    this.#commits.restart(now);
    this.#positions.assign(names);
    this.#port.callBack(
      'assigned',
      names.filter((each) => !owned.includes(each)),
    );
  }

  #drop(what: 'revoked' | 'lost', gone: readonly PartitionName[]): void {
    this.#port.callBack(what, gone);
    this.#positions.assign(this.#positions.owned.filter((each) => !gone.includes(each)));
    if (this.#positions.owned.length === 0) this.#buffer.clear();
  }
}

function sizesOf(cluster: ReadonlyMap<string, { readonly partitions: number }>): string {
  return [...cluster].map(([topic, { partitions }]) => `${topic}:${partitions}`).join();
}
