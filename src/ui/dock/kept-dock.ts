/** How the dock was left, kept in this browser: how tall it is, and what stands beside. */
import { panels, type Panel } from '../run/panels.ts';

const key = 'baton.dock';

/** The share of the middle of the page that the dock takes, in percent: at first, and within which bounds. */
export const shares = { usual: 36, least: 20, most: 75 } as const;

/** What is remembered of the dock. */
export interface KeptDock {
  readonly share: number;
  /** The panel beside, empty when there is one only. */
  readonly beside: Panel | '';
}

/** A share within its bounds, in whole percent. */
export function heldShare(share: number): number {
  return Math.round(Math.min(shares.most, Math.max(shares.least, share)));
}

/** How the dock was left. What cannot be read counts as never left. */
export function readDock(): KeptDock {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    const { share, beside } = kept as Partial<Record<keyof KeptDock, unknown>>;
    return {
      share: typeof share === 'number' && share > 0 ? heldShare(share) : shares.usual,
      beside: panels.find((panel) => panel === beside) ?? '',
    };
  } catch {
    // Storage may be forbidden, as in a sandboxed frame; then nothing was ever kept.
    return { share: shares.usual, beside: '' };
  }
}

/** Remembers how the dock is left, where the browser lets us. */
export function keepDock(kept: KeptDock): void {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    return;
  }
}
