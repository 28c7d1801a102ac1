/** The figures of a run by the names that lessons use. */
import { acquaintances, recount } from '../../projections/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { Told } from './told-run.ts';

type Counted = ReturnType<typeof recount>;

/** Every figure that a lesson may ask for, with its words and how it is taken. */
export const figures = {
  started: ['Orders placed', (figures: Counted) => figures.outcomes.started],
  completed: ['Orders completed', (figures: Counted) => figures.outcomes.completed],
  compensated: ['Orders compensated', (figures: Counted) => figures.outcomes.compensated],
  failed: ['Orders failed', (figures: Counted) => figures.outcomes.failed],
  stuck: ['Orders stuck', (figures: Counted) => figures.outcomes.stuck],
  messages: ['Messages made', (figures: Counted) => figures.messages],
  deliveries: ['Deliveries', (figures: Counted) => figures.deliveries],
  duplicates: ['Delivered again', (figures: Counted) => figures.duplicates],
  suppressed: ['Repetitions recognised', (figures: Counted) => figures.suppressed],
  effects: ['Effects put in force', (figures: Counted) => figures.effects],
  effectsTwice: ['Effects in force twice', (figures: Counted) => figures.effectsTwice],
  undone: ['Compensations run', (figures: Counted) => figures.undone],
  deadLetters: ['Dead letters', (figures: Counted) => figures.deadLetters],
  mostLag: ['Most lag', (figures: Counted) => figures.lag.max],
  p50: ['Half of the orders take at most, in ms', (figures: Counted) => figures.latencyMs.p50],
  p95: ['95 of 100 orders take at most, in ms', (figures: Counted) => figures.latencyMs.p95],
  acquaintances: ['Who knows whom', (_: Counted, cast: Cast) => acquaintances(cast).length],
} as const;

/** The name of a figure. */
export type FigureName = keyof typeof figures;

/** All names. */
export const figureNames = Object.keys(figures) as readonly FigureName[];

/** What a figure is, for people. */
export function figureWords(name: FigureName): string {
  return figures[name][0];
}

/** One figure of a whole run, null while there is nothing to count. */
export function figureOf({ trace, cast }: Told, name: FigureName): number | null {
  return figures[name][1](recount(trace, cast), cast);
}
