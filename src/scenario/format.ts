/**
 * Version 1 of the scenario format: what a scenario file says once it has been checked.
 * Everything is plain data in closed objects; optional fields of the file have their defaults filled in.
 */
import type { Leg, Moment, Point, Style } from '../trace/index.ts';

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
}

/** The broker: its profile, the settings that differ from the profile's defaults (under their real names), its topics. */
export interface Broker {
  readonly profile: 'kafka';
  readonly settings: Readonly<Record<string, number | boolean>>;
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
  /** Records are keyed by the order, or by its customer. */
  readonly key: 'order' | 'customer';
  readonly customers: number;
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
}

/** What happens there. */
export type FaultEffect =
  | { readonly kind: 'crash'; readonly restartAfterMs: number }
  | { readonly kind: 'slow'; readonly factor: number; readonly forMs: number }
  | { readonly kind: 'lose' }
  | { readonly kind: 'delay'; readonly byMs: number }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'poison' }
  | { readonly kind: 'spike'; readonly orders: number; readonly everyMs: number };

/** A fault as data: when, where, what. Scheduled in the file or, when injected live, recorded in the same form. */
export interface Fault {
  readonly when: When;
  readonly target: Target;
  readonly effect: FaultEffect;
}

/** What must always hold, in words and in a form that the trace can be held to. */
export type BusinessPromise =
  | PromiseOf<'at-most-once', { readonly step: string }>
  | PromiseOf<'completed-means-done', { readonly steps: readonly string[] }>
  | PromiseOf<'compensated-means-undone', { readonly steps: readonly string[] }>
  | PromiseOf<'conserved', { readonly step: string }>
  | PromiseOf<'never-negative', { readonly step: string }>
  | PromiseOf<'nothing-lost', object>
  | PromiseOf<'ordered-per-key', object>
  | PromiseOf<'every-order-ends', object>
  | PromiseOf<'bounded-lag', { readonly service: string; readonly records: number }>;

type PromiseOf<K extends string, Rest> = {
  readonly id: string;
  readonly text: string;
  readonly kind: K;
} & Rest;

/** A checked scenario. */
export interface Scenario {
  /** The version of the format. */
  readonly baton: 1;
  readonly title: string;
  readonly summary: string;
  readonly seed: number;
  readonly styles: readonly Style[];
  readonly broker: Broker;
  readonly network: Network;
  readonly services: readonly Service[];
  readonly flow: Flow;
  readonly workload: Workload;
  readonly faults: readonly Fault[];
  readonly promises: readonly BusinessPromise[];
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
}
