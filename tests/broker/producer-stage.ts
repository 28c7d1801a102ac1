/** A producer before partitions that one node keeps, with a network that does as it is told, for tests. */
import {
  ProducerClient,
  type ProducerPort,
} from '../../src/broker/clients/producer/producer-client.ts';
import type { Departure } from '../../src/broker/clients/producer/batch.ts';
import type { ProducerSettings } from '../../src/broker/clients/producer/settings.ts';
import {
  ProducerState,
  type ProducerStateCheckpoint,
} from '../../src/broker/log/producer-state.ts';
import { ReplicaLog } from '../../src/broker/log/replica-log.ts';
import { millis, type Micros } from '../../src/kernel/time.ts';

/** What befalls a request. */
export type Fate = 'arrives' | 'request-lost' | 'answer-lost' | 'refused';

/** Kafka's own settings, but for a batch that one record of 100 bytes fills. */
export const plain: ProducerSettings = {
  acks: 'all',
  isIdempotent: true,
  retries: 0x7fff_ffff,
  maxInFlight: 5,
  batchBytes: 100,
  linger: millis(5),
  bufferBytes: 33_554_432,
  maxBlock: millis(60_000),
  deliveryTimeout: millis(120_000),
  retryBackoff: millis(100),
  retryBackoffMax: millis(1000),
};
const requestTimeout = millis(30_000);
const trip = millis(2);

interface Due {
  readonly at: number;
  readonly seq: number;
  readonly run: () => void;
}

/** How a record ended. */
export type End = 'acked' | `${string}, surely not stored` | `${string}, outcome unknown`;

/** The stage: it keeps account of all that was sent and of all that came of it. */
export class ProducerStage {
  readonly client: ProducerClient<number>;
  readonly logs = new Map<number, ReplicaLog<number>>();
  readonly departures: Departure<number>[] = [];
  readonly ends = new Map<number, End[]>();
  readonly fullness: string[] = [];
  /** The fates of the next requests; after them all arrive. */
  fates: Fate[];
  leader = 0;
  now = 0 as Micros;
  readonly #settings: ProducerSettings;
  /** What the partitions know of the producer from the beginning. */
  readonly #known: ProducerStateCheckpoint;
  #due: Due[] = [];
  #seq = 0;

  constructor(
    settings: Partial<ProducerSettings> = {},
    fates: readonly Fate[] = [],
    isKnown = true,
  ) {
    const producers = new ProducerState();
    if (isKnown) producers.rememberEnd({ producer: 1, epoch: 0, isCommit: true }, -1);
    this.#known = producers.checkpoint();
    this.#settings = { ...plain, ...settings };
    this.fates = [...fates];
    const port: ProducerPort<number> = {
      leaderOf: () => this.leader,
      mayLeave: () => true,
      send: (departure) => this.#carry(departure),
      gaveUp: (_, records, error, isKnown) => {
        const end = isKnown ? 'surely not stored' : 'outcome unknown';
        for (const record of records) this.#end(record, `${error}, ${end}`);
      },
      wake: (at) => this.#at(at, () => this.client.onDue(this.now)),
      bufferFull: () => this.fullness.push('full'),
      bufferFreed: () => this.fullness.push('freed'),
    };
    this.client = new ProducerClient(this.#settings, port);
  }

  send(record: number, partition = 0, bytes = 100): void {
    this.ends.set(record, []);
    this.client.send(this.now, partition, record, bytes);
  }

  /** Lets time pass. */
  pass(ms: number): void {
    const until = this.now + ms * 1000;
    for (let events = 0; ; events++) {
      if (events > 20_000) throw new Error('the producer never comes to rest');
      this.#due.sort((left, right) => left.at - right.at || left.seq - right.seq);
      const [next] = this.#due;
      if (next === undefined || next.at > until) break;
      this.#due.shift();
      this.now = next.at as Micros;
      next.run();
    }
    this.now = until as Micros;
  }

  /** The records of a partition, in the order of the log. */
  stored(partition = 0): number[] {
    return this.log(partition)
      .records.read(0)
      .map(({ record }) => record.value ?? -1);
  }

  log(partition: number): ReplicaLog<number> {
    const log = this.logs.get(partition) ?? new ReplicaLog<number>(this.#known);
    this.logs.set(partition, log);
    return log;
  }

  endOf(record: number): End | undefined {
    return this.ends.get(record)?.[0];
  }

  #carry(departure: Departure<number>): void {
    this.departures.push(departure);
    const fate = this.fates.shift() ?? 'arrives';
    const { batch, partition, attempt, records } = departure;
    if (this.#settings.acks === '0') this.#at(this.now, () => this.#answer(departure));
    const lose = () =>
      this.#at(this.now + requestTimeout, () => this.#fail(departure, 'REQUEST_TIMED_OUT'));
    if (fate === 'request-lost') return lose();
    if (fate === 'answer-lost') lose();
    const producer =
      departure.sequence < 0
        ? undefined
        : {
            producer: 1,
            epoch: departure.epoch,
            firstSequence: departure.sequence,
            count: records.length,
            isTransactional: false,
          };
    this.#at(this.now + trip, () => {
      if (fate === 'refused')
        return this.#at(this.now + trip, () => this.#fail(departure, 'NOT_ENOUGH_REPLICAS'));
      const result = this.log(partition).append(records, 0, producer);
      if (fate === 'answer-lost') return;
      this.#at(this.now + trip, () => {
        if (!this.client.awaits(batch, partition, attempt)) return;
        if (result.kind === 'refused') this.#fail(departure, result.error);
        else this.#answer(departure);
      });
    });
  }

  #answer({ batch, partition, attempt }: Departure<number>): void {
    const stored = this.client.onStored(this.now, batch, partition, attempt);
    for (const record of stored?.records ?? []) this.#end(record, 'acked');
    this.client.pump(this.now);
  }

  #fail(departure: Departure<number>, error: string): void {
    this.client.onFailed(this.now, departure, error);
    this.client.pump(this.now);
  }

  #end(record: number, end: End): void {
    this.ends.get(record)?.push(end);
  }

  #at(at: number, run: () => void): void {
    this.#due.push({ at: Math.max(at, this.now), seq: this.#seq++, run });
  }
}
