/** What a fault would do if it were injected: the very sentence that tells it afterwards, and whether it can strike at all. */
import type { Fault, Scenario } from '../../scenario/index.ts';
import type { Cast, CastService, Leg, Style } from '../../trace/index.ts';
import { resolveFault } from '../../worker/index.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { sayFault } from './say.ts';

/** The sentences on a fault at an instant: absent, now. */
export function previewOf({ run, player }: Lab, fault: Fault, atMicros?: number): string {
  const { scenario, worlds } = run;
  if (scenario === undefined) return '';
  // While it plays the instant of the injection is not known yet: then it is told as it is aimed.
  const told =
    player.playing && atMicros === undefined
      ? fault
      : resolveFault(fault, Math.round(atMicros ?? player.cursor), {
          worlds,
          orders: scenario.workload.orders,
        });
  const warning = missSentence(fault, scenario, worlds);
  return warning === '' ? sayFault(told, scenario) : `${sayFault(told, scenario)} ${warning}`;
}

/** Points that only a relay passes. */
const ofRelays = /^(before|after) (read|send|mark)$/;

/** Where a fault waits in vain for what it is aimed at; empty where every style has that. */
export function missSentence(
  { when, target, effect }: Fault,
  { services, readers }: Scenario,
  worlds: readonly { readonly style: Style; readonly cast: Cast }[],
): string {
  const named = [...services, ...readers].find(({ id }) => id === target.service);
  if (named === undefined) return '';
  const missing = worlds.filter(({ cast }) => {
    const service = cast.services.find(({ id }) => id === target.service);
    if (service === undefined) return true;
    if (target.leg !== undefined) return !usesLeg(cast, service, target.leg);
    if (effect.kind === 'duplicate') return service.group < 0;
    return effect.kind === 'crash' && ofRelays.test(when.point ?? '') && service.relay < 0;
  });
  if (missing.length === 0) return '';
  const where = missing.map(({ style }) => style).join(' and ');
  const what =
    target.leg !== undefined
      ? `there is no ${target.leg.replace('-', ' ')} of ${named.name}`
      : effect.kind === 'duplicate'
        ? `${named.name} is handed no records`
        : `${named.name} has no relay that could pass this point`;
  return `In ${where} ${what}, so it would wait in vain.`;
}

/** Whether anything of a service ever goes over a leg. */
function usesLeg({ types }: Cast, { says, hears, group }: CastService, leg: Leg): boolean {
  const isRecord = (type: number) => (types[type]?.topic ?? -1) >= 0;
  if (leg === 'produce-request' || leg === 'produce-ack') return says.some(isRecord);
  if (leg === 'call' || leg === 'reply') return hears.some((type) => !isRecord(type));
  return group >= 0;
}
