/** Points in words. */

/** A number with at most one digit behind the point. */
export function points(value: number): string {
  const tenths = Math.round(value * 10);
  return tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1);
}
