/** A cluster for scripted consumers: one broker, one group with its coordinator, logs that only count, and a clock that ticks. */
import { later, millis, type Micros } from '../../../../kernel/index.ts';
import type { Cluster, TopicPartition } from '../../../groups/assignors/assignor.ts';
import { Coordinator } from '../../../groups/classic/coordinator.ts';
import type { Subscription } from '../consumer-port.ts';
import type { PartitionName } from '../partition-names.ts';
import { CountedLog, type ScriptedTransaction } from './counted-log.ts';
import type { ScriptedProcess } from './scripted-process.ts';

const tick = millis(10);

interface Due {
  readonly at: number;
  readonly act: () => void;
}

/** One broker with one group. */
export class SmallCluster {
  readonly coordinator: Coordinator<Subscription, readonly TopicPartition[]>;
  readonly committed = new Map<PartitionName, number>();
  readonly #sizes: Map<string, number>;
  readonly #logs = new Map<PartitionName, CountedLog>();
  readonly #processes: ScriptedProcess[] = [];
  #due: Due[] = [];
  #now = 0 as Micros;

  /** `topics` as `orders:4`. */
  constructor(topics: readonly string[], initialRebalanceDelay: Micros) {
    this.#sizes = new Map(
      topics.map((each) => {
        const [name = '', partitions = '1'] = each.split(':');
        return [name, Number(partitions)];
      }),
    );
    this.coordinator = new Coordinator({ initialRebalanceDelay }, this.#port());
  }

  get now(): Micros {
    return this.#now;
  }

  get cluster(): Cluster {
    return new Map([...this.#sizes].map(([topic, partitions]) => [topic, { partitions }]));
  }

  /** How many processes there have been. */
  get lives(): number {
    return this.#processes.length;
  }

  /** Takes a process in. Returns the number by which the coordinator knows it. */
  admit(process: ScriptedProcess): number {
    return this.#processes.push(process) - 1;
  }

  /** Lets a little time pass. */
  pass(): void {
    this.#now = later(this.#now, tick);
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter(({ at }) => at > this.#now);
    for (const { act } of due.toSorted((left, right) => left.at - right.at)) act();
  }

  /** Does something at this instant, or with the next tick. */
  at(at: number, act: () => void): void {
    this.#due.push({ at, act });
  }

  /** Carries a request to the broker. */
  carry(act: () => void): void {
    this.at(this.#now, act);
  }

  log(partition: PartitionName): CountedLog {
    const known = this.#logs.get(partition);
    if (known !== undefined) return known;
    const log = new CountedLog();
    this.#logs.set(partition, log);
    return log;
  }

  /** Whether there is such a partition. */
  has({ topic, partition }: TopicPartition): boolean {
    return partition < (this.#sizes.get(topic) ?? 0);
  }

  /** Ends a transaction: a marker goes to every log that has records of it. */
  end(transaction: ScriptedTransaction, state: 'committed' | 'aborted'): void {
    transaction.state = state;
    for (const log of this.#logs.values()) log.mark(transaction);
  }

  /** Gives a topic more partitions. */
  grow(topic: string, partitions: number): void {
    this.#sizes.set(topic, Math.max(partitions, this.#sizes.get(topic) ?? 0));
  }

  #port() {
    const to = (actor: number, act: (process: ScriptedProcess) => void) =>
      this.carry(() => this.#processes[actor]?.receive(act));
    return {
      answerJoin: ({ actor }, answer) =>
        to(actor, (process) => process.client.onJoined(answer, this.#now)),
      refuseJoin: ({ actor }, refusal) => to(actor, ({ client }) => client.onJoinRefused(refusal)),
      answerSync: ({ actor }, generation, dealt) =>
        to(actor, ({ client }) => client.onSynced(generation, dealt)),
      refuseSync: ({ actor }, refusal) => to(actor, ({ client }) => client.onSyncRefused(refusal)),
      wakeForRebalance: (at, token) =>
        this.at(at, () => this.coordinator.onRebalanceTimer(this.#now, token)),
      wakeForSession: (at, member) =>
        this.at(at, () => this.coordinator.onSessionTimer(this.#now, member)),
      memberJoined: () => undefined,
      rebalanceStarted: () => undefined,
      groupStable: () => undefined,
      memberExpelled: () => undefined,
      becameEmpty: () => undefined,
    } satisfies ConstructorParameters<
      typeof Coordinator<Subscription, readonly TopicPartition[]>
    >[1];
  }
}
