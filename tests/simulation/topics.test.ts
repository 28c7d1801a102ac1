/** Topics: which message goes where, and what follows for the order in which it is heard. */
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/simulation/index.ts';
import { builtIn, complaint, judge } from '../support/runs.ts';

const scenario = builtIn('order-fulfilment');
const [events, ...others] = scenario.broker.topics;
const split = {
  ...scenario,
  broker: {
    ...scenario.broker,
    topics: [
      ...(events === undefined ? [] : [events]),
      {
        id: 'payments',
        partitions: 2,
        carries: 'events' as const,
        messages: ['CardCharged', 'CardRefused', 'CardRefunded'],
        maxPartitions: 0,
        replicas: 1,
        tombstones: [],
        settings: {},
      },
      ...others,
    ],
  },
};

describe('a topic', () => {
  test('carries the messages that it names, and another one the rest', () => {
    const { cast } = compile(split, 'choreography');
    const carriedBy = (id: string) =>
      cast.types.filter((type) => cast.topics[type.topic]?.id === id).map((type) => type.name);
    expect(carriedBy('payments')).toEqual(['CardCharged', 'CardRefused', 'CardRefunded']);
    expect(carriedBy('orders.events')).toContain('OrderPlaced');
    expect(carriedBy('orders.events')).not.toContain('CardCharged');
  });

  test('is subscribed to only by those who hear something on it', () => {
    const { cast } = compile(split, 'choreography');
    const payments = cast.topics.find((topic) => topic.id === 'payments');
    const subscribers = cast.groups
      .filter((group) => group.partitions.includes(payments?.firstPartition ?? -1))
      .map((group) => group.id);
    expect(subscribers).toEqual(['order', 'inventory']);
  });

  test('of its own for payments breaks no promise', () => {
    for (const style of ['choreography', 'orchestration'] as const)
      expect(complaint(judge(split, style, 7), 7)).toBe('');
  });

  test('without a message in a style is not there', () => {
    expect(compile(split, 'orchestration').cast.topics.map((topic) => topic.id)).toEqual([
      'orders.commands',
      'orders.replies',
    ]);
  });
});
