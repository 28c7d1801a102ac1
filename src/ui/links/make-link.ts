/** Makes a link to the moment on view: all inputs of the run, and what came of them. */
import {
  encodeLink,
  platformDeflate,
  type Link,
  type LinkedAction,
  type LinkedSelection,
} from '../../scenario/index.ts';
import { clock } from '../../projections/index.ts';
import type { Action } from '../../worker/index.ts';
import { entryOf } from '../run/catalogue.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { copyText } from '../shell/copy.ts';
import { outcomeOf } from './comparison.ts';
import type { LinkView } from './links.svelte.ts';

/** A link to the present moment, copied where the browser lets us; or why there is none. */
export async function makeLink(lab: Lab): Promise<LinkView> {
  const { run } = lab;
  const link = await linkTo(lab);
  if (run.failure !== '')
    return refused(
      'The simulation has stopped, so nobody can say what came of this run.',
      'Restart it, and share the moment then.',
    );
  const made = await encodeLink(link, platformDeflate(globalThis));
  if (made.kind === 'problems') {
    const [problem] = made.problems;
    return refused(
      problem?.message ?? '',
      problem?.code === 'link-too-long' || problem?.code === 'link-too-large'
        ? `Send the scenario as a file, with seed ${run.seed} and the moment ${clock(link.atMicros ?? 0)}.`
        : (problem?.fix ?? ''),
    );
  }
  const address = new URL(`#${made.fragment}`, location.href).href;
  return {
    kind: 'made',
    address,
    letters: made.fragment.length,
    copied: await copyText(address),
    holds: contentsOf(link, lab),
  };
}

/** The address of the present moment, if it fits into one. */
export async function addressOfMoment(lab: Lab): Promise<string | undefined> {
  const link = await linkTo(lab);
  if (lab.run.failure !== '') return undefined;
  const made = await encodeLink(link, platformDeflate(globalThis));
  return made.kind === 'problems' ? undefined : `#${made.fragment}`;
}

function refused(message: string, fix: string): LinkView {
  return { kind: 'refused', title: 'There is no link to this moment', message, fix };
}

/** What a link to the present moment says. */
export async function linkTo(lab: Lab): Promise<Link> {
  const { run, player } = lab;
  // Rows happen at whole microseconds, so nothing lies between.
  const at = Math.floor(player.cursor);
  const selection = selected(lab);
  const said = {
    seed: run.seed,
    styles: lab.shown,
    repaired: lab.mending.isDone,
    actions: run.actions.map(written),
    atMicros: at,
    ...(selection === undefined ? {} : { selection }),
    engine: run.engine,
  };
  const text = lab.mending.text;
  const runs = await outcomeOf(lab, at);
  const isBuiltIn = (await entryOf(lab.slug)?.read()) === text;
  const scenario = isBuiltIn
    ? ({ kind: 'slug', slug: lab.slug } as const)
    : ({ kind: 'text', text } as const);
  return { ...said, scenario, runs };
}

/** A fault of the file format knows whole milliseconds; the action's own instant holds the rest, and is put back when it is done again. */
export function written(action: Action): LinkedAction {
  if (action.kind !== 'inject') return action;
  const { when } = action.fault;
  return {
    ...action,
    fault: {
      ...action.fault,
      when: {
        ...when,
        ...(when.atMs === undefined ? {} : { atMs: Math.floor(when.atMs) }),
        ...(when.fromMs === undefined ? {} : { fromMs: Math.floor(when.fromMs) }),
      },
    },
  };
}

function selected({ selection: { picked, order } }: Lab): LinkedSelection | undefined {
  if (picked !== undefined) return { kind: 'row', style: picked.style, row: picked.row };
  return order > 1 ? { kind: 'order', order } : undefined;
}

function contentsOf(link: Link, lab: Lab): readonly string[] {
  const title = lab.run.scenario?.title ?? '';
  const count = link.actions.length;
  return [
    link.scenario.kind === 'slug'
      ? `the scenario ${title}, by its name`
      : `the whole scenario ${title}`,
    `seed ${link.seed ?? 0}${link.repaired ? ', repaired' : ''}`,
    count === 0 ? 'nothing done to the run' : `${count} ${count === 1 ? 'thing' : 'things'} done`,
    `the moment ${clock(link.atMicros ?? 0)}`,
    'what came of it, so that it can be checked',
  ];
}
