/** The part of a scenario file on faults: when, where and what. */
import { legs, moments, points } from '../../trace/index.ts';
import type { Fault, FaultEffect, Target, When } from '../format.ts';
import { limits } from '../limits.ts';
import { choice, fixed } from '../shapes/choice.ts';
import { list } from '../shapes/list.ts';
import { flag, whole } from '../shapes/number.ts';
import { defaulted, object, optional, required } from '../shapes/object.ts';
import { id, messageName } from '../shapes/text.ts';
import { variant } from '../shapes/variant.ts';
import { durationMs, instantMs } from './quantities.ts';

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
  },
);

type EffectOf<Kind extends FaultEffect['kind']> = Extract<FaultEffect, { readonly kind: Kind }>;

const effect = variant<FaultEffect>({
  crash: object<EffectOf<'crash'>>(
    { title: 'Crash', sentence: 'The process stops at once; what it held in memory is gone.' },
    {
      kind: required(fixed('crash'), 'A crash.'),
      restartAfterMs: defaulted(durationMs, 2_000, 'After how long the process runs again.'),
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
