/** A process with one consumer, on a small cluster. It can be killed, and it can stand still: then what reaches it waits. */
import type { JoinedMember } from '../../../groups/classic/coordinator-port.ts';
import { ConsumerClient } from '../consumer-client.ts';
import type { ConsumerConfig } from '../consumer-config.ts';
import type { ConsumerPort, Offsets, Subscription } from '../consumer-port.ts';
import type { PartitionName } from '../partition-names.ts';
import type { SmallCluster } from './small-cluster.ts';

/** One life of a scripted program. */
export class ScriptedProcess {
  readonly client: ConsumerClient;
  /** Words of callbacks, in their order. */
  events: string[] = [];
  readonly #cluster: SmallCluster;
  readonly #actor: number;
  readonly #isolation: ConsumerConfig['isolation'];
  /** By the actor of each member: its place among those whose ids are drawn. */
  readonly #rankOf: (actor: number) => number;
  #isAlive = true;
  #isStopped = false;
  #waiting: ((process: ScriptedProcess) => void)[] = [];

  constructor(cluster: SmallCluster, config: ConsumerConfig, rankOf: (actor: number) => number) {
    this.#cluster = cluster;
    this.#rankOf = rankOf;
    this.#actor = cluster.admit(this);
    this.#isolation = config.isolation;
    this.client = new ConsumerClient(config, this.#port(), cluster.now);
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Something reaches the process. */
  receive(act: (process: ScriptedProcess) => void): void {
    if (!this.#isAlive) return;
    if (this.#isStopped) this.#waiting.push(act);
    else act(this);
  }

  kill(): void {
    this.#isAlive = false;
  }

  stop(): void {
    this.#isStopped = true;
  }

  goOn(): void {
    this.#isStopped = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const act of waiting) this.receive(act);
  }

  #port(): ConsumerPort {
    const cluster = this.#cluster;
    const { coordinator } = cluster;
    const actor = this.#actor;
    const isolation = this.#isolation;
    const ask = <T>(read: () => T, answer: (client: ConsumerClient, value: T) => void) =>
      cluster.carry(() => {
        const value = read();
        cluster.carry(() => this.receive(({ client }) => answer(client, value)));
      });
    return {
      join: (request) =>
        cluster.carry(() =>
          coordinator.join(cluster.now, { ...request, actor, incarnation: 1, request: 1 }),
        ),
      sync: (member, dealt) =>
        cluster.carry(() => {
          const refusal = coordinator.sync(cluster.now, member, dealt);
          if (refusal !== undefined)
            cluster.carry(() => this.receive(({ client }) => client.onSyncRefused(refusal)));
        }),
      heartbeat: (member) => {
        const { memberId, generation, instance } = member;
        ask(
          () => coordinator.heartbeat(cluster.now, memberId, generation, instance),
          (client, refusal) => client.onHeartbeatAnswered(member, refusal),
        );
      },
      leave: ({ memberId }) => cluster.carry(() => coordinator.leave(cluster.now, memberId)),
      commit: (member, offsets, id) =>
        ask(
          () => {
            const { memberId, generation, instance } = member;
            const refusal = coordinator.refusesCommit(memberId, generation, instance);
            if (refusal === undefined)
              for (const [partition, offset] of offsets) cluster.committed.set(partition, offset);
            return refusal;
          },
          (client, refusal) => client.onCommitted(id, refusal),
        ),
      fetchOffsets: (partitions) =>
        ask(
          () => new Map(cluster.committed),
          (client, committed) => client.onOffsets(partitions, committed),
        ),
      listOffsets: (partitions) =>
        ask(
          () => new Map(partitions.map((each) => [each, cluster.log(each).bounds(isolation)])),
          (client, bounds) => client.onBounds(bounds),
        ),
      fetch: (positions) => this.#fetch(positions),
      cluster: () => cluster.cluster,
      wakeAt: (at) =>
        cluster.at(at, () => this.receive(({ client }) => client.onTimer(cluster.now))),
      orderOf: ({ actor: other, id }: JoinedMember<Subscription>) =>
        `${String(this.#rankOf(other)).padStart(3, '0')}-${id}`,
      callBack: (what, partitions) => this.events.push(words(what, partitions)),
    };
  }

  /** A fetch waits at the broker until there is something to answer, for fetch.max.wait.ms at most. */
  #fetch(positions: Offsets): void {
    const cluster = this.#cluster;
    const isolation = this.#isolation;
    const until = cluster.now + 500_000;
    const look = () => {
      const fetched = [...positions].map(([partition, from]) =>
        cluster.log(partition).read(partition, from, isolation),
      );
      const isEmpty = fetched.every(
        ({ next, from, isOutOfRange }) => next === from && !isOutOfRange,
      );
      if (isEmpty && cluster.now < until) cluster.carry(look);
      else cluster.carry(() => this.receive(({ client }) => client.onFetched(fetched)));
    };
    cluster.carry(look);
  }
}

function words(what: string, partitions: readonly PartitionName[]): string {
  return partitions.length === 0 ? what : `${what} ${partitions.join(',')}`;
}
