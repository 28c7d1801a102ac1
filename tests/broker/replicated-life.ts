/** A replicated partition and what may happen to it, for tests. */
import fc from 'fast-check';
import { ReplicatedPartition } from '../../src/broker/replication/replicated-partition.ts';
import type { Acks, ReplicationFact, ReplicationStep } from '../../src/broker/replication/steps.ts';

export const brokers = [1, 2, 3];

export type Happening =
  | { readonly kind: 'produce' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'fetch' | 'crash' | 'elect'; readonly broker: number }
  /** A disk is lost only of a broker that is not in sync: the last one in sync has the only copy. */
  | { readonly kind: 'return'; readonly broker: number; readonly isDiskLost: boolean };

const broker = fc.constantFrom(...brokers);
const withBroker = (kind: 'fetch' | 'crash' | 'elect') =>
  fc.record({ kind: fc.constant(kind), broker });
const comingBack = fc.record({
  kind: fc.constant('return' as const),
  broker,
  isDiskLost: fc.boolean(),
});

/** Whatever may happen. */
export const happenings = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant({ kind: 'produce' as const }) },
    { weight: 9, arbitrary: withBroker('fetch') },
    { weight: 1, arbitrary: fc.constant({ kind: 'wait' as const }) },
    { weight: 2, arbitrary: withBroker('crash') },
    { weight: 3, arbitrary: comingBack },
    { weight: 1, arbitrary: withBroker('elect') },
  ),
  { maxLength: 60 },
);

/** A partition in a random life. Each record's value is the number of its request. */
export class ReplicatedLife {
  readonly partition: ReplicatedPartition<number>;
  readonly facts: ReplicationFact[] = [];
  /** The offset that a request was told, by its number. */
  readonly acknowledged = new Map<number, number>();
  /** What was below a known high watermark at some time. */
  readonly committed = new Set<number>();
  readonly #acks: Acks;
  #requests = 0;
  #nowMs = 0;

  constructor(acks: Acks, setup: { minInSync: number; isUncleanAllowed?: boolean }) {
    this.#acks = acks;
    this.partition = new ReplicatedPartition<number>({
      replicas: brokers,
      replicaLagMs: 30_000,
      isUncleanAllowed: false,
      ...setup,
    });
  }

  /** Lets something happen, and returns what came of it. */
  live(happening: Happening): readonly ReplicationFact[] {
    this.#nowMs += 1000;
    if (happening.kind === 'wait') this.#nowMs += 30_000;
    const facts = this.partition.apply(this.#stepOf(happening), this.#nowMs);
    this.facts.push(...facts);
    for (const fact of facts) {
      if (fact.kind !== 'answered' || fact.answer.kind !== 'acknowledged') continue;
      this.acknowledged.set(fact.request, fact.answer.baseOffset);
    }
    const known = this.partition.highWatermark ?? 0;
    const { leader } = this.partition;
    if (leader === undefined) return facts;
    for (const value of this.valuesOf(leader).slice(0, known)) this.committed.add(value);
    return facts;
  }

  /** Brings all brokers back and lets them fetch until nothing changes. */
  heal(): void {
    for (const each of brokers) {
      this.live({ kind: 'return', broker: each, isDiskLost: false });
    }
    for (const each of [...brokers, ...brokers, ...brokers]) {
      this.live({ kind: 'fetch', broker: each });
    }
  }

  valuesOf(of: number): number[] {
    const entries = this.partition.logOf(of).readForFollower(0);
    return entries.flatMap(({ record }) => record.value ?? []);
  }

  /** The values in the leader's log. */
  leaderValues(): number[] {
    const { leader } = this.partition;
    return leader === undefined ? [] : this.valuesOf(leader);
  }

  #stepOf(happening: Happening): ReplicationStep<number> {
    if (happening.kind === 'wait') return { kind: 'check-lag' };
    if (happening.kind === 'produce') {
      const request = (this.#requests += 1);
      return { kind: 'produce', request, acks: this.#acks, values: [request] };
    }
    if (happening.kind !== 'return') return happening;
    const isInSync = this.partition.inSync.includes(happening.broker);
    return { ...happening, isDiskLost: happening.isDiskLost && !isInSync };
  }
}
