/** Asks the keepers for their verdicts on hand-made traces. */
import type { BusinessPromise } from '../../src/scenario/index.ts';
import { InvariantKeeper, PromiseKeeper, type Verdict } from '../../src/promises/index.ts';
import type { Trace } from '../../src/trace/index.ts';
import { castOf, scenarioOf, type Choices } from './world.ts';
import type { Telling } from './telling.ts';

/** A promise without its id and text, which tests do not care about. */
export type Terms = BusinessPromise extends infer Each
  ? Each extends BusinessPromise
    ? Omit<Each, 'id' | 'text'>
    : never
  : never;

/** The verdict on one promise over a told trace. */
export function verdictOn(terms: Terms, telling: Telling): Verdict {
  const promise = { id: 'it', text: 'It holds.', ...terms } as BusinessPromise;
  const keeper = new PromiseKeeper(scenarioOf({ promises: [promise] }), telling.cast);
  keeper.see(telling.trace(), 0);
  const [verdict] = keeper.verdicts();
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
}

/** The ids and sentences of the invariants that a trace breaks. */
export function brokenInvariants(
  trace: Trace,
  choices: Choices = {},
  cast = castOf('choreography'),
): ReadonlyMap<string, string> {
  const keeper = new InvariantKeeper(scenarioOf(choices), cast);
  keeper.see(trace, 0);
  const broken = keeper.verdicts().filter((verdict) => verdict.state === 'broken');
  return new Map(broken.map((verdict) => [verdict.id, verdict.sentence]));
}
