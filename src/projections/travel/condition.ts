/** The moments that a reader can ask for: a closed vocabulary of plain data, for steps and for breakpoints alike. It names things by their ids, so that it means the same in every style. */

/** What a step leads to. */
export type StepCondition =
  /** Anything at all. */
  | { readonly kind: 'event' }
  /** Anything that the instances or the relay of a service do. */
  | { readonly kind: 'service'; readonly service: string }
  /** An order begins, is accepted or ends, a step is done, undone or refused, a fault strikes, a process falls or rises. */
  | { readonly kind: 'milestone' }
  | { readonly kind: 'fault' }
  /** A promise is broken: this one, or any when no id is given. */
  | { readonly kind: 'promise'; readonly id?: string };

/** What a breakpoint waits for. */
export type BreakCondition =
  | { readonly kind: 'fault' }
  | { readonly kind: 'promise'; readonly id?: string }
  /** A message of this type is made. */
  | { readonly kind: 'message'; readonly type: string }
  /** A service begins to handle a message of this type. */
  | { readonly kind: 'delivery'; readonly type: string }
  | { readonly kind: 'state'; readonly machine: string; readonly state: string }
  /** The lag of a group rises above a number of records. */
  | { readonly kind: 'lag'; readonly group: string; readonly above: number }
  /** A member of the group is about to say how far it has come. */
  | { readonly kind: 'commit'; readonly group: string }
  | { readonly kind: 'dead-letter' };

/** A moment that can be asked for. */
export type StopCondition = StepCondition | BreakCondition;

/** Where the playhead stops for a row that meets a condition. */
export interface Stop {
  /** The row that meets it. */
  readonly row: number;
  /** The instant of that row; for what is to be stopped before, the last instant before it. */
  readonly time: number;
}
