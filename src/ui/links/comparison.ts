/** What came of a run up to a moment, as a link tells it; and where two such tellings differ. */
import { linkLimits, type LinkedRun } from '../../scenario/index.ts';
import type { Style } from '../../trace/index.ts';
import { countsOf } from '../figures/figure-rows.ts';
import type { Lab } from '../run/lab.svelte.ts';

/** One figure of one style that came out differently. */
export interface DifferentFigure {
  readonly style: Style;
  readonly name: string;
  readonly said: string;
  readonly here: string;
}

/** A run as a link describes it, beside the run that came out here. */
export interface Comparison {
  readonly saidEngine: string;
  readonly engine: string;
  readonly runs: readonly {
    readonly style: Style;
    readonly said: string;
    readonly here: string;
  }[];
  /** None when only the order of events differs. */
  readonly figures: readonly DifferentFigure[];
}

/** What came of the open run up to an instant at which the playhead stands. */
export async function outcomeOf(lab: Lab, at: number): Promise<LinkedRun[]> {
  // Read before anything is awaited: the moments belong to the playhead.
  const told = lab.moments.all.map((moment) => ({
    style: moment.style,
    figures: countsOf(moment)
      .filter(({ value }) => value !== 0)
      .slice(0, linkLimits.figures),
    broken: moment.world.verdicts
      .filter(({ state, firstAt }) => state === 'broken' && firstAt <= at)
      .map(({ id }) => id),
  }));
  const prints = await lab.run.fingerprints(at);
  return told.flatMap((run) => {
    const hash = prints.find(({ style }) => style === run.style)?.hash;
    return hash === undefined ? [] : [{ ...run, untilMicros: at, hash }];
  });
}

/** Where two tellings differ; undefined when the fingerprints are the same in every style that both tell of. */
export function comparison(
  said: { readonly engine: string; readonly runs: readonly LinkedRun[] },
  here: { readonly engine: string; readonly runs: readonly LinkedRun[] },
): Comparison | undefined {
  const pairs = said.runs.flatMap((run) => {
    const own = here.runs.find(({ style }) => style === run.style);
    return own === undefined ? [] : [{ run, own }];
  });
  if (pairs.every(({ run, own }) => run.hash === own.hash)) return undefined;
  return {
    saidEngine: said.engine,
    engine: here.engine,
    runs: pairs.map(({ run, own }) => ({ style: run.style, said: run.hash, here: own.hash })),
    figures: pairs.flatMap(({ run, own }) => differentFigures(run, own)),
  };
}

function differentFigures(said: LinkedRun, here: LinkedRun): DifferentFigure[] {
  const valueIn = ({ figures }: LinkedRun, name: string) =>
    figures.find((figure) => figure.name === name)?.value ?? 0;
  const names = new Set([...said.figures, ...here.figures].map(({ name }) => name));
  const counts = [...names].map((name) => ({
    name,
    said: String(valueIn(said, name)),
    here: String(valueIn(here, name)),
  }));
  const promises = {
    name: 'promises broken',
    said: said.broken.join(', ') || 'none',
    here: here.broken.join(', ') || 'none',
  };
  return [...counts, promises]
    .filter((figure) => figure.said !== figure.here)
    .map((figure) => ({ style: said.style, ...figure }));
}
