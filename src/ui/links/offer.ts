/** What a link would open, in words, before anything of it runs. */
import { clock } from '../../projections/index.ts';
import type { LinkedAction, LinkedRun, LinkedSelection, Scenario } from '../../scenario/index.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { ownFile, type Opening } from '../run/opening.ts';
import { workIn } from '../run/work.ts';

/** All that is needed to carry a link out. */
export interface Plan {
  readonly opening: Opening;
  readonly selection: LinkedSelection | undefined;
  readonly engine: string;
  readonly runs: readonly LinkedRun[];
}

/** A link that waits for a word. */
export interface Offer {
  readonly plan: Plan;
  readonly title: string;
  readonly summary: string;
  /** Whether the scenario itself came with the link. */
  readonly isForeign: boolean;
  readonly contents: readonly string[];
}

/** The offer of a link whose scenario was read and found in order. */
export function offerOf(plan: Plan, scenario: Scenario): Offer {
  const { opening } = plan;
  const isForeign = opening.slug === ownFile;
  const done = opening.actions?.length ?? 0;
  const more = spikesIn(opening.actions ?? []);
  const kilobytes = Math.ceil(new TextEncoder().encode(opening.text).length / 1024);
  return {
    plan,
    title: scenario.title,
    summary: scenario.summary,
    isForeign,
    contents: [
      [
        count(scenario.services.length, 'service'),
        count(scenario.broker.topics.length, 'topic'),
        count(scenario.flow.steps.length, 'step'),
        count(scenario.workload.orders, 'order'),
        count(scenario.faults.length, 'fault'),
      ].join(', '),
      ...(isForeign ? [`${kilobytes} kB of text`] : []),
      `seed ${opening.seed ?? scenario.seed}`,
      done === 0 ? 'nothing done to the run' : `${count(done, 'thing')} done during the run`,
      ...(more === 0 ? [] : [`${count(more, 'order')} more, by spikes`]),
      `opens paused at ${clock(opening.at ?? 0)}`,
    ],
  };
}

/** More than a hand does, or than is simulated at once: what a link may not begin without a word. */
const mostDeeds = 50;
const mostMore = 2000;

/** Whether a link asks for so much that opening it would keep the page busy for long. */
export function isHeavy(actions: readonly LinkedAction[]): boolean {
  return actions.length > mostDeeds || spikesIn(actions) > mostMore;
}

/** How many orders the spikes among these deeds bring. */
function spikesIn(actions: readonly LinkedAction[]): number {
  return actions.reduce((orders, action) => {
    if (action.kind !== 'inject') return orders;
    const { effect } = action.fault;
    return orders + (effect.kind === 'spike' ? effect.orders : 0);
  }, 0);
}

/** What would be lost if something else were opened; empty when there is nothing to lose. */
export function workOn(lab: Lab): string {
  const { run, slug } = lab;
  const work = workIn(lab);
  const acts = work === '' ? '' : `what you did to it (${work})`;
  if (slug === ownFile) return `${run.scenario?.title ?? 'your scenario'}${acts && ` and ${acts}`}`;
  return acts === '' ? '' : `the open run and ${acts}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
