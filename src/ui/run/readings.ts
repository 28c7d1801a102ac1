/** What the page reads from a world beyond its view: the marks of the time line, and the chain of causes of a row. */
import { sentence } from '../../projections/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Moment } from './moments.svelte.ts';
import type { World } from './world.svelte.ts';

/** A mark on the time line. */
export interface Mark {
  readonly id: string;
  readonly kind: 'fault' | 'violation';
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
