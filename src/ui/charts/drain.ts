/** How far a group is behind, and when it will have caught up, in words. */
import { spanText } from '../../projections/index.ts';

/** From the age of the oldest record that is not committed, and the seconds until the lag is drained: null when it is not draining. */
export function behindText(ageMicros: number, drainSeconds: number | null | undefined): string {
  const behind = `${spanText(ageMicros)} behind`;
  if (drainSeconds === null || drainSeconds === undefined) return behind;
  return `${behind}, ${drainText(drainSeconds)}`;
}

function drainText(seconds: number): string {
  if (seconds < 1) return 'drained in under 1 s';
  return seconds < 120
    ? `drained in ${seconds.toFixed(1)} s`
    : `drained in ${Math.round(seconds / 60)} min`;
}
