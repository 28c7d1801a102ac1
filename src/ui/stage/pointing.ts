/** What the reader points at on the stage: the message in the air that is nearest to a place, and the node in a direction. */
import type { Flights, Flight } from '../../projections/index.ts';
import type { Box, Place } from './geometry.ts';
import { distance, type Polyline } from './polyline.ts';

/** Where messages are at an instant. */
export interface Sky {
  readonly flights: Flights;
  readonly time: number;
  readonly lineOf: (flight: Flight) => Polyline | undefined;
}

/** The row that sent the message nearest to a place, -1 where none is within reach. */
export function messageAt({ flights, time, lineOf }: Sky, place: Place, reach: number): number {
  let row = -1;
  let nearest = reach;
  flights.at(time, (flight) => {
    const line = lineOf(flight);
    if (line === undefined) return;
    const away = distance(line.at(flight.progress), place);
    if (away > nearest) return;
    nearest = away;
    row = flight.row;
  });
  return row;
}

const directions: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The node that is next in the direction of an arrow key; undefined for another key, or where none is left. */
export function neighbour(
  boxes: ReadonlyMap<string, Box>,
  id: string,
  key: string,
): string | undefined {
  const direction = directions[key];
  const from = boxes.get(id);
  if (direction === undefined || from === undefined) return undefined;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const box of boxes.values()) {
    const [x, y] = [box.x - from.x, box.y - from.y];
    const along = x * direction.x + y * direction.y;
    if (along < 1) continue;
    // What lies aside counts more than what lies ahead.
    const cost = along + 2.5 * Math.abs(x * direction.y + y * direction.x);
    if (cost >= least) continue;
    least = cost;
    best = box.id;
  }
  return best;
}
