/** The way that an order has gone so far: who has had to do with it, and along which edges it came. */
import type { Flights } from '../../projections/index.ts';
import type { FlightLines } from './flight-lines.ts';
import { edgeKey } from './geometry.ts';

/** What an order has touched: nodes by their ids, edges by their keys. */
export interface OrderWay {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** The way of an order up to an instant. */
export function wayOf(
  flights: Flights,
  { order, time }: { readonly order: number; readonly time: number },
  lines: FlightLines,
): OrderWay {
  const nodes = new Set<string>();
  const edges = new Set<string>();
  flights.ofOrder(order, time, (flight) => {
    const { from, to } = lines.endsOf(flight);
    if (from !== undefined) nodes.add(from);
    // It has not come to whom it is still on its way to.
    if (to !== undefined && flight.progress >= 1) nodes.add(to);
    if (from !== undefined && to !== undefined) edges.add(edgeKey(from, to));
  });
  return { nodes, edges };
}
