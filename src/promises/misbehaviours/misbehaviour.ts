/** What a misbehaviour is: a way in which a system on Kafka goes wrong though Kafka does as it should; told by the rows alone. */
import type { Kind, Trace } from '../../trace/index.ts';
import type { Complaint, Ground } from '../engine/invariant.ts';

/** How Jepsen names it. */
export type Anomaly =
  | 'lost-write'
  | 'duplicate'
  | 'G1a'
  | 'nonmonotonic-poll'
  | 'nonmonotonic-send'
  | 'poll-skip'
  | 'inconsistent-offsets'
  | 'unseen';

/** Looks at rows of some kinds and says when it finds what it looks for. */
export interface Watcher {
  readonly kinds: readonly Kind[];
  see(trace: Trace, row: number, found: Complaint): void;
}

/** One way to go wrong. Its number is its place in the list of what a learner must be able to provoke. */
export interface Misbehaviour {
  readonly id: number;
  readonly name: string;
  /** What is seen when it happens. */
  readonly sentence: string;
  readonly jepsen?: Anomaly;
  watch(ground: Ground): Watcher;
}
