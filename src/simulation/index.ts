/** The face of the simulation: from a checked scenario to worlds that run. */
export {
  branchOf,
  commonPast,
  currentBranch,
  firstBranch,
  fork,
  keepActions,
  remove,
  rename,
  sharedActions,
  sharedUpTo,
  switchTo,
  undelete,
  type Branch,
  type Branches,
  type Fork,
  type Inputs,
} from './branches/branches.ts';
export { compile } from './compile/compile.ts';
export type { MachinePlan, Plan, ServicePlan } from './compile/plan.ts';
export { engine } from './engine.ts';
export { drawsOf, type NamedDraw } from './named-draws.ts';
export type { Action } from './run/action.ts';
export { resolveFault } from './run/resolve.ts';
export { Run, type Extent, type RunningWorld } from './run/run.ts';
export { tableRunner } from '../services/index.ts';
export { World } from './world/world.ts';
