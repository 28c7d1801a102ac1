/** A natural logarithm that gives the same bits in every engine: Math.log does not (fdlibm's series by additions, products and quotients only). */
import { assert } from './assert.ts';

const ln2 = 0.6931471805599453;

/**
 * ln(x) for x > 0.
 * @throws SimulatorBug for zero, a negative number or NaN.
 */
export function naturalLogarithm(x: number): number {
  assert(x > 0 && x < Infinity, () => `a logarithm needs a positive finite number, got ${x}`);
  let mantissa = x;
  let exponent = 0;
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent -= 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let sum = 0;
  for (let k = 27; k >= 1; k -= 2) sum = sum * z + 1 / k;
  return exponent * ln2 + 2 * s * sum;
}

/** An exponential gap of the given mean from 32 uniform bits, as a whole number: the time between arrivals of a Poisson process. */
export function exponentialGap(mean: number, bits: number): number {
  return Math.round(-mean * naturalLogarithm((bits + 1) / 0x1_0000_0000));
}
