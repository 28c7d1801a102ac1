/** The face of the promises: what must hold, checked against the trace alone. */
export { PromiseKeeper } from './promise-keeper.ts';
export type { Verdict } from './verdict.ts';
