/** What the page reads from a run beyond its views: the time line and its marks, the chain of causes of a row, how switches stand. */
import { sentence } from '../../projections/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Moment } from './moments.svelte.ts';
import type { Run } from './run.svelte.ts';
import type { World } from './world.svelte.ts';

/** A mark on the time line. */
export interface Mark {
  readonly id: string;
  readonly kind: 'fault' | 'violation' | 'bookmark';
  readonly time: number;
}

/** One link of a chain of causes. */
export interface Reason {
  readonly style: Style;
  readonly row: number;
  readonly time: number;
  readonly sentence: string;
}

const longestChain = 6;

/** Where faults struck up to the moment, and where promises broke as far as is known. */
export function marksOf({ style, verdicts }: World, moment: Moment | undefined): readonly Mark[] {
  const struck = moment?.view.faults(40) ?? [];
  const broken = verdicts.filter(({ firstRow }) => firstRow >= 0);
  return [
    ...struck.map(({ row, time }): Mark => ({ id: `${style} fault ${row}`, kind: 'fault', time })),
    ...broken.map(({ id, firstAt }): Mark => ({
      id: `${style} ${id}`,
      kind: 'violation',
      time: firstAt,
    })),
  ];
}

/** A row in words, then what led to it, nearest first. */
export function reasonsOf({ style, trace, cast }: World, row: number): readonly Reason[] {
  const chain: Reason[] = [];
  for (let at = row; at >= 0 && chain.length < longestChain; at = trace.cause(at)) {
    chain.push({ style, row: at, time: trace.time(at), sentence: sentence(trace, cast, at) });
  }
  return chain;
}

/** Where the time line ends: at the end of the run, or until that is known where its orders are due to have come. */
export function timeLineEnd({ scenario, ended, last }: Run): number {
  const { workload } = scenario ?? {};
  const due = workload === undefined ? 0 : workload.orders * workload.arrivals.everyMs * 1000 * 1.2;
  return ended ? last : Math.max(due, last);
}

/** A switch of a service, at an instant. */
export interface SwitchAt {
  readonly service: string;
  readonly name: 'inbox' | 'outbox';
  readonly at: number;
}

/** The state of a switch: as in the scenario, until it was flipped. */
export function isSwitchedOn({ scenario, actions }: Run, { service, name, at }: SwitchAt): boolean {
  const flip = actions.findLast(
    (action) =>
      action.kind === 'switch' &&
      action.service === service &&
      action.name === name &&
      action.atMicros <= at,
  );
  if (flip?.kind === 'switch') return flip.on;
  return scenario?.services.find(({ id }) => id === service)?.[name] ?? false;
}
