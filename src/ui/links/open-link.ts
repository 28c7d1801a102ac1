/** Opens a link: reads it, offers it where somebody must agree, runs it to its moment, and compares what came of it. */
import {
  decodeLink,
  platformDeflate,
  readFaults,
  readScenario,
  type Link,
  type LinkedAction,
  type Problem,
  type Scenario,
} from '../../scenario/index.ts';
import { entryOf } from '../run/catalogue.ts';
import type { Wanted } from '../run/asking.svelte.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { ownFile } from '../run/opening.ts';
import { comparison, outcomeOf } from './comparison.ts';
import type { LinkView } from './links.svelte.ts';
import { isHeavy, offerOf, workOn, type Plan } from './offer.ts';

const askAgain = 'Ask whoever sent it for a new link.';

/** Opens what a fragment says. What must be said about it instead, if anything: then nothing has changed. */
export async function openLink(
  lab: Lab,
  fragment: string,
  isWanted: Wanted,
): Promise<LinkView | undefined> {
  const read = await decodeLink(fragment, platformDeflate(globalThis));
  if (read.kind === 'problems') return refused(...told(read.problems, 'The link'));
  const { link } = read;
  const text = await textOf(link);
  if (text === undefined)
    return refused(
      `The link names a built-in scenario that is not here: ${slugOf(link)}.`,
      'Reload this page, or update Baton.',
    );
  const scenario = readScenario(text);
  if (scenario.kind === 'problems')
    return refused(...told(scenario.problems, 'The scenario of the link'));
  const wrong = wrongDeed(link.actions, scenario.scenario);
  if (wrong !== undefined) return wrong;
  const plan = planOf(link, text);
  const isForeign = link.scenario.kind === 'text';
  // What was done a moment ago is work too, though the simulation may not have answered yet.
  await lab.travel.branching.settled();
  if (isForeign || workOn(lab) !== '' || isHeavy(link.actions))
    return { kind: 'offered', offer: offerOf(plan, scenario.scenario) };
  return carryOut(lab, plan, isWanted);
}

/** Runs a plan to its moment. What came out differently, if anything did. */
export async function carryOut(
  lab: Lab,
  plan: Plan,
  isWanted: Wanted,
): Promise<LinkView | undefined> {
  const { opening, selection, engine, runs } = plan;
  if (!(await lab.aside.during(() => lab.open(opening, isWanted)))) return undefined;
  if (selection !== undefined) lab.select(selection);
  const here = await outcomeOf(lab, opening.at ?? 0);
  if (lab.run.failure !== '' || !isWanted()) return undefined;
  if (runs.every(({ style }) => here.every((run) => run.style !== style))) {
    lab.notices.tell('The link is open. It does not say what came of the run.');
    return undefined;
  }
  const different = comparison({ engine, runs }, { engine: lab.run.engine, runs: here });
  if (different !== undefined) return { kind: 'differs', comparison: different };
  lab.notices.tell(
    'Reproduced: run again from its inputs, it has the same fingerprint as when the link was made.',
  );
  return undefined;
}

function refused(message: string, fix: string): LinkView {
  return { kind: 'refused', title: 'This link cannot be opened', message, fix };
}

/** Many problems in one sentence: the first, and how many more there are. */
function told(problems: readonly Problem[], what: string): [string, string] {
  const [first] = problems;
  if (first === undefined) return [`${what} is not in order.`, askAgain];
  // What is wrong with a link as a whole says so itself.
  if (first.code === 'link-too-long' || first.code === 'link-too-large')
    return [first.message, 'Ask whoever sent it for the scenario as a file.'];
  if (first.code.startsWith('link-')) return [first.message, first.fix];
  const more = problems.length - 1;
  const others = more === 0 ? '' : `, and ${more} more problem${more === 1 ? '' : 's'}`;
  const place = first.path === '' ? '' : ` at ${first.path}`;
  return [`${what} is not in order${place}${others}: ${first.message}`, askAgain];
}

async function textOf({ scenario }: Link): Promise<string | undefined> {
  return scenario.kind === 'text' ? scenario.text : entryOf(scenario.slug)?.read();
}

function slugOf({ scenario }: Link): string {
  return scenario.kind === 'slug' ? scenario.slug : '';
}

/** What a link does must be possible in its scenario: it is checked before anything of it is opened. */
export function wrongDeed(
  actions: readonly LinkedAction[],
  scenario: Scenario,
): LinkView | undefined {
  const strange = actions.find(
    (action) =>
      action.kind === 'switch' && scenario.services.every(({ id }) => id !== action.service),
  );
  if (strange?.kind === 'switch')
    return refused(
      `The link flips a switch of the service ${strange.service}, which its scenario does not have.`,
      askAgain,
    );
  for (const action of actions) {
    if (action.kind !== 'inject') continue;
    // One by one: a run may take more live faults than a file may hold.
    const read = readFaults(JSON.stringify(action.fault), scenario);
    if (read.kind === 'problems')
      return refused(...told(read.problems, 'What the link does to the run'));
  }
  return undefined;
}

function planOf(link: Link, text: string): Plan {
  const { scenario, seed, styles, repaired, actions, atMicros, selection, engine, runs } = link;
  return {
    opening: {
      text,
      slug: scenario.kind === 'slug' ? scenario.slug : ownFile,
      ...(seed === undefined ? {} : { seed }),
      shown: styles,
      repaired,
      // An action in the past of another one would drop it.
      actions: actions.toSorted((one, other) => one.atMicros - other.atMicros),
      at: atMicros ?? 0,
    },
    selection,
    engine,
    runs,
  };
}
