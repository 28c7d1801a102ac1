/** The knobs of a scenario: the numbers that shape its run, each with its place in the file. */
import {
  readScenario,
  setPath,
  type Scenario,
  type SpanMs,
  type Step,
} from '../../scenario/index.ts';

/** A number of the scenario that a reader may turn. */
export interface Knob {
  /** Where it stands in the file, as assignments name it. */
  readonly path: string;
  readonly name: string;
  /** What it does, in one sentence. */
  readonly sentence: string;
  readonly unit: string;
  readonly value: number;
}

/** So many are shown before anything is searched for. */
export const shownKnobs = 5;

/** All knobs of a scenario; those that shape its run most come first. */
export function knobsOf(scenario: Scenario): readonly Knob[] {
  const { steps } = scenario.flow;
  const slowest = steps.toSorted((one, other) => other.work.maxMs - one.work.maxMs)[0];
  const all = [
    ...comingIn(scenario),
    ...scenario.broker.topics.map((topic) => partitionsOf(topic)),
    ...scenario.services.map((service) => instancesOf(service)),
    ...steps.flatMap((step) => stepKnobs(step)),
    ...scenario.readers.map(({ id, name, instances }) => ({
      path: `readers.${id}.instances`,
      name: `Instances of ${name}`,
      sentence: 'How many processes share the reading.',
      ...{ unit: '', value: instances },
    })),
    ...networkKnobs(scenario.network.latency),
  ];
  const [topic] = scenario.broker.topics;
  const first = [
    'workload.arrivals.everyMs',
    'workload.orders',
    ...(topic === undefined ? [] : [partitionsOf(topic).path]),
    ...(slowest === undefined
      ? []
      : [`services.${slowest.service}.instances`, `${stepPath(slowest)}.work.maxMs`]),
  ];
  const rank = ({ path }: Knob) => (first.includes(path) ? first.indexOf(path) : first.length);
  return all.toSorted((one, other) => rank(one) - rank(other));
}

/** The knobs that a search finds by name, purpose or place; without one, those that are shown at once. */
export function foundKnobs(knobs: readonly Knob[], search: string): readonly Knob[] {
  const words = search.trim().toLowerCase();
  if (words === '') return knobs.slice(0, shownKnobs);
  return knobs.filter(({ name, sentence, path }) =>
    `${name} ${sentence} ${path}`.toLowerCase().includes(words),
  );
}

/** The scenario's text with a knob turned, or a sentence on why it cannot stand there. */
export function turned(
  text: string,
  { path, name }: Knob,
  typed: string,
): { readonly text: string } | { readonly problem: string } {
  const value = typed.trim();
  if (!/^\d{1,12}$/.test(value))
    return { problem: `“${value}” is not a whole number. Type one, such as 10.` };
  const done = setPath(text, [`${path}=${value}`]);
  const read = done.kind === 'text' ? readScenario(done.text) : done;
  if (done.kind === 'text' && read.kind === 'scenario') return { text: done.text };
  const [first] = read.kind === 'problems' ? read.problems : [];
  const why = first === undefined ? '' : ` ${first.message} ${first.fix}`;
  return { problem: `${name} cannot be ${value} here.${why}` };
}

function comingIn({ workload }: Scenario): readonly Knob[] {
  const { orders, arrivals, stock } = workload;
  return [
    {
      path: 'workload.arrivals.everyMs',
      name: 'An order every',
      sentence: 'The gap between two orders; with random arrivals, its mean.',
      ...{ unit: 'ms', value: arrivals.everyMs },
    },
    {
      path: 'workload.orders',
      name: 'Orders',
      sentence: 'How many orders are placed.',
      ...{ unit: '', value: orders },
    },
    ...(stock === undefined
      ? []
      : [
          {
            path: 'workload.stock',
            name: 'Stock',
            sentence: 'How many units there are to reserve.',
            ...{ unit: '', value: stock },
          },
        ]),
  ];
}

function partitionsOf({ id, partitions }: Scenario['broker']['topics'][number]): Knob {
  return {
    path: `broker.topics[${JSON.stringify(id)}].partitions`,
    name: `Partitions of ${id}`,
    sentence: 'How many consumers of a group can share the topic; order holds within each.',
    ...{ unit: '', value: partitions },
  };
}

function instancesOf({ id, name, instances }: Scenario['services'][number]): Knob {
  return {
    path: `services.${id}.instances`,
    name: `Instances of ${name}`,
    sentence: 'How many processes of the service share its partitions.',
    ...{ unit: '', value: instances },
  };
}

function stepPath({ id }: Step): string {
  return `flow.steps.${id}`;
}

function stepKnobs(step: Step): readonly Knob[] {
  const { id, work, timeout } = step;
  const path = stepPath(step);
  const sentence = 'How long the work of the step takes, drawn anew each time.';
  return [
    ...spanKnobs(`${path}.work`, `Work of ${id}`, { span: work, sentence }),
    ...(timeout === undefined
      ? []
      : [
          {
            path: `${path}.timeout.afterMs`,
            name: `Patience for ${id}`,
            sentence: 'How long the owner of the flow waits for the step.',
            ...{ unit: 'ms', value: timeout.afterMs },
          },
          {
            path: `${path}.timeout.attempts`,
            name: `Asking for ${id}`,
            sentence: 'How often a saga asks for the step before it gives up.',
            ...{ unit: '', value: timeout.attempts },
          },
        ]),
  ];
}

function networkKnobs(span: SpanMs): readonly Knob[] {
  const sentence = 'How long a message is on its way over one leg of the network.';
  return spanKnobs('network.latency', 'Latency', { span, sentence });
}

function spanKnobs(
  path: string,
  name: string,
  { span, sentence }: { readonly span: SpanMs; readonly sentence: string },
): readonly Knob[] {
  return [
    { path: `${path}.maxMs`, name: `${name}, at most`, sentence, unit: 'ms', value: span.maxMs },
    { path: `${path}.minMs`, name: `${name}, at least`, sentence, unit: 'ms', value: span.minMs },
  ];
}
