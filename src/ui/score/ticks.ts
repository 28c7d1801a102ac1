/** Round instants for the axis, from single microseconds to hours. */

const second = 1_000_000;
const minute = 60 * second;
/** Above a second, time is not decimal. */
const longSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** The least round step that is not smaller than a wanted one, in µs. */
export function stepFor(wanted: number): number {
  for (let unit = 1; unit < second; unit *= 10)
    for (const times of [1, 2, 5]) if (unit * times >= wanted) return unit * times;
  const long = longSteps.find((seconds) => seconds * second >= wanted);
  return long === undefined ? Math.ceil(wanted / (60 * minute)) * 60 * minute : long * second;
}

/** An instant as finely as a step needs it: `2:05`, `0:12.4`, `0:12.480`, `0:12.480 250`. */
export function tickText(micros: number, step: number): string {
  const seconds = Math.floor(micros / second);
  const whole = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  if (step % second === 0) return whole;
  const rest = String(micros % second).padStart(6, '0');
  const digits = step % 100_000 === 0 ? 1 : step % 10_000 === 0 ? 2 : step % 1000 === 0 ? 3 : 6;
  const thin = digits === 6 ? ` ${rest.slice(3)}` : '';
  return `${whole}.${rest.slice(0, Math.min(3, digits))}${thin}`;
}
