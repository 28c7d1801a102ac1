/** A branch in one sentence: where it left which other branch, and what was done on it since. */
import { clock } from '../../projections/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import { sharedActions, type Action, type Branch } from '../../worker/index.ts';
import { sayFault } from '../faults/say.ts';

/** What makes this branch different from its parent. */
export function sayBranch(
  { parent, forkedAt, inputs }: Branch,
  all: readonly Branch[],
  scenario: Scenario | undefined,
): string {
  const from = all.find(({ id }) => id === parent);
  const start = from === undefined ? '' : `Leaves “${from.name}” at ${clock(forkedAt)}.`;
  const known = from?.inputs;
  const isRepair = known !== undefined && known.text !== inputs.text;
  // What both did is no difference between them.
  const done = inputs.actions.slice(sharedActions(known?.actions ?? [], inputs.actions));
  const [first] = done;
  const deeds =
    first === undefined || scenario === undefined
      ? `Nothing ${inputs.actions.length > 0 ? 'more ' : ''}was done to it.`
      : sayAction(first, scenario) + (done.length > 1 ? ` And ${done.length - 1} more.` : '');
  return [start, isRepair ? 'Its scenario is set otherwise.' : '', deeds]
    .filter((part) => part !== '')
    .join(' ');
}

function sayAction(action: Action, scenario: Scenario): string {
  if (action.kind === 'inject') return sayFault(action.fault, scenario);
  const { service, name, on, atMicros } = action;
  const of = scenario.services.find(({ id }) => id === service)?.name ?? service;
  return `The ${name} of ${of} is ${on ? 'on' : 'off'} from ${clock(atMicros)} on.`;
}
