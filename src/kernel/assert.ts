/** Assertions that stay on in production: a broken one is our bug, never the scenario author's. */

/** A state that only a mistake in Baton itself can reach. */
export class SimulatorBug extends Error {
  override readonly name = 'SimulatorBug';
}

/**
 * States something that must hold. On hot paths the sentence is a function: putting words together costs more than asking.
 * @throws SimulatorBug with the sentence when it does not.
 */
export function assert(condition: boolean, sentence: string | (() => string)): asserts condition {
  if (!condition) throw new SimulatorBug(typeof sentence === 'string' ? sentence : sentence());
}

/** Closes a union: reaching this line means that a case was forgotten. */
export function assertNever(value: never): never {
  throw new SimulatorBug(`a case is missing for ${JSON.stringify(value)}`);
}

/** The value, which our own bookkeeping guarantees to be there. */
export function present<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new SimulatorBug(`${what} is missing`);
  return value;
}
