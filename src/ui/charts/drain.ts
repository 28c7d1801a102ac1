/** How far a group is behind, and when it will have caught up, in words. */
import { clock, spanText, type LagSeries } from '../../projections/index.ts';

/** The chart in words: of each group its lag now, and when it was highest. */
export function chartWords({ names, lags, times }: LagSeries): string {
  const groups = names.map((name, group) => {
    const own = lags[group] ?? [];
    const highest = own.reduce((most, lag) => Math.max(most, lag), 0);
    if (highest === 0) return `${name} 0 throughout`;
    const at = clock((times[own.indexOf(highest)] ?? 0) * 1e6);
    return `${name} ${own.at(-1) ?? 0} now, at most ${highest} at ${at}`;
  });
  return `Lag over time, in records: ${groups.join('; ')}`;
}

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
