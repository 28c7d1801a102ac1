/** Kafka's assignors, by the names under which partition.assignment.strategy knows them. */
import { cooperativeSticky } from '../sticky/cooperative-sticky.ts';
import { sticky } from '../sticky/sticky.ts';
import type { Assignor } from './assignor.ts';
import { range } from './range.ts';
import { roundRobin } from './round-robin.ts';

/** The name of an assignor. */
export type AssignorName = 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky';

/** The four assignors of Kafka's clients, as of 2024-10. */
export const assignors: Readonly<Record<AssignorName, Assignor>> = {
  range,
  roundrobin: roundRobin,
  sticky,
  'cooperative-sticky': cooperativeSticky,
};
