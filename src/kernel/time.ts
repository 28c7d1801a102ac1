/** Virtual time: an integer number of microseconds since the run began. Nothing here reads a clock. */
import { assert } from './assert.ts';

declare const micros: unique symbol;

/** An instant or a span of virtual time in whole microseconds. */
export type Micros = number & { readonly [micros]: true };

/**
 * Brands a whole, non-negative, safe integer as microseconds.
 * @throws SimulatorBug when the number is negative, fractional or not finite: time is never rounded silently.
 */
export function toMicros(value: number): Micros {
  assert(
    Number.isSafeInteger(value) && value >= 0,
    () => `virtual time must be a whole number of µs, got ${value}`,
  );
  return value as Micros;
}

/** Milliseconds, as people and scenario files write them, to microseconds (rounded to the nearest). */
export function millis(value: number): Micros {
  return toMicros(Math.round(value * 1000));
}

/** The instant `span` after `instant`. */
export function later(instant: Micros, span: Micros): Micros {
  return (instant + span) as Micros;
}
