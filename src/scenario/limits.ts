/** The bounds on everything that comes in from outside: one table, so that a reader and a test see all of it. */

/** What a scenario file may hold at most. */
export const limits = {
  /** Size of the text, in bytes of UTF-8. */
  textBytes: 1_000_000,
  /** How deep objects and lists may be nested. */
  depth: 32,
  /** How many values the text may hold, counting objects and lists. */
  values: 20_000,
  /** How many problems are told; the rest are counted. */
  problems: 200,
  labelLength: 80,
  textLength: 2_000,
  idLength: 40,
  topics: 50,
  partitionsPerTopic: 64,
  partitions: 256,
  services: 40,
  readers: 10,
  nodes: 9,
  instances: 16,
  steps: 60,
  faults: 100,
  promises: 40,
  orders: 20_000,
  /** The longest delay, deadline or pause. */
  dayMs: 86_400_000,
  /** The latest instant of a run. */
  yearMs: 31_536_000_000,
} as const;
