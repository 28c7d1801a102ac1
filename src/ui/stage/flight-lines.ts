/** The line along which a message flies: found by the nodes at both of its ends. */
import type { Flight } from '../../projections/index.ts';
import type { Placed } from './fit.ts';
import { edgeKey } from './geometry.ts';
import type { Plan } from './plan.ts';
import type { Polyline } from './polyline.ts';

/** More than twice as many as a cast has actors or partitions. */
const mostPlaces = 8192;

/** The lines of one layout. They are kept as they are found: ten thousand flights share a few. */
export class FlightLines {
  readonly #plan: Plan;
  readonly #lines: Placed['lines'] | undefined;
  readonly #found = new Map<number, Polyline | undefined>();

  constructor(plan: Plan, lines: Placed['lines'] | undefined) {
    this.#plan = plan;
    this.#lines = lines;
  }

  /** The line of a flight; undefined where it is not on the stage. */
  of(flight: Flight): Polyline | undefined {
    const key = placeOf(flight.fromActor, flight.fromPartition) * mostPlaces;
    const ends = key + placeOf(flight.toActor, flight.toPartition);
    if (!this.#found.has(ends)) this.#found.set(ends, this.#find(flight));
    return this.#found.get(ends);
  }

  /** The nodes at both ends of a flight, by their ids; undefined for one that is not on the stage. */
  endsOf({ fromActor, fromPartition, toActor, toPartition }: Flight) {
    return {
      from: this.#nodeOf(fromActor, fromPartition),
      to: this.#nodeOf(toActor, toPartition),
    };
  }

  #find(flight: Flight): Polyline | undefined {
    const { from, to } = this.endsOf(flight);
    if (from === undefined || to === undefined) return undefined;
    const lines = this.#lines;
    return lines?.get(edgeKey(from, to)) ?? lines?.get(edgeKey(to, from))?.reversed;
  }

  #nodeOf(actor: number, partition: number): string | undefined {
    return actor >= 0 ? this.#plan.nodeOfActor(actor) : this.#plan.nodeOfPartition(partition);
  }
}

/** A number of its own for each actor and each partition. */
function placeOf(actor: number, partition: number): number {
  return actor >= 0 ? 2 * actor : 2 * partition + 1;
}
