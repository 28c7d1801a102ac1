/** The stage on which cases of replication are played: one partition, one producer, and what both have learnt. */
import { InFlightSends, ProducerState, ReplicatedPartition } from '../../broker/index.ts';
import type { Acks, OutgoingBatch, ProduceAnswer, ReplicationStep } from '../../broker/index.ts';
import { fieldsOf, listOf, numbersOf, type Fields } from './vector-file.ts';

/** The default of replica.lag.time.max.ms. */
const replicaLagMs = 30_000;
const producer = 1;
/** An epoch that the partition has seen of the producer: one that it does not know may begin anywhere. */
const olderEpoch = 0;

/** What the files may say about a partition and its producer. */
const settings = [
  ...['replicas', 'leader', 'isr', 'minInsync', 'acks', 'unclean', 'logs', 'leo', 'lag'],
  ...['idempotence', 'maxInFlight', 'retries'],
];

/** The settings of a case that nothing here knows. */
export function unknownSettings(setup: Fields): string[] {
  return Object.keys(setup).filter((name) => !settings.includes(name));
}

/** One case in play. Values are the names of records in the case. */
export class ReplicationStage {
  readonly partition: ReplicatedPartition<string>;
  readonly minInSync: number;
  readonly replicas: readonly number[];
  readonly #acks: Acks;
  readonly #isIdempotent: boolean;
  readonly #sends: InFlightSends<string>;
  readonly #answers = new Map<number, ProduceAnswer>();
  /** The latest request that carried a value. */
  readonly #requests = new Map<string, number>();
  /** Why the producer will not learn of an answer. */
  readonly #lost = new Map<string, string>();
  /** All that was acknowledged or visible at some time. */
  readonly #promised = new Set<string>();
  #lastRequest = 0;
  #nowMs = 0;
  /** The record that was spoken of last. */
  subject = '';
  /** Where the case's consumer reads. */
  readFrom = 0;

  constructor(setup: Fields) {
    const logs = logsOf(setup);
    const inSync = setup['isr'] === undefined ? undefined : numbersOf(setup['isr']);
    const named = [...new Set([...(inSync ?? []), ...logs.keys()])];
    const stated = setup['replicas'] === undefined ? named : numbersOf(setup['replicas']);
    this.replicas = stated.length > 0 ? stated : [1];
    this.minInSync = Number(setup['minInsync'] ?? 1);
    this.#acks = setup['acks'] === '0' || setup['acks'] === '1' ? setup['acks'] : 'all';
    this.#isIdempotent = setup['idempotence'] === true;
    this.#sends = new InFlightSends({
      maxInFlight: Number(setup['maxInFlight'] ?? 5),
      retries: Number(setup['retries'] ?? Number.MAX_SAFE_INTEGER),
      isIdempotent: this.#isIdempotent,
    });
    const lags = Object.entries(fieldsOf(setup['lag']));
    const producers = new ProducerState();
    producers.rememberEnd({ producer, epoch: olderEpoch, isCommit: true }, -1);
    this.partition = new ReplicatedPartition({
      replicas: this.replicas,
      minInSync: this.minInSync,
      isUncleanAllowed: setup['unclean'] === true,
      replicaLagMs,
      leader: setup['leader'] === undefined ? this.replicas[0] : Number(setup['leader']),
      inSync: inSync !== undefined && inSync.length > 0 ? inSync : undefined,
      logs,
      lagMs: new Map(lags.map(([broker, lagMs]) => [Number(broker), Number(lagMs)])),
      producers: producers.checkpoint(),
    });
    this.#seePromises();
  }

  /** Lets something happen to the partition. */
  apply(step: ReplicationStep<string>): void {
    for (const fact of this.partition.apply(step, this.#nowMs)) {
      if (fact.kind === 'answered') this.#answers.set(fact.request, fact.answer);
    }
    this.#seePromises();
  }

  /** Hands a new record to the producer, which sends it as soon as it may. */
  send(value: string): void {
    this.subject = value;
    this.#hearAcknowledgements();
    this.#sends.enqueue(value, 1);
    this.#sends.dispatch();
  }

  /** Brings a batch in flight to the leader. False if it is not in flight, or has been there. */
  deliver(value: string): boolean {
    this.subject = value;
    const sent = this.inFlight(value);
    if (sent === undefined) return false;
    const request = (this.#lastRequest += 1);
    this.#requests.set(value, request);
    const numbers = { producer, epoch: olderEpoch + 1, firstSequence: sent.firstSequence };
    const batch = this.#isIdempotent ? { ...numbers, count: 1, isTransactional: false } : undefined;
    this.apply({ kind: 'produce', request, acks: this.#acks, values: [value], producer: batch });
    const answer = this.#answers.get(request);
    if (answer?.kind === 'failed') this.#sends.onAnswer(sent, answer.error);
    return true;
  }

  /** Hands over a new record and brings it to the leader at once. */
  produce(value: string): boolean {
    this.send(value);
    return this.deliver(value);
  }

  /** Loses a request on its way, or its answer on the way back. */
  lose(value: string): void {
    this.subject = value;
    this.#lost.set(value, 'NETWORK_EXCEPTION');
  }

  /** Lets the producer send a record again. False if its settings or its order forbid that. */
  retry(value: string): boolean {
    this.#hearAcknowledgements();
    const sent = this.inFlight(value);
    if (sent !== undefined) {
      this.#sends.onAnswer(sent, this.#lost.get(value) ?? 'REQUEST_TIMED_OUT');
      this.#lost.delete(value);
    }
    this.#sends.dispatch();
    return this.deliver(value);
  }

  /** Brings to the leader what is still on its way. */
  flush(): void {
    const waiting = this.#sends.inFlight.map(({ batch }) => batch);
    for (const value of waiting) {
      if (!this.#requests.has(value) && !this.#lost.has(value)) this.deliver(value);
    }
  }

  inFlight(value: string): OutgoingBatch<string> | undefined {
    return this.#sends.inFlight.find(({ batch }) => batch === value);
  }

  /** What the producer was told of the latest request with a value. */
  answerTo(value = this.subject): ProduceAnswer | undefined {
    return this.#answers.get(this.#requests.get(value) ?? -1);
  }

  /** The producer of the latest request waits no longer. */
  timeOut(): void {
    this.apply({ kind: 'time-out', request: this.#requests.get(this.subject) ?? -1 });
  }

  /** Lets in-sync followers fetch twice: for the records, and to tell that they have them. */
  settle(): void {
    for (const broker of [...this.partition.inSync, ...this.partition.inSync]) this.fetch(broker);
  }

  fetch(broker: number): void {
    this.apply({ kind: 'fetch', broker });
  }

  crash(broker: number): void {
    const { epoch } = this.partition;
    this.apply({ kind: 'crash', broker });
    if (this.partition.epoch !== epoch) this.settle();
  }

  /** Lets so much time pass that a broker has lagged too long, while the others go on fetching. */
  lag(broker: number): void {
    this.#nowMs += replicaLagMs + 1;
    for (const other of this.partition.inSync) if (other !== broker) this.fetch(other);
    this.apply({ kind: 'check-lag' });
  }

  /** The values in a broker's log. */
  valuesOf(broker: number): string[] {
    const log = this.partition.logOf(broker);
    return log.readForFollower(log.start).flatMap(({ record }) => record.value ?? []);
  }

  /** The values in the leader's log; while there is none, in the log that will be the next leader's. */
  leaderValues(): string[] {
    const broker = this.partition.leader ?? this.partition.inSync[0];
    return broker === undefined ? [] : this.valuesOf(broker);
  }

  /** What was promised and is not in the leader's log. */
  lostValues(): string[] {
    const kept = this.leaderValues();
    return [...this.#promised].filter((value) => !kept.includes(value));
  }

  #hearAcknowledgements(): void {
    for (const sent of this.#sends.inFlight) {
      const isHeard = this.answerTo(sent.batch)?.kind === 'acknowledged';
      if (isHeard && !this.#lost.has(sent.batch)) this.#sends.onAnswer(sent);
    }
  }

  #seePromises(): void {
    const seen = this.partition.consume(this.leaderStart, 'read_uncommitted');
    if (seen.kind === 'records') for (const { value } of seen.records) this.#promised.add(value);
    for (const [value, request] of this.#requests) {
      const answer = this.#answers.get(request);
      const isPromised = answer?.kind === 'acknowledged' && answer.baseOffset >= 0;
      if (isPromised) this.#promised.add(value);
    }
  }

  /** Where the leader's log begins. */
  get leaderStart(): number {
    const { leader } = this.partition;
    return leader === undefined ? 0 : this.partition.logOf(leader).start;
  }
}

/** The logs of a case: named records, or so many that have no name. */
function logsOf(setup: Fields): Map<number, readonly string[]> {
  const logs = new Map<number, readonly string[]>();
  for (const [broker, end] of Object.entries(fieldsOf(setup['leo']))) {
    logs.set(
      Number(broker),
      Array.from({ length: Number(end) }, (_, offset) => `record ${offset}`),
    );
  }
  for (const [broker, values] of Object.entries(fieldsOf(setup['logs']))) {
    logs.set(Number(broker), listOf(values).map(String));
  }
  return logs;
}
