/** The messages in the air, recounted from the rows that sent them, in the words of the outline. */
import type { Cast, Trace, TraceEvent } from '../../../src/trace/index.ts';

interface Sent {
  readonly from: string;
  readonly to: string;
  readonly words: string;
  readonly start: number;
  readonly end: number;
}

type Sending = TraceEvent<'produce-sent' | 'record-sent' | 'call-sent' | 'reply-sent'>;

function isSending(event: TraceEvent): event is Sending {
  return ['produce-sent', 'record-sent', 'call-sent', 'reply-sent'].includes(event.kind);
}

/** What is lost is seen for as long as others took on average until then. */
const firstSpan = 10_000;

/** All that was ever sent and took its time, with when it is in the air. */
function sendings(trace: Trace, cast: Cast): readonly Sent[] {
  const events = Array.from({ length: trace.length }, (_, row) => trace.read(row));
  const types = new Map<number, string>();
  const deliveries = new Map<string, number>();
  let [arrived, took] = [0, 0];
  return events.flatMap((event): Sent[] => {
    if (event.kind === 'message-created')
      types.set(event.message, cast.types[event.type]?.name ?? '?');
    if (event.kind === 'record-delivered') deliveries.set(recordOf(cast, event), event.attempt);
    if (!isSending(event) || event.latency === 0) return [];
    const average = arrived === 0 ? firstSpan : took / arrived;
    const spent = event.latency > 0 ? event.latency : average;
    if (event.latency > 0) [arrived, took] = [arrived + 1, took + event.latency];
    const before = event.kind === 'record-sent' ? (deliveries.get(recordOf(cast, event)) ?? 0) : 0;
    const words = wordsOf(event, types.get(event.message) ?? 'a message', before);
    return [{ ...endsOf(cast, event), words, start: event.time, end: event.time + spent }];
  });
}

function recordOf(
  cast: Cast,
  { actor, partition, offset }: { actor: number; partition: number; offset: number },
): string {
  const group = cast.services[cast.actors[actor]?.service ?? -1]?.group;
  return `${group} ${partition} ${offset}`;
}

function endsOf(cast: Cast, event: Sending): { readonly from: string; readonly to: string } {
  const actor = (index: number) => cast.actors[index]?.name ?? '?';
  const partition = (index: number) => {
    const { topic = -1, partition: number } = cast.partitions[index] ?? {};
    return `${cast.topics[topic]?.id}-${number}`;
  };
  if (event.kind === 'produce-sent')
    return { from: actor(event.actor), to: partition(event.partition) };
  if (event.kind === 'record-sent')
    return { from: partition(event.partition), to: actor(event.actor) };
  const other = event.kind === 'call-sent' ? event.callee : event.caller;
  return { from: actor(event.actor), to: actor(other) };
}

function wordsOf(event: Sending, type: string, deliveredBefore: number): string {
  const about = event.order < 0 ? type : `${type} of order ${event.order}`;
  const lost = event.latency < 0 ? ', lost' : '';
  if (event.kind === 'reply-sent') return `the answer to ${about}${lost}`;
  const [noun, attempt] =
    event.kind === 'record-sent' ? ['delivery', deliveredBefore + 1] : ['try', event.attempt];
  return `${about}${attempt > 1 ? `, ${noun} ${attempt}` : ''}${lost}`;
}

/** The part of the outline on what is on its way, at any instant, as it must be. */
export function airRetold(trace: Trace, cast: Cast): (now: number) => readonly string[] {
  const all = sendings(trace, cast);
  return (now) => {
    const flying = all.filter(({ start, end }) => start <= now && now < end);
    const ways = new Map<string, Sent[]>();
    for (const sent of flying) {
      const way = `${sent.from} to ${sent.to}`;
      ways.set(way, [...(ways.get(way) ?? []), sent]);
    }
    const noun = flying.length === 1 ? 'message' : 'messages';
    return [
      `On the way: ${flying.length} ${noun}`,
      ...[...ways].flatMap(([way, sent]) => [
        `  ${way}: ${sent.length}`,
        ...sent.slice(0, 6).map(({ words }) => `    ${words}`),
        ...(sent.length > 6 ? [`    and ${sent.length - 6} more`] : []),
      ]),
    ];
  };
}
