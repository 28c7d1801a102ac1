/** A node of the stage at a moment, in a few facts: what stands on it, and what there is no room for. */
import {
  spanText,
  type GroupView,
  type ProducerView,
  type TopologyNode,
} from '../../projections/index.ts';
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
  const { instances = [], group = -1, relay: relayActor = -1 } = cast.services[service] ?? {};
  const { activity, relay } = view.service(service);
  const processes = instances.map((actor) => view.process(actor));
  const running = processes.filter(({ condition }) => condition !== 'dormant');
  return [
    ...(activity === '' ? [] : [{ label: 'flow', value: activity }]),
    ...running.map(({ condition, state, slowFactor }, index) => ({
      label: running.length > 1 ? `instance ${index + 1}` : 'process',
      value: [
        condition === 'up' ? state || 'idle' : condition,
        ...(slowFactor > 1 ? [`${slowFactor}× slow`] : []),
      ].join(', '),
    })),
    ...(group < 0 ? [] : groupFacts(view.group(group))),
    ...(relay === null
      ? []
      : [{ label: 'waits in the outbox', value: plural(relay.waiting, 'row') }]),
    ...producerFacts([...instances, relayActor].map((actor) => view.producer(actor))),
  ];
}

function groupFacts({ phase, generation, lag, lagMicros, memberList }: GroupView): Fact[] {
  const held = memberList.reduce((sum, { holds }) => sum + holds, 0);
  const age = lagMicros > 0 ? `, oldest for ${spanText(lagMicros)}` : '';
  return [
    { label: 'group', value: generation < 0 ? phase : `${phase}, generation ${generation}` },
    { label: 'lag', value: `${plural(lag, 'record')}${age}` },
    ...(held > 0 ? [{ label: 'holds under lock', value: plural(held, 'record') }] : []),
  ];
}

/** Of a producer only what is out of the ordinary. */
function producerFacts(producers: readonly ProducerView[]): Fact[] {
  const sum = (of: (each: ProducerView) => number) =>
    producers.reduce((all, each) => all + Math.max(0, of(each)), 0);
  const told: readonly (readonly [label: string, count: number, noun: string])[] = [
    ['not acknowledged yet', sum(({ inFlight }) => inFlight), 'record'],
    ['buffer is full, waiting', sum(({ blockedBytes }) => blockedBytes), 'byte'],
    ['given up', sum(({ expired }) => expired), 'record'],
    ['fenced', sum(({ isFenced }) => Number(isFenced)), 'producer'],
    ['open', sum(({ transaction }) => Number(transaction >= 0)), 'transaction'],
  ];
  return told.flatMap(([label, count, noun]) =>
    count > 0 ? [{ label, value: plural(count, noun) }] : [],
  );
}

function topicFacts({ view, cast }: Moment, topic: number): Fact[] {
  const { firstPartition = 0 } = cast.topics[topic] ?? {};
  const { partitions } = view.topic(topic);
  return Array.from({ length: partitions }, (_, index) => {
    const { logStart, logEnd } = view.partition(firstPartition + index);
    const lag = cast.groups.reduce((sum, _, group) => {
      const own = view.group(group).subscriptions;
      return sum + (own.find((each) => each.partition === firstPartition + index)?.lag ?? 0);
    }, 0);
    const behind = lag > 0 ? `, lag ${lag}` : '';
    return { label: `partition ${index}`, value: `offsets ${logStart} to ${logEnd}${behind}` };
  });
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
