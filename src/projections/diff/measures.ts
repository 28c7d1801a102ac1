/** What is compared between the styles of one flow: each measure with its name, what it counts in plain words, and whether less or more is better. */
import type { Cast } from '../../trace/index.ts';
import { acquaintances } from './acquaintances.ts';
import type { Figures } from '../world/figures.ts';
import type { Counted, Reckoning, Spread } from './reckoner.ts';

/** One world as it is measured. */
export interface Measured {
  readonly figures: Figures;
  readonly reckoning: Reckoning;
  readonly cast: Cast;
}

/** The groups of measures, in their order. */
export const measureGroups = ['Orders', 'Time', 'Messages', 'Trouble', 'Coupling'] as const;

/** One thing that is compared. */
export interface Measure {
  readonly id: string;
  readonly group: (typeof measureGroups)[number];
  readonly label: string;
  /** What is counted, in a sentence. */
  readonly hint: string;
  readonly unit: '' | 'ms';
  /** Which is the better of two; nothing where neither is. */
  readonly better: 'less' | 'more' | '';
  readonly of: (measured: Measured) => number | null;
  /** The row to look at first, -1 for none. */
  readonly row: (measured: Measured) => number;
}

type Better = Measure['better'];
type Words = readonly [label: string, hint: string];

function counted(
  group: Measure['group'],
  [label, hint]: Words,
  better: Better,
  of: (figures: Figures) => number,
  first?: Counted,
): Measure {
  return {
    ...{ id: label, group, label, hint, unit: '', better },
    of: ({ figures }) => of(figures),
    row: ({ reckoning }) => (first === undefined ? -1 : reckoning.first(first)),
  };
}

/** Three lines of numbers that spread: the middle, all but the worst twentieth, and the worst, which leads to its row. */
function spread(
  group: Measure['group'],
  { id, hint, unit, parts }: Pick<Measure, 'id' | 'hint' | 'unit'> & { parts: SpreadPart[] },
  of: (reckoning: Reckoning) => Spread,
): readonly Measure[] {
  return parts.map((part) => ({
    ...{ id: `${id}, ${partNames[part]}`, label: `${id}, ${partNames[part]}`, group, unit },
    ...{ hint: `${hint} ${partHints[part]}`, better: 'less' as const },
    of: ({ reckoning }) => of(reckoning)[part],
    row: ({ reckoning }) => (part === 'max' ? of(reckoning).maxRow : -1),
  }));
}

type SpreadPart = 'median' | 'p95' | 'max';
const partNames: Readonly<Record<SpreadPart, string>> = {
  median: 'median',
  p95: 'p95',
  max: 'longest',
};
const partHints: Readonly<Record<SpreadPart, string>> = {
  median: 'Half of them need no more.',
  p95: 'Nineteen of twenty need no more.',
  max: 'The one that needs most; the figure leads there.',
};

/** All that is compared, in the order in which it is shown. */
export const measures: readonly Measure[] = [
  counted('Orders', ['orders started', 'Orders that a client placed.'], '', started, 'started'),
  counted(
    'Orders',
    ['completed', 'Orders whose owner stored that all steps are done.'],
    'more',
    ({ outcomes }) => outcomes.completed,
    'completed',
  ),
  counted(
    'Orders',
    ['compensated', 'Orders that were given up, with what was done taken back.'],
    '',
    ({ outcomes }) => outcomes.compensated,
    'compensated',
  ),
  counted(
    'Orders',
    ['failed', 'Orders refused before any effect, or given up by a client that nobody had heard.'],
    'less',
    ({ outcomes }) => outcomes.failed,
    'failed',
  ),
  counted(
    'Orders',
    ['pending or stuck', 'Orders that have not ended: pending until the run is over, stuck then.'],
    'less',
    ({ outcomes }) => outcomes.stuck,
  ),
  ...spread(
    'Time',
    {
      id: 'time to done',
      hint: 'From placing an order to its stored end.',
      unit: 'ms',
      parts: ['median', 'p95', 'max'],
    },
    ({ doneMs }) => doneMs,
  ),
  ...spread(
    'Time',
    {
      id: 'hops per order',
      hint: 'How often an order goes from one process to another until it is done: messages and calls handed over for the first time, and answers to calls.',
      unit: '',
      parts: ['median', 'max'],
    },
    ({ hops }) => hops,
  ),
  counted(
    'Messages',
    ['messages', 'Messages made, calls included.'],
    'less',
    (figures) => figures.messages,
    'messages',
  ),
  counted(
    'Messages',
    ['deliveries', 'Records and calls handed to a service.'],
    'less',
    (figures) => figures.deliveries,
    'deliveries',
  ),
  counted(
    'Messages',
    ['redeliveries', 'Records handed to a group that had been given this very record before.'],
    'less',
    (figures) => figures.redelivered,
    'redelivered',
  ),
  counted(
    'Messages',
    ['duplicates', 'Messages handed to a service that had been given them before.'],
    'less',
    (figures) => figures.duplicates,
    'duplicates',
  ),
  counted(
    'Messages',
    ['suppressed by an inbox', 'Duplicates that an inbox recognised, so that nothing was done.'],
    '',
    (figures) => figures.suppressed,
    'suppressed',
  ),
  counted(
    'Messages',
    ['lag now', 'Records that stand in the logs and no group has committed.'],
    'less',
    ({ lag }) => lag.end,
  ),
  counted(
    'Messages',
    ['highest lag', 'The most that the lag of all groups together has been.'],
    'less',
    ({ lag }) => lag.max,
  ),
  counted(
    'Trouble',
    ['effects done twice', 'Effects done while the same one was in force for this order already.'],
    'less',
    (figures) => figures.effectsTwice,
    'effectsTwice',
  ),
  counted(
    'Trouble',
    ['effects taken back', 'Compensations that ran.'],
    '',
    (figures) => figures.undone,
    'undone',
  ),
  counted(
    'Trouble',
    ['dead letters', 'Records that a consumer gave up and set aside.'],
    'less',
    (figures) => figures.deadLetters,
    'deadLetters',
  ),
  {
    id: 'failures',
    group: 'Trouble',
    label: 'failures',
    hint: 'A process crashes, stands still or hangs, a broker is cut off, or something is lost on the network.',
    ...{ unit: '', better: '' },
    of: ({ reckoning }) => reckoning.failures,
    row: ({ reckoning }) => reckoning.first('failures'),
  },
  {
    id: 'failures noticed',
    group: 'Trouble',
    label: 'failures noticed',
    hint: 'Failures after which something came that only comes because of them: a timeout, a deadline, an expulsion, a new leader, a second try, a repetition that is recognised; of the same order or service.',
    ...{ unit: '', better: '' },
    of: ({ reckoning }) => reckoning.noticed,
    row: () => -1,
  },
  ...spread(
    'Trouble',
    {
      id: 'time to notice a failure',
      hint: 'From a failure to the first row that notices it.',
      unit: 'ms',
      parts: ['median', 'max'],
    },
    ({ noticeMs }) => noticeMs,
  ),
  {
    id: 'services that know another',
    group: 'Coupling',
    label: 'services that know another',
    hint: 'Pairs of services of which one must name a message of the other: who hears a fact or a reply knows its sender, who sends a command or asks knows whom.',
    ...{ unit: '', better: 'less' },
    of: ({ cast }) => acquaintances(cast).length,
    row: () => -1,
  },
];

function started({ outcomes }: Figures): number {
  return outcomes.started;
}
