/** What can be read of a world at the cursor: plain data, made anew for each reading. Instants are µs; -1 stands for none. */
import type { Moment, Outcome, Point } from '../../trace/index.ts';

/**
 * `restarting`: it runs again, but has not been given its partitions yet. `paused`: it stands still, heartbeats too.
 * `hung`: a handler hangs while heartbeats go on. `dormant`: not started, or closed.
 */
export type Condition = 'up' | 'crashed' | 'restarting' | 'paused' | 'cut off' | 'hung' | 'dormant';

/** One process: an instance of a service, a relay, a client, the broker or an outside party. */
export interface ProcessView {
  readonly actor: number;
  readonly condition: Condition;
  /** Since when it is in this condition, -1 when it is up or dormant. */
  readonly since: number;
  /** Where in its work it crashed, null when it is not crashed or was not at a named point. */
  readonly crashedAt: { readonly moment: Moment; readonly point: Point } | null;
  /** How many times slower than usual it works; 1 is its own pace. */
  readonly slowFactor: number;
  readonly slowUntil: number;
  /** The state of its consumer's or caller's machine, empty when it has none or none was told. */
  readonly state: string;
}

/** How many entities of a machine are in a state. */
export interface Population {
  readonly machine: number;
  readonly state: string;
  readonly count: number;
}

/** A service as a whole. */
export interface ServiceView {
  readonly service: number;
  /** Orders under way here: entities in a state of activity. */
  readonly active: readonly Population[];
  /** The same in one line: `working ×2, undoing`. Empty when idle. */
  readonly activity: string;
  /** Its relay, null when it publishes directly. */
  readonly relay: RelayView | null;
}

/** The relay of a service and the outbox that it empties. */
export interface RelayView {
  readonly process: ProcessView;
  /** Rows stored and not yet marked as sent. */
  readonly waiting: number;
  /** When it last read rows. */
  readonly lastReadAt: number;
}

/** `placed`: nobody has accepted it yet. `pending` turns to `stuck` once the run is over. */
export type OrderStatus = 'placed' | 'pending' | 'stuck' | Outcome;

/** One order. */
export interface OrderView {
  readonly order: number;
  readonly status: OrderStatus;
  readonly placedAt: number;
  readonly acceptedAt: number;
  readonly endedAt: number;
  /** When the client gave it up. */
  readonly abandonedAt: number;
  /** The machines that moved for it, in the order of the cast. */
  readonly machines: readonly { readonly machine: number; readonly state: string }[];
}

/** A fault that struck: its index in the list of faults, and where. */
export interface StruckFault {
  readonly row: number;
  readonly time: number;
  readonly fault: number;
  readonly actor: number;
  readonly order: number;
  readonly message: number;
}

/** A record that a consumer gave up. */
export interface DeadLetterView {
  readonly row: number;
  readonly time: number;
  readonly actor: number;
  /** The partition and offset of the record that was given up. */
  readonly partition: number;
  readonly offset: number;
  readonly message: number;
  readonly type: number;
  readonly order: number;
}
