/** The messages on their way at an instant, in words: what the stage draws as moving tokens, for those who do not see it. */
import type { Cast } from '../../trace/index.ts';
import type { Flight, Flights } from '../series/flights.ts';
import { actorName, counted, partitionName, typeName } from '../words/names.ts';
import type { OutlineLine } from './outline.ts';

/** How many messages of one way are told by name; the rest are counted. */
const named = 6;

interface Way {
  readonly text: string;
  count: number;
  readonly messages: OutlineLine[];
}

/** Each way that is travelled, in the order in which its first message left, with the messages on it. */
export function inTheAir(flights: Flights, cast: Cast, now: number): readonly OutlineLine[] {
  const ways = new Map<string, Way>();
  const all = flights.at(now, (flight) => {
    const text = `${endName(cast, flight.fromActor, flight.fromPartition)} to ${endName(cast, flight.toActor, flight.toPartition)}`;
    const way = ways.get(text) ?? { text, count: 0, messages: [] };
    ways.set(text, way);
    way.count++;
    if (way.count <= named)
      way.messages.push({ depth: 2, key: `air ${flight.row}`, text: flightText(cast, flight) });
  });
  const heading = `On the way: ${counted(all, 'message')}`;
  return [{ depth: 0, key: 'air', text: heading }, ...[...ways.values()].flatMap(linesOf)];
}

function linesOf({ text, count, messages }: Way): readonly OutlineLine[] {
  const key = `air ${text}`;
  const rest = count - messages.length;
  const more = { depth: 2, key: `${key} more`, text: `and ${rest} more` };
  return [{ depth: 1, key, text: `${text}: ${count}` }, ...messages, ...(rest > 0 ? [more] : [])];
}

function endName(cast: Cast, actor: number, partition: number): string {
  return actor >= 0 ? actorName(cast, actor) : partitionName(cast, partition);
}

function flightText(cast: Cast, { leg, type, order, attempt, lost }: Flight): string {
  const name = type < 0 ? 'a message' : typeName(cast, type);
  const about = order < 0 ? name : `${name} of order ${order}`;
  const again = attempt > 1 ? `, ${leg === 'fetch' ? 'delivery' : 'try'} ${attempt}` : '';
  return `${leg === 'reply' ? `the answer to ${about}` : about}${again}${lost ? ', lost' : ''}`;
}
