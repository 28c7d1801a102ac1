/** What could have happened to one message: the faults that strike it and no other, injected just before it was sent. */
import type { Fault } from '../../scenario/index.ts';
import { code, type Cast, type Leg, type Trace } from '../../trace/index.ts';
import type { OfferedFault } from './broker-faults.ts';

/** A message, and what can be done to it. */
export interface MessageFaults {
  /** Its name and whose it is, in words. */
  readonly name: string;
  /** When it was sent, in µs: a fault must be in force before. */
  readonly sentAt: number;
  readonly offers: readonly OfferedFault[];
}

const sendings: ReadonlyMap<number, Leg> = new Map<number, Leg>([
  [code['produce-sent'], 'produce-request'],
  [code['record-sent'], 'fetch-response'],
  [code['call-sent'], 'call'],
  [code['reply-sent'], 'reply'],
]);
const shortMs = 500;
const longMs = 5000;

/** What can be done to the message that a row is about, at its last sending up to that row; undefined for a row that is about none. */
export function messageFaults(trace: Trace, cast: Cast, row: number): MessageFaults | undefined {
  const message = trace.message(row);
  const sending = message < 0 ? -1 : sendingOf(trace, message, row);
  if (sending < 0) return undefined;
  const leg = sendings.get(trace.kind(sending)) ?? 'call';
  const type = typeOf(trace, cast, message);
  const order = trace.order(sending);
  const when: Fault['when'] = {
    ...(type === undefined ? {} : { message: type }),
    ...(order > 0 ? { order } : {}),
  };
  // A record goes to every group: the one that it was on its way to is meant.
  const reader = leg === 'fetch-response' ? serviceOf(cast, trace.actor(sending)) : undefined;
  const service = reader === undefined ? {} : { service: reader };
  const onLeg = (id: string, label: string, effect: Fault['effect']): OfferedFault => ({
    id,
    label,
    fault: { when, target: { ...service, leg }, effect },
  });
  const atReader = (id: string, label: string, effect: Fault['effect']): OfferedFault => ({
    id,
    label,
    fault: { when, target: service, effect },
  });
  return {
    name: `${type ?? 'message'}${order > 0 ? ` of order ${order}` : ''}`,
    sentAt: trace.time(sending),
    offers: [
      onLeg('lose', 'Lose it', { kind: 'lose' }),
      onLeg('delay', 'Delay it by 500 ms', { kind: 'delay', byMs: shortMs }),
      onLeg('hold', 'Hold it for 5 s', { kind: 'delay', byMs: longMs }),
      ...(reader === undefined
        ? []
        : [
            atReader('duplicate', 'Deliver it twice', { kind: 'duplicate' }),
            atReader('corrupt', 'Corrupt it', { kind: 'poison' }),
          ]),
    ],
  };
}

function sendingOf(trace: Trace, message: number, row: number): number {
  for (let at = row; at >= 0; at--)
    if (trace.message(at) === message && sendings.has(trace.kind(at))) return at;
  return -1;
}

function typeOf(trace: Trace, cast: Cast, message: number): string | undefined {
  for (let row = 0; row < trace.length; row++)
    if (trace.message(row) === message && trace.kind(row) === code['message-created'])
      return cast.types[trace.a(row)]?.name;
  return undefined;
}

function serviceOf(cast: Cast, actor: number): string | undefined {
  return cast.services[cast.actors[actor]?.service ?? -1]?.id;
}
