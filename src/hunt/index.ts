/** The face of the hunt: many seeds with drawn faults, and the shortest run that still breaks the promise. */
export { canary, canaryPromise } from './canary.ts';
export { Hunt, inputOf, type FaultSource, type HuntRequest } from './hunt.ts';
export type { Rule } from './input.ts';
export { merged } from './merged.ts';
export { plan, planned } from './plan/plan.ts';
export type { BrokenRule, Failure, HuntReport } from './report.ts';
export { shrink, Shrink, type Shrunken } from './shrink/shrink.ts';
export { measuresOf } from './shrink/measures.ts';
