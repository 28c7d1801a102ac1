/** A node of the stage at a moment, in a few facts: what stands on it, and what there is no room for. */
import type { TopologyNode } from '../../projections/index.ts';
import type { Moment } from '../run/moments.svelte.ts';

/** One fact. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What there is to say of a node now. */
export function factsOf(moment: Moment, node: TopologyNode): readonly Fact[] {
  if (node.kind === 'client') return clientFacts(moment);
  return node.kind === 'topic' ? topicFacts(moment, node.index) : serviceFacts(moment, node.index);
}

function clientFacts({ view }: Moment): Fact[] {
  const { outcomes } = view.figures();
  return [
    ...view.clients().map(({ state, count }) => ({ label: state, value: plural(count, 'client') })),
    { label: 'orders completed', value: String(outcomes.completed) },
  ];
}

function serviceFacts({ view, cast }: Moment, service: number): Fact[] {
  const { instances = [], group = -1 } = cast.services[service] ?? {};
  const { activity, relay } = view.service(service);
  const processes = instances.map((actor) => view.process(actor));
  const running = processes.filter(({ condition }) => condition !== 'dormant');
  const lag =
    group < 0 ? 0 : view.group(group).subscriptions.reduce((sum, { lag: own }) => sum + own, 0);
  return [
    ...(activity === '' ? [] : [{ label: 'flow', value: activity }]),
    ...running.map(({ condition, state, slowFactor }, index) => ({
      label: running.length > 1 ? `instance ${index + 1}` : 'process',
      value: [
        condition === 'up' ? state || 'idle' : condition,
        ...(slowFactor > 1 ? [`${slowFactor}× slow`] : []),
      ].join(', '),
    })),
    ...(group < 0 ? [] : [{ label: 'lag', value: plural(lag, 'record') }]),
    ...(relay === null
      ? []
      : [{ label: 'waits in the outbox', value: plural(relay.waiting, 'row') }]),
  ];
}

function topicFacts({ view, cast }: Moment, topic: number): Fact[] {
  const { firstPartition = 0 } = cast.topics[topic] ?? {};
  const { partitions } = view.topic(topic);
  return Array.from({ length: partitions }, (_, index) => {
    const { logStart, logEnd } = view.partition(firstPartition + index);
    return { label: `partition ${index}`, value: `offsets ${logStart} to ${logEnd}` };
  });
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
