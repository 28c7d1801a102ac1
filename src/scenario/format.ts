/**
 * Version 1 of the scenario format: what a scenario file says once it has been checked.
 * Everything is plain data in closed objects; optional fields of the file have their defaults filled in.
 */
import type { Leg, Moment, Point, Style } from '../trace/index.ts';
import type { SettingValue } from './settings/setting.ts';

/** A chance as a fraction of whole numbers: `in` times of `of`. */
export interface Chance {
  readonly in: number;
  readonly of: number;
}

/** A span that is drawn anew each time: whole milliseconds, both ends possible. */
export interface SpanMs {
  readonly minMs: number;
  readonly maxMs: number;
}

/** A topic of the broker and what it carries. */
export interface Topic {
  readonly id: string;
  readonly partitions: number;
  readonly carries: 'events' | 'commands' | 'replies';
  /** The messages that it carries; absent: all of its kind that no other topic names. */
  readonly messages?: readonly string[];
  /** How many partitions it can be given while the run goes on. */
  readonly maxPartitions: number;
  /** On how many brokers each partition is kept. */
  readonly replicas: number;
  /** Messages that are written without a value: a tombstone for their key. */
  readonly tombstones: readonly string[];
  /** The topic's own settings. */
  readonly settings: Settings;
}

/** Settings that differ from what they would be otherwise, under their real names. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** The broker: its profile, its nodes, the settings that differ from the profile's defaults (under their real names), its topics. */
export interface Broker {
  readonly profile: 'kafka';
  /** How many nodes the cluster has. */
  readonly nodes: number;
  readonly settings: Settings;
  readonly topics: readonly Topic[];
}

/** The network between any process and the broker, and between caller and called. */
export interface Network {
  readonly latency: SpanMs;
  /** The chance that any one request, answer or call is lost. */
  readonly loss: Chance;
}

/** When a consumer gives a record up, and how long it waits between tries. */
export interface DeadLetter {
  readonly afterAttempts: number;
  readonly backoffMs: number;
}

/** A service with its own store, and the switches that decide what it does twice. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly instances: number;
  /** `at-least-once` commits its offset after the work, `at-most-once` before. */
  readonly delivery: 'at-least-once' | 'at-most-once';
  /** Idempotent consumer: remembers message ids in the transaction of the effect. */
  readonly inbox: boolean;
  /** Transactional outbox with a relay; off means that it publishes directly after its transaction. */
  readonly outbox: boolean;
  /** How long the relay waits before it reads the outbox. */
  readonly relayPollMs: number;
  /** Absent: a record that cannot be handled blocks its partition. */
  readonly deadLetter?: DeadLetter;
  /** How many synchronous calls an instance works on at once. */
  readonly threads: number;
  /** How many instances it can be scaled out to while the run goes on. */
  readonly maxInstances: number;
  /** How records are handed to the handler: one at a time, or to threads of its own while polling goes on. */
  readonly handling: 'in-turn' | 'handed-off';
  /** Transactional producer: the outputs of a record and its offset are committed together. */
  readonly transactional: boolean;
  /** The type of its group: members of a `consumer` group own partitions, those of a `share` group take records, one by one. */
  readonly group: 'consumer' | 'share';
  /** Settings of its clients that differ from the broker's. */
  readonly settings: Settings;
}

/** A consumer group that only reads: it takes part in no flow, and keeps the last record of each key as its table. */
export interface Reader {
  readonly id: string;
  readonly name: string;
  readonly topics: readonly string[];
  readonly instances: number;
  readonly maxInstances: number;
  /** Whether it reads from the beginning of the run; otherwise a fault of the kind `attach` attaches it. */
  readonly attached: boolean;
  /** How long it works on a record. */
  readonly work: SpanMs;
  readonly delivery: Service['delivery'];
  readonly handling: Service['handling'];
  readonly group: Service['group'];
  readonly settings: Settings;
}

/** What a step does, once, in earnest. */
export interface Effect {
  /** `ledger` moves the order's price, `stock` takes its quantity, `deed` is done once (a parcel, a mail). */
  readonly kind: 'ledger' | 'stock' | 'deed';
  /** `local`: in the service's own store, in one transaction with inbox and outbox. `external`: at an outside party, beyond any transaction. */
  readonly reach: 'local' | 'external';
  /** Whether the outside party is given a key by which it recognises a repetition. Only for `external`. */
  readonly idempotencyKey: boolean;
}

/** How the effect of a step is taken back. */
export interface Compensation {
  readonly command: string;
  readonly done: string;
}

/** How often a service tries the work of a step when it fails for a passing reason. */
export interface Retry {
  readonly attempts: number;
  readonly backoffMs: number;
  /** The wait grows by this factor from try to try. */
  readonly factor: number;
}

/** How long the owner of the flow waits for a step. A saga asks `attempts` times, each time waiting `afterMs`; in a choreography nobody can ask again, so the owner waits for as long in one piece. */
export interface Timeout {
  readonly afterMs: number;
  readonly attempts: number;
}

/** One step of the business flow. */
export interface Step {
  readonly id: string;
  readonly service: string;
  /** Ids of the steps that must be done before; none means: as soon as the order is placed. */
  readonly after: readonly string[];
  /** What an orchestrator says: imperative. */
  readonly command: string;
  /** The fact when done: past tense. */
  readonly done: string;
  /** The fact when refused: past tense. Needed when the step can refuse. */
  readonly refused?: string;
  readonly effect?: Effect;
  readonly compensation?: Compensation;
  readonly work: SpanMs;
  /** The chance that the service refuses for a business reason. */
  readonly refusal: Chance;
  /** The chance that one try of the work fails for a passing reason. */
  readonly failure: Chance;
  readonly retry: Retry;
  readonly timeout?: Timeout;
}

/** The business flow, stated once. */
export interface Flow {
  /** The service that takes orders, keeps their outcome, owns the deadlines and, in orchestration, hosts the saga. */
  readonly owner: string;
  /** The fact that an order was taken. */
  readonly placed: string;
  /** The fact that a deadline passed. Needed when a step has a timeout. */
  readonly expired?: string;
  readonly steps: readonly Step[];
}

/** When orders come. `steady`: one every `everyMs`. `random`: gaps with this mean, memoryless. */
export interface Arrivals {
  readonly kind: 'steady' | 'random';
  readonly everyMs: number;
}

/** How often a caller asks before it gives up. */
export interface Calls {
  readonly deadlineMs: number;
  readonly attempts: number;
  readonly backoffMs: number;
}

/** What comes in. */
export interface Workload {
  readonly orders: number;
  readonly arrivals: Arrivals;
  /** Price of an order in cents. */
  readonly price: { readonly min: number; readonly max: number };
  readonly quantity: { readonly min: number; readonly max: number };
  /** Records are keyed by the order, or by its customer, or have no key. */
  readonly key: 'order' | 'customer' | 'none';
  readonly customers: number;
  /** The chance that an order is of the first customer, on top of the others' equal shares: a hot key. */
  readonly hotCustomer: Chance;
  /** Into how many a key is split: `customer-7#0` and so on. */
  readonly salt: number;
  /** The size of a record. */
  readonly recordBytes: number;
  /** Units in stock at the beginning; needed when a step takes stock. */
  readonly stock?: number;
  /** How the client asks for an order to be placed. */
  readonly client: Calls;
  /** How services call each other in the direct style. */
  readonly calls: Calls;
}

/** Picks the moment: every field that is given must match; `nth` counts the matches. */
export interface When {
  /** At this virtual time. Not the same business instant in both styles. */
  readonly atMs?: number;
  /** Only from this virtual time on. */
  readonly fromMs?: number;
  readonly order?: number;
  readonly step?: string;
  readonly message?: string;
  readonly point?: `${Moment} ${Point}`;
  /** Which delivery of the record to the service, from 1. */
  readonly attempt?: number;
  /** The nth match strikes, from 1 (the default). */
  readonly nth?: number;
  /** Every match strikes, not just one. */
  readonly every?: boolean;
}

/** Picks the place. */
export interface Target {
  readonly service?: string;
  readonly instance?: number;
  readonly leg?: Leg;
  /** A node of the cluster, from 0. */
  readonly node?: number;
  readonly topic?: string;
  /** A partition of the topic, from 0. Without `node`: its leader. */
  readonly partition?: number;
}

/** What happens there. */
export type FaultEffect =
  | {
      readonly kind: 'crash';
      readonly restartAfterMs: number;
      /** Its host is lost with it: its connections stay open, and brokers notice only by time-outs. Absent: they see them close at once. */
      readonly connections?: 'open';
    }
  | { readonly kind: 'slow'; readonly factor: number; readonly forMs: number }
  | { readonly kind: 'lose' }
  | { readonly kind: 'delay'; readonly byMs: number }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'poison' }
  | { readonly kind: 'spike'; readonly orders: number; readonly everyMs: number }
  /** A node stops; its disk survives, or not. */
  | { readonly kind: 'kill-node'; readonly restartAfterMs: number; readonly disk: 'kept' | 'lost' }
  /** A node cannot reach the other nodes. */
  | { readonly kind: 'isolate-node'; readonly forMs: number }
  /** The network loses what a process sends and what is sent to it. */
  | { readonly kind: 'cut-off'; readonly forMs: number }
  /** A process stands still, heartbeats too. */
  | { readonly kind: 'pause'; readonly forMs: number }
  /** A handler hangs while heartbeats go on. */
  | { readonly kind: 'block-poll'; readonly forMs: number }
  | { readonly kind: 'rebalance' }
  | { readonly kind: 'add-partitions'; readonly count: number }
  | { readonly kind: 'set'; readonly setting: string; readonly value: SettingValue }
  | { readonly kind: 'scale'; readonly instances: number }
  | { readonly kind: 'attach' };

/** A fault as data: when, where, what. Scheduled in the file or, when injected live, recorded in the same form. */
export interface Fault {
  readonly when: When;
  readonly target: Target;
  readonly effect: FaultEffect;
}

/** What must always hold, in words and in a form that the trace can be held to. */
export type BusinessPromise =
  | PromiseOf<'at-most-once', { readonly step: string }>
  /** At most once at every moment; at the end once for a completed order, and not at all for another one. */
  | PromiseOf<'exactly-once', { readonly step: string }>
  | PromiseOf<'completed-means-done', { readonly steps: readonly string[] }>
  | PromiseOf<'compensated-means-undone', { readonly steps: readonly string[] }>
  | PromiseOf<'conserved', { readonly step: string }>
  | PromiseOf<'never-negative', { readonly step: string }>
  | PromiseOf<'nothing-lost', object>
  | PromiseOf<'ordered-per-key', object>
  | PromiseOf<'every-order-ends', object>
  | PromiseOf<'bounded-lag', { readonly service: string; readonly records: number }>
  /** The oldest record that the service has not committed is never older than a span. */
  | PromiseOf<'bounded-age', { readonly service: string; readonly ms: number }>
  /** Every record of a partition is handled within a span after it was stored. */
  | PromiseOf<'delivered-within', { readonly service: string; readonly ms: number }>
  /** No record is worked on by two instances at once. */
  | PromiseOf<'one-at-a-time', { readonly service: string }>
  /** No instance gives a partition up only to be given it again. */
  | PromiseOf<'moves-only-what-must', { readonly service: string }>
  /** No record is handled twice by a group. */
  | PromiseOf<'handled-once', { readonly service: string }>
  /** A reader handles every record that was stored in its topics. */
  | PromiseOf<'reader-sees-all', { readonly reader: string }>
  /** A reader's table is what the whole log would give. */
  | PromiseOf<'table-is-whole', { readonly reader: string }>
  /** What was acknowledged to a producer stays in the log. */
  | PromiseOf<'acknowledged-stays', object>
  /** Nobody acts upon a record of a transaction that was aborted. */
  | PromiseOf<'no-aborted-read', { readonly service: string }>;

type PromiseOf<K extends string, Rest> = {
  readonly id: string;
  readonly text: string;
  readonly kind: K;
} & Rest;

/** How a gallery of scenarios shows one. */
export interface GalleryEntry {
  /** The heading under which it is found. */
  readonly concept: string;
  /** What one learns from it, in one sentence. */
  readonly teaches: string;
  /** How long it takes to look through it. */
  readonly minutes: number;
}

/** A checked scenario. */
export interface Scenario {
  /** The version of the format. */
  readonly baton: 1;
  readonly title: string;
  readonly summary: string;
  readonly gallery?: GalleryEntry;
  readonly seed: number;
  readonly styles: readonly Style[];
  readonly broker: Broker;
  readonly network: Network;
  readonly services: readonly Service[];
  readonly readers: readonly Reader[];
  readonly flow: Flow;
  readonly workload: Workload;
  readonly faults: readonly Fault[];
  readonly promises: readonly BusinessPromise[];
  /** Present in a scenario that is set wrongly on purpose: which promise breaks, and the one change that mends it. */
  readonly repair?: Repair;
}

/** The one change that mends a scenario which is set wrongly on purpose. */
export interface Repair {
  /** Id of the promise that breaks without it. */
  readonly promise: string;
  /** Written as path=value. */
  readonly set: readonly string[];
  /** What the change does, and what it costs. */
  readonly text: string;
  /** The styles in which the promise breaks; absent: all of the scenario's. In others a saga that asks again makes up for it. */
  readonly styles?: readonly Style[];
}

/** Something in a scenario file that is wrong: where, what, and how to mend it. */
export interface Problem {
  /** kebab-case, one per kind of mistake. */
  readonly code: string;
  /** Where: `flow.steps[2].service`. Empty for the file itself. */
  readonly path: string;
  /** What is wrong, with the actual value. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
  /** How many characters of the text lie before it, where the text itself is at fault and not what it says. */
  readonly offset?: number;
}
