/** One trial of checkpoints: a world is stopped at a random event and gone on with in fresh worlds, which must tell what the first one tells. */
import { millis, type Checkpoint } from '../../src/kernel/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { tableRunner, xstateRunner } from '../../src/services/index.ts';
import { World, compile, type Plan } from '../../src/simulation/index.ts';
import type { Style } from '../../src/trace/index.ts';
import { Seeded } from './seeded.ts';

const caps = { eventsPerRun: 6_000, eventsPerInstant: 10_000, lastInstant: millis(900_000) };
const eventsBetween = 211;

function fresh(plan: Plan, seed: number, runner = tableRunner): World {
  return new World(plan, seed, { runner, caps });
}

/** Lists in a checkpoint that only grow: they are the world's own. */
const growing: readonly string[] = ['chunks', 'tail'];

/** From now on, whoever edits what a checkpoint shares with a world fails. */
function frozen(checkpoint: Checkpoint): Checkpoint {
  for (const { cells } of checkpoint.chapters) for (const cell of cells) freeze(cell);
  return checkpoint;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  const maker: unknown = Object.getPrototypeOf(value);
  if (maker !== Object.prototype && maker !== Array.prototype) return;
  Object.freeze(value);
  for (const [name, each] of Object.entries(value))
    if (growing.includes(name) && Array.isArray(each)) each.forEach(freezeWithin);
    else freeze(each);
}

/** A list may be added to, but what is in it is not edited. */
function freezeWithin(value: unknown): void {
  if (Array.isArray(value)) value.forEach(freeze);
  else freeze(value);
}

function restored(plan: Plan, seed: number, checkpoint: Checkpoint, runner = tableRunner): World {
  const world = fresh(plan, seed, runner);
  world.restore(checkpoint);
  return world;
}

/** Goes on to the end; returns the fingerprint, of what was told and of the rows themselves. */
function ended(world: World): string {
  while (world.ending === 'running') world.step();
  return `${world.trace.length} rows ${world.hash} ${world.hashAt(world.trace.endTime)}`;
}

/** Goes on to the end with checkpoints by the way, each of which shares with the one before. */
function keptOf(world: World, most = Infinity): Checkpoint[] {
  const kept: Checkpoint[] = [];
  for (let taken = 0; world.ending === 'running' && kept.length < most; taken++) {
    if (taken % eventsBetween === 0) kept.push(frozen(world.checkpoint(kept.at(-1))));
    world.step();
  }
  return kept;
}

/** What is wrong with checkpoints of this world, '' for nothing. */
export function restoringComplaint(scenario: Scenario, style: Style, seed: number): string {
  const plan = compile(scenario, style);
  const draw = new Seeded(seed);
  const told = ended(fresh(plan, seed));
  const stopped = fresh(plan, seed);
  const kept = keptOf(stopped);
  if (ended(stopped) !== told) return 'checkpoints have disturbed the run';
  const first = draw.pick(kept);
  if (ended(restored(plan, seed, first)) !== told) return 'a restored world went another way';
  // Checkpoints of a restored world are as good; and another runner goes on with what one has left.
  const onXState = restored(plan, seed, first, xstateRunner);
  const again = draw.pick(keptOf(onXState, 12));
  onXState.runOn(tableRunner);
  if (ended(onXState) !== told) return 'a world that changed its runner went another way';
  if (ended(restored(plan, seed, again)) !== told) return 'a world restored twice over went astray';
  return '';
}
