/** A cluster for scripted consumers: one broker, one group with its coordinator, logs that only count, and a clock that ticks. */
import { later, millis, type Micros } from '../../../../kernel/index.ts';
import type { Cluster, TopicPartition } from '../../../groups/assignors/assignor.ts';
import { Coordinator } from '../../../groups/classic/coordinator.ts';
import type { LogBounds, Subscription } from '../consumer-port.ts';
import { nameOf, type PartitionName } from '../partition-names.ts';
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
  readonly #logs = new Map<PartitionName, LogBounds>();
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

  log(partition: PartitionName): LogBounds {
    return this.#logs.get(partition) ?? { start: 0, end: 0 };
  }

  /** Appends so many records. False where there is no such partition. */
  append({ topic, partition }: TopicPartition, count: number): boolean {
    if (partition >= (this.#sizes.get(topic) ?? 0)) return false;
    const name = nameOf({ topic, partition });
    const { start, end } = this.log(name);
    this.#logs.set(name, { start, end: end + count });
    return true;
  }

  /** Deletes the records before an offset. Source: Admin#deleteRecords. */
  deleteBefore(partition: PartitionName, offset: number): void {
    const { end } = this.log(partition);
    this.#logs.set(partition, { start: Math.min(offset, end), end });
  }

  /** Gives a topic more partitions. */
  grow(topic: string, partitions: number): void {
    this.#sizes.set(topic, Math.max(partitions, this.#sizes.get(topic) ?? 0));
  }

  #port() {
    const to = (actor: number, act: (process: ScriptedProcess) => void) =>
      this.carry(() => this.#processes[actor]?.receive(act));
    return {
      answerJoin: (actor, _, answer) =>
        to(actor, (process) => process.client.onJoined(answer, this.#now)),
      refuseJoin: (actor, _, refusal) => to(actor, ({ client }) => client.onJoinRefused(refusal)),
      answerSync: (actor, _, generation, dealt) =>
        to(actor, ({ client }) => client.onSynced(generation, dealt)),
      refuseSync: (actor, _, refusal) => to(actor, ({ client }) => client.onSyncRefused(refusal)),
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
