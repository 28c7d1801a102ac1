/** How far a candidate is, kept for as long as this tab is open, so that a reload comes back to the same phase. */
import { drawn, type Interview, type Round, type Score } from '../../interview/index.ts';

const prefix = 'baton-interview:';

/** What is kept of a round. */
export interface KeptRound {
  readonly round: Round;
  /** Seconds that the open phase has taken. */
  readonly seconds: number;
  readonly isPaused: boolean;
  /** Once the round was scored. */
  readonly score?: Score;
}

interface Kept extends KeptRound {
  /** Of the interview as it was then: another one has other questions. */
  readonly fingerprint: number;
}

/** What was kept of an interview, if it fits the interview as it is now. */
export function keptRound(interview: Interview): KeptRound | undefined {
  try {
    const text = sessionStorage.getItem(prefix + interview.id);
    const kept = JSON.parse(text ?? 'null') as Kept | null;
    return kept?.fingerprint === fingerprintOf(interview) ? kept : undefined;
  } catch {
    // A browser may forbid to keep anything, and what somebody else has put there is none of ours.
    return undefined;
  }
}

/** Keeps how far a candidate is; nothing once a round was left. */
export function keepRound(interview: Interview, round: KeptRound | undefined): void {
  try {
    if (round === undefined) return sessionStorage.removeItem(prefix + interview.id);
    const kept: Kept = { ...round, fingerprint: fingerprintOf(interview) };
    sessionStorage.setItem(prefix + interview.id, JSON.stringify(kept));
  } catch {
    // Without it, a reload begins anew.
  }
}

const fingerprints = new WeakMap<Interview, number>();

function fingerprintOf(interview: Interview): number {
  const known = fingerprints.get(interview) ?? drawn(JSON.stringify(interview), 0, 0);
  fingerprints.set(interview, known);
  return known;
}
