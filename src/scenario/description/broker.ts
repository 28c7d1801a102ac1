/** The part of a scenario file on the broker, its topics and the network. */
import type { Broker, Network, Topic } from '../format.ts';
import { limits } from '../limits.ts';
import { choice, fixed } from '../shapes/choice.ts';
import { list } from '../shapes/list.ts';
import { whole } from '../shapes/number.ts';
import { defaulted, object, optional, required } from '../shapes/object.ts';
import { messageName, topicId } from '../shapes/text.ts';
import { chance, never, span } from './quantities.ts';
import { settings } from './settings.ts';

const topic = object<Topic>(
  { title: 'Topic', sentence: 'A topic of the broker and what it carries.' },
  {
    id: required(topicId, 'The name of the topic, for instance "orders.events".'),
    partitions: required(
      whole({ min: 1, max: limits.partitionsPerTopic }),
      'How many partitions it has.',
    ),
    carries: required(
      choice(['events', 'commands', 'replies']),
      'Which kind of messages it carries.',
    ),
    messages: optional(
      list(messageName, { min: 1, max: limits.steps * 5 }),
      'The messages that it carries; without it, all of its kind that no other topic names.',
    ),
    maxPartitions: defaulted(
      whole({ min: 0, max: limits.partitionsPerTopic }),
      0,
      'How many partitions it can be given while the run goes on; 0 means no more than it has.',
    ),
    replicas: defaulted(
      whole({ min: 1, max: limits.nodes }),
      1,
      'On how many nodes each partition is kept.',
    ),
    tombstones: defaulted(
      list(messageName, { min: 0, max: limits.steps * 5 }),
      [],
      'Messages that are written without a value: a tombstone for their key.',
    ),
    settings: defaulted(settings('topic'), {}, "The topic's own settings."),
  },
);

/** The broker: its profile, its settings and its topics. */
export const broker = object<Broker>(
  { title: 'Broker', sentence: 'The broker: its profile, its settings and its topics.' },
  {
    profile: required(fixed('kafka'), 'Whose rules the broker follows: "kafka".'),
    nodes: defaulted(whole({ min: 1, max: limits.nodes }), 1, 'How many brokers the cluster has.'),
    settings: defaulted(
      settings('broker'),
      {},
      "The settings that differ from the profile's defaults.",
    ),
    topics: required(list(topic, { min: 0, max: limits.topics }), 'The topics.'),
  },
);

/** The network between any process and the broker, and between caller and called. */
export const network = object<Network>(
  { title: 'Network', sentence: 'The network between any two processes.' },
  {
    latency: required(span, 'How long anything is on its way.'),
    loss: defaulted(chance, never, 'The chance that any one request, answer or call is lost.'),
  },
);
