/** Who and what can appear in a trace: the names behind its numbers, fixed before the run begins. */

/** The three ways in which one flow is carried out. */
export const styles = ['choreography', 'orchestration', 'direct'] as const;
/** A way of carrying out the flow. */
export type Style = (typeof styles)[number];

/** A process, a client, the broker or an outside party. Its index in `Cast.actors` is what rows name. */
export interface Actor {
  /** Unique: `payment`, `payment-2`, `payment-relay`, `client`, `broker`, `outside`. */
  readonly id: string;
  /** What people read: "Payment", "Payment 2", "Payment relay". */
  readonly name: string;
  readonly kind: 'client' | 'service' | 'relay' | 'broker' | 'outside';
  /** Index of the service it belongs to, -1 for none. */
  readonly service: number;
  /** Which instance of its service, from 0. */
  readonly instance: number;
}

/** A service with its instances. */
export interface CastService {
  readonly id: string;
  readonly name: string;
  /** Indexes of its instances in `Cast.actors`, with those that are not started yet. */
  readonly instances: readonly number[];
  /** How many of them run from the beginning. */
  readonly started: number;
  /** A reader only reads: it has a consumer group and no part in the flow. */
  readonly reader: boolean;
  /** Index of its relay in `Cast.actors`, -1 when it publishes directly. */
  readonly relay: number;
  /** Index of its consumer group, -1 when it hears no topic. */
  readonly group: number;
  /** Indexes of the message types that it subscribes to, or is called with. */
  readonly hears: readonly number[];
  /** Indexes of the message types that it sends. */
  readonly says: readonly number[];
  /** Whether it owns the flow: it takes orders, keeps their outcome and owns the deadlines. */
  readonly owner: boolean;
}

/** What a message is, as a fact, an order to do something, or an answer. */
export type MessageKind = 'event' | 'command' | 'reply' | 'query';

/** A type of message. */
export interface MessageType {
  /** Facts in the past tense, commands in the imperative. */
  readonly name: string;
  readonly kind: MessageKind;
  /** Index of the step that it is about, -1 for the flow itself. */
  readonly step: number;
  /** Index of the topic that carries it, -1 for a synchronous call. */
  readonly topic: number;
  /** Index of the service that sends it, -1 for the client. */
  readonly sender: number;
}

/** A topic of the broker. */
export interface CastTopic {
  readonly id: string;
  readonly carries: 'events' | 'commands' | 'replies' | 'dead-letters';
  readonly partitions: number;
  /** How many it can come to have while the run goes on: the others are there in the cast, and dormant until `partition-added`. */
  readonly maxPartitions: number;
  /** Index of its partition 0 among all partitions; the others follow. */
  readonly firstPartition: number;
  /** Whether it is compacted: the last record of each key stays. */
  readonly isCompacted: boolean;
}

/** One transition of a machine. */
export interface CastMove {
  /** The state that it leaves, by its code; -1 for any. */
  readonly from: number;
  /** The state that it goes to; -1 when the machine stays where it is. */
  readonly to: number;
  /** What it waits for: an event, nothing, or that a delay has passed. */
  readonly kind: 'event' | 'always' | 'after';
  /** The type of the event, or the name of the delay; empty for `always`. */
  readonly on: string;
  /** The guard that must let it pass; empty for none. */
  readonly guard: string;
  /** What it does on the way, by name. */
  readonly does: readonly string[];
}

/** A machine whose states rows name by code. */
export interface CastMachine {
  /** Unique: `payment`, `order-saga`, `payment-consumer`, `client`. */
  readonly id: string;
  readonly role: 'consumer' | 'entity' | 'owner' | 'saga' | 'client' | 'caller';
  /** Index of the service it belongs to, -1 for the client. */
  readonly service: number;
  /** State names, in the order of their codes. */
  readonly states: readonly string[];
  /** The state in which it begins: a code. */
  readonly initial: number;
  /** For each state what is done on entering it, by name. */
  readonly entries: readonly (readonly string[])[];
  /** Its transitions, in the order in which it tries them. */
  readonly moves: readonly CastMove[];
}

/** A consumer group. */
export interface CastGroup {
  readonly id: string;
  readonly service: number;
  /** Indexes of the partitions that it subscribes to, those that may be added too. */
  readonly partitions: readonly number[];
  /** Whether its members share partitions record by record. */
  readonly isShare: boolean;
}

/** A step of the business flow. */
export interface CastStep {
  readonly id: string;
  readonly service: number;
  /** `none` when the step has no effect of its own. */
  readonly effect: 'ledger' | 'stock' | 'deed' | 'none';
  readonly reach: 'local' | 'external';
  /** Whether a compensation can take the effect back. */
  readonly undoable: boolean;
}

/** All names of one world. */
export interface Cast {
  readonly style: Style;
  readonly actors: readonly Actor[];
  readonly services: readonly CastService[];
  readonly types: readonly MessageType[];
  readonly topics: readonly CastTopic[];
  /** For each partition: its topic, its number within it, and the actors of its replicas, the preferred leader first. */
  readonly partitions: readonly {
    readonly topic: number;
    readonly partition: number;
    readonly replicas: readonly number[];
  }[];
  /** Actor indexes of the brokers, node 0 first. */
  readonly nodes: readonly number[];
  readonly groups: readonly CastGroup[];
  readonly machines: readonly CastMachine[];
  readonly steps: readonly CastStep[];
  /** Units of stock at the beginning, -1 when the flow keeps no stock. */
  readonly initialStock: number;
}
