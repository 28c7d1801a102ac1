/** When a group will have caught up, in words. */

/** From seconds: null when the lag is not draining. */
export function drainText(seconds: number | null): string {
  if (seconds === null) return 'not draining';
  if (seconds < 1) return 'drained in under 1 s';
  return seconds < 120
    ? `drained in ${seconds.toFixed(1)} s`
    : `drained in ${Math.round(seconds / 60)} min`;
}
