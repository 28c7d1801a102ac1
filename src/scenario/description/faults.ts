/** The part of a scenario file on faults: when, where and what. */
import { legs, moments, points } from '../../trace/index.ts';
import type { Fault, FaultEffect, Target, When } from '../format.ts';
import { limits } from '../limits.ts';
import { choice, fixed } from '../shapes/choice.ts';
import { list } from '../shapes/list.ts';
import { flag, whole } from '../shapes/number.ts';
import { defaulted, object, optional, required } from '../shapes/object.ts';
import { id, messageName, topicId } from '../shapes/text.ts';
import { variant } from '../shapes/variant.ts';
import { durationMs, instantMs } from './quantities.ts';
import { settingName, settingValue } from './settings.ts';

const nth = whole({ min: 1, max: 1_000_000 });
const sides = points.flatMap((point) => moments.map((moment) => `${moment} ${point}` as const));

const when = object<When>(
  { title: 'When', sentence: 'Picks the moment: every field that is given must match.' },
  {
    atMs: optional(instantMs, 'At this virtual time. Not the same business instant in all styles.'),
    fromMs: optional(instantMs, 'Only from this virtual time on.'),
    order: optional(whole({ min: 1, max: limits.orders }), 'Only for this order, from 1.'),
    step: optional(id, 'Only for the step of this id.'),
    message: optional(messageName, 'Only for messages of this name.'),
    point: optional(choice(sides), 'At this point of a handler, a relay or a saga.'),
    attempt: optional(nth, 'Only at this delivery of the record to the service, from 1.'),
    nth: optional(nth, 'The nth match strikes, from 1, which is the default.'),
    every: optional(flag, 'Every match strikes, not just one.'),
  },
);

const target = object<Target>(
  { title: 'Target', sentence: 'Picks the place.' },
  {
    service: optional(id, 'The id of the service.'),
    instance: optional(whole({ min: 0, max: limits.instances - 1 }), 'Its instance, from 0.'),
    leg: optional(choice(legs), 'The leg of the network.'),
    node: optional(whole({ min: 0, max: limits.nodes - 1 }), 'A node of the cluster, from 0.'),
    topic: optional(topicId, 'The name of a topic.'),
    partition: optional(
      whole({ min: 0, max: limits.partitionsPerTopic - 1 }),
      'A partition of the topic, from 0; without a node, its leader is meant.',
    ),
  },
);

type EffectOf<Kind extends FaultEffect['kind']> = Extract<FaultEffect, { readonly kind: Kind }>;

const processEffects = {
  pause: object<EffectOf<'pause'>>(
    { title: 'Pause', sentence: 'A process stands still, its heartbeats too: a long collection.' },
    {
      kind: required(fixed('pause'), 'A pause.'),
      forMs: required(durationMs, 'For how long.'),
    },
  ),
  'cut-off': object<EffectOf<'cut-off'>>(
    {
      title: 'Cut off',
      sentence:
        'A process is alive and nobody can reach it: what it sends, and what is sent to it, is lost.',
    },
    {
      kind: required(fixed('cut-off'), 'A process that is cut off from the network.'),
      forMs: required(durationMs, 'For how long.'),
    },
  ),
  'block-poll': object<EffectOf<'block-poll'>>(
    { title: 'Blocked poll', sentence: 'A handler hangs while the heartbeats go on.' },
    {
      kind: required(fixed('block-poll'), 'A handler that hangs.'),
      forMs: required(durationMs, 'For how long.'),
    },
  ),
  rebalance: object<EffectOf<'rebalance'>>(
    { title: 'Rebalance', sentence: 'The coordinator makes all members of a group join anew.' },
    { kind: required(fixed('rebalance'), 'A forced rebalance.') },
  ),
  scale: object<EffectOf<'scale'>>(
    { title: 'Scale', sentence: 'Instances are started, or closed in an orderly way.' },
    {
      kind: required(fixed('scale'), 'Scaling out or in.'),
      instances: required(whole({ min: 0, max: limits.instances }), 'How many are to run.'),
    },
  ),
  attach: object<EffectOf<'attach'>>(
    { title: 'Attach', sentence: 'The group of a reader begins to read.' },
    { kind: required(fixed('attach'), 'A group that is attached to a running topic.') },
  ),
};

const clusterEffects = {
  'kill-node': object<EffectOf<'kill-node'>>(
    { title: 'Killed broker', sentence: 'A node of the cluster stops at once.' },
    {
      kind: required(fixed('kill-node'), 'A node that is killed.'),
      restartAfterMs: defaulted(durationMs, 20_000, 'After how long it runs again.'),
      disk: defaulted(choice(['kept', 'lost']), 'kept', 'Whether it comes back with its records.'),
    },
  ),
  'isolate-node': object<EffectOf<'isolate-node'>>(
    { title: 'Isolated broker', sentence: 'A node cannot reach the other nodes.' },
    {
      kind: required(fixed('isolate-node'), 'A node that is cut off.'),
      forMs: required(durationMs, 'For how long.'),
    },
  ),
  'add-partitions': object<EffectOf<'add-partitions'>>(
    { title: 'More partitions', sentence: 'A topic is given more partitions: keys move.' },
    {
      kind: required(fixed('add-partitions'), 'More partitions.'),
      count: required(
        whole({ min: 1, max: limits.partitionsPerTopic }),
        'How many it has from then on.',
      ),
    },
  ),
  set: object<EffectOf<'set'>>(
    { title: 'Setting', sentence: 'A setting is changed while the run goes on.' },
    {
      kind: required(fixed('set'), 'A changed setting.'),
      setting: required(settingName, 'Its real name, for instance "retention.ms".'),
      value: required(settingValue, 'Its new value.'),
    },
  ),
};

const effect = variant<FaultEffect>({
  crash: object<EffectOf<'crash'>>(
    { title: 'Crash', sentence: 'The process stops at once; what it held in memory is gone.' },
    {
      kind: required(fixed('crash'), 'A crash.'),
      restartAfterMs: defaulted(durationMs, 2_000, 'After how long the process runs again.'),
      connections: optional(
        fixed('open'),
        'Its host is lost with it: its connections stay open, and a share group waits for its locks to end. Left out, brokers see them close at once.',
      ),
    },
  ),
  slow: object<EffectOf<'slow'>>(
    { title: 'Slow', sentence: 'The process works more slowly for a while.' },
    {
      kind: required(fixed('slow'), 'A slow process.'),
      factor: required(whole({ min: 2, max: 1_000 }), 'How many times slower.'),
      forMs: required(durationMs, 'For how long.'),
    },
  ),
  lose: object<EffectOf<'lose'>>(
    { title: 'Lose', sentence: 'What is on the leg is lost.' },
    { kind: required(fixed('lose'), 'A loss.') },
  ),
  delay: object<EffectOf<'delay'>>(
    { title: 'Delay', sentence: 'What is on the leg arrives later.' },
    {
      kind: required(fixed('delay'), 'A delay.'),
      byMs: required(durationMs, 'How much later.'),
    },
  ),
  duplicate: object<EffectOf<'duplicate'>>(
    { title: 'Duplicate', sentence: 'A record is delivered twice to the service.' },
    { kind: required(fixed('duplicate'), 'A duplicate.') },
  ),
  poison: object<EffectOf<'poison'>>(
    { title: 'Poison', sentence: 'A record that the service can never handle.' },
    { kind: required(fixed('poison'), 'A poisoned record.') },
  ),
  spike: object<EffectOf<'spike'>>(
    { title: 'Spike', sentence: 'More orders come, on top of the workload.' },
    {
      kind: required(fixed('spike'), 'A spike.'),
      orders: required(whole({ min: 1, max: limits.orders }), 'How many more orders.'),
      everyMs: required(durationMs, 'The gap between two of them.'),
    },
  ),
  ...processEffects,
  ...clusterEffects,
});

/** A fault as data. */
export const fault = object<Fault>(
  { title: 'Fault', sentence: 'A fault as data: when, where and what.' },
  {
    when: defaulted(when, {}, 'When it strikes; empty means at the first occasion.'),
    target: defaulted(target, {}, 'Where it strikes; empty means anywhere.'),
    effect: required(effect, 'What happens.'),
  },
);

/** Faults, in a scenario or in a file of their own. */
export const faults = list(fault, { min: 0, max: limits.faults });
