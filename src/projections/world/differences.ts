/** What differs between the styles of one flow: the strip of figures beside each other, and who has to know whom. */
import type { Cast } from '../../trace/index.ts';
import type { Figures } from './figures.ts';
import type { WorldView } from './world-view.ts';

/** One line of the comparison, with a value for each world; null where there is none yet. */
export interface Difference {
  readonly id: string;
  readonly label: string;
  readonly unit: '' | 'ms';
  readonly values: readonly (number | null)[];
}

/** One service that has to know another. */
export interface Acquaintance {
  /** Index of the service whose code names the other's messages. */
  readonly knower: number;
  readonly known: number;
  /** Indexes of the message types by which it knows it. */
  readonly types: readonly number[];
}

interface Measure {
  readonly id: string;
  readonly label: string;
  readonly unit?: 'ms';
  readonly of: (figures: Figures, cast: Cast) => number | null;
}

const measures: readonly Measure[] = [
  { id: 'messages', label: 'Messages', of: (figures) => figures.messages },
  { id: 'deliveries', label: 'Deliveries', of: (figures) => figures.deliveries },
  { id: 'duplicates', label: 'Duplicates', of: (figures) => figures.duplicates },
  { id: 'compensations', label: 'Compensations run', of: (figures) => figures.undone },
  {
    id: 'p95',
    label: 'Latency, 95th percentile',
    unit: 'ms',
    of: ({ latencyMs }) => latencyMs.p95,
  },
  { id: 'stuck', label: 'Stuck', of: ({ outcomes }) => outcomes.stuck },
  { id: 'acquaintances', label: 'Who knows whom', of: (_, cast) => acquaintances(cast).length },
];

/** The figures of worlds beside each other, at their cursors. */
export function differences(...views: readonly WorldView[]): readonly Difference[] {
  const figures = views.map((view) => view.figures());
  const isOver = views.every((view) => view.over);
  return measures.map(({ id, label, unit, of }) => ({
    id,
    label: id === 'stuck' && !isOver ? 'Pending' : label,
    unit: unit ?? '',
    values: views.map((view, index) => {
      const own = figures[index];
      return own === undefined ? null : of(own, view.cast);
    }),
  }));
}

/**
 * Who has to know whom. Whoever hears a fact or a reply knows its sender; whoever sends a command or asks a question
 * knows whom it is addressed to. The pair counts once, however many messages it shares.
 */
export function acquaintances(cast: Cast): readonly Acquaintance[] {
  const found = new Map<string, { knower: number; known: number; types: number[] }>();
  cast.types.forEach((type, index) => {
    cast.services.forEach((service, hearer) => {
      const isOwn = type.sender < 0 || type.sender === hearer;
      if (isOwn || !service.hears.includes(index)) return;
      const addresses = type.kind === 'command' || type.kind === 'query';
      const [knower, known] = addresses ? [type.sender, hearer] : [hearer, type.sender];
      const key = `${knower} ${known}`;
      const pair = found.get(key) ?? { knower, known, types: [] };
      pair.types.push(index);
      found.set(key, pair);
    });
  });
  return [...found.values()].sort((a, b) => a.knower - b.knower || a.known - b.known);
}
