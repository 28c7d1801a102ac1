/** What could have happened to one message: the faults that strike it and no other, injected just before it was sent. */
import type { Fault } from '../../scenario/index.ts';
import { code, type Cast, type CastService, type Leg, type Trace } from '../../trace/index.ts';
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
  const typeAt = typeOf(trace, message);
  const type = cast.types[typeAt];
  const order = trace.order(sending);
  const when: Fault['when'] = {
    ...(type === undefined ? {} : { message: type.name }),
    ...(order > 0 ? { order } : {}),
  };
  // A record goes to every group: the one that it was on its way to is meant. What is asked is struck at whoever answers.
  const at = trace.actor(sending);
  const leg = sendings.get(trace.kind(sending)) ?? 'call';
  const reader = leg === 'fetch-response' ? cast.actors[at]?.service : undefined;
  const target = reader === undefined ? { leg } : { service: cast.services[reader]?.id ?? '', leg };
  const onLeg = (id: string, label: string, effect: Fault['effect']): OfferedFault => ({
    ...{ id, label },
    fault: { when, target, effect },
  });
  return {
    name: `${type?.name ?? 'message'}${order > 0 ? ` of order ${order}` : ''}`,
    sentAt: trace.time(sending),
    offers: [
      onLeg('lose', 'Lose it', { kind: 'lose' }),
      onLeg('delay', 'Delay it by 500 ms', { kind: 'delay', byMs: shortMs }),
      onLeg('hold', 'Hold it for 5 s', { kind: 'delay', byMs: longMs }),
      ...takersOf(cast, { type: typeAt, leg, reader }).flatMap((taker, _, { length }) =>
        atTaker(taker, { when, isCall: leg === 'call', isOneOfMany: length > 1 }),
      ),
    ],
  };
}

/** Who will handle a message: a reader that it is on its way to, or all that hear its type. An answer has none: nobody works on it. */
function takersOf(
  { services }: Cast,
  { type, leg, reader }: { type: number; leg: Leg; reader: number | undefined },
): readonly CastService[] {
  if (leg === 'reply') return [];
  return services.filter(({ hears }, index) =>
    reader === undefined ? hears.includes(type) : index === reader,
  );
}

function atTaker(
  { id, name }: CastService,
  { when, isCall, isOneOfMany }: { when: Fault['when']; isCall: boolean; isOneOfMany: boolean },
): readonly OfferedFault[] {
  const whom = isOneOfMany ? ` ${name}` : '';
  const offered = (kind: 'duplicate' | 'poison', label: string): OfferedFault => ({
    ...{ id: `${kind} ${id}`, label },
    fault: { when, target: { service: id }, effect: { kind } },
  });
  return [
    // Only a record is delivered: a call is answered, and asked again by its caller alone.
    ...(isCall ? [] : [offered('duplicate', `Deliver it twice${whom && ` to${whom}`}`)]),
    offered('poison', `Corrupt it${whom && ` for${whom}`}`),
  ];
}

function sendingOf(trace: Trace, message: number, row: number): number {
  for (let at = row; at >= 0; at--)
    if (trace.message(at) === message && sendings.has(trace.kind(at))) return at;
  return -1;
}

function typeOf(trace: Trace, message: number): number {
  for (let row = 0; row < trace.length; row++)
    if (trace.message(row) === message && trace.kind(row) === code['message-created'])
      return trace.a(row);
  return -1;
}
