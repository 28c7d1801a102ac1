/** The bounds on what is kept and on what comes back from outside: one table. */
import { limits } from '../../scenario/index.ts';

/** What may be kept at most. */
export const keepingLimits = {
  /** How deep and how many the values of a document or of an archive may be. */
  depth: limits.depth,
  values: 400_000,
  /** Own scenarios, and the characters of each: as many as a file may have bytes. */
  scenarios: 200,
  scenarioLength: limits.textBytes,
  recent: 24,
  lessons: 200,
  cards: 4_000,
  /** Finished rounds of interviews, those under way, and drills: the newest of each. */
  interviews: 500,
  openRounds: 24,
  drills: 500,
  /** Parts of one lesson or of one interview. */
  parts: 60,
  /** The last row of a trace that can be meant. */
  row: 0xffff_ffff,
  proseLength: limits.textLength,
  summaryLength: 4_000,
  /** The longest that a clock of a round can have run. */
  seconds: 10_000_000,
  /** An archive: its characters, and its documents. */
  archiveLength: 32_000_000,
  documents: 1_000,
  /** The latest instant that a clock of JavaScript can show. */
  instant: 8_640_000_000_000_000,
} as const;
