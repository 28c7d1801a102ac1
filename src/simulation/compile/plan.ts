/** A compiled world: who exists, who hears and says what, and which machine decides. Made once per scenario and style; nothing in it changes. */
import type { AnyStateMachine } from 'xstate';
import type { Reader, Scenario, Service } from '../../scenario/index.ts';
import type { Cast } from '../../trace/index.ts';

/** A machine that lives once per order, with its place in the world. */
export interface MachinePlan {
  /** Its index in `Cast.machines`. */
  readonly index: number;
  readonly logic: AnyStateMachine;
  readonly role: 'entity' | 'owner' | 'saga' | 'caller';
  /** The step that it carries out, -1 for none. */
  readonly step: number;
  /** Indexes of the message types that it reacts to. */
  readonly hears: readonly number[];
  /** Indexes of the message types that it can send. */
  readonly says: readonly number[];
}

/** A service with its switches, its machines and the processes that run them. */
export interface ServicePlan {
  readonly index: number;
  readonly settings: Service;
  /** Present for a consumer group that only reads: it has no machines but its consumer's. */
  readonly reader: Reader | undefined;
  readonly machines: readonly MachinePlan[];
  /** By message type: the machines that hear it, `undefined` where the service does not react to it. */
  readonly hearers: readonly (readonly MachinePlan[] | undefined)[];
  /** Actor indexes of its instances. */
  readonly instances: readonly number[];
  /** Actor index of its relay; -1 when no message of its goes over a topic. */
  readonly relay: number;
  /** Index of its group, -1 when it hears no topic. */
  readonly group: number;
  /** Whether that is a share group. */
  readonly isShare: boolean;
  /** Index of its consumer's lifecycle in `Cast.machines`, -1 for none. */
  readonly consumer: number;
}

/** A compiled world. */
export interface Plan extends Lookups {
  readonly scenario: Scenario;
  readonly cast: Cast;
  readonly services: readonly ServicePlan[];
  /** The client's machine, and its index in `Cast.machines`. */
  readonly client: { readonly logic: AnyStateMachine; readonly index: number };
  /** Index of the service that owns the flow. */
  readonly owner: number;
  /** Message type of the call by which orders are placed. */
  readonly placing: number;
  /** Message type by name. */
  readonly typeByName: ReadonlyMap<string, number>;
  /** For each topic: the topic of its dead letters, -1 for none. */
  readonly deadLetters: readonly number[];
}

/** What worlds look up all the time. */
export interface Lookups {
  /** Message types by which a step says that it refuses. */
  readonly refusals: ReadonlySet<number>;
  /** By topic: the message types that stand for nothing, so that compaction deletes their keys. */
  readonly tombstones: readonly ReadonlySet<number>[];
  /** By machine: whether it works without a row lock, as who waits for an outside party must. */
  readonly isUnlocked: readonly boolean[];
  /** By actor: whether its producer is transactional. That of a relay never is. */
  readonly isTransactional: readonly boolean[];
  /** `hashName` of the names by which draws are keyed. */
  readonly hashes: NameHashes;
}

/** Names hashed once, in the order of their indexes. */
export interface NameHashes {
  readonly types: readonly number[];
  readonly steps: readonly number[];
  readonly services: readonly number[];
}

/** Fixed places in every cast. */
export const clientActor = 0;
/** Fixed places in every cast. */
export const brokerActor = 1;
