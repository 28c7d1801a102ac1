/** The part of a scenario file on what comes in: orders, prices, customers and callers. */
import type { Arrivals, Calls, Workload } from '../format.ts';
import { limits } from '../limits.ts';
import { choice } from '../shapes/choice.ts';
import { whole } from '../shapes/number.ts';
import { defaulted, object, optional, required } from '../shapes/object.ts';
import { calls, chance, durationMs, never } from './quantities.ts';

const arrivals = object<Arrivals>(
  { title: 'Arrivals', sentence: 'When orders come.' },
  {
    kind: required(
      choice(['steady', 'random']),
      'One every so often, or at random with that mean gap, without memory.',
    ),
    everyMs: required(durationMs, 'The gap between two orders.'),
  },
);

const price = object<Workload['price']>(
  { title: 'Price', sentence: 'The price of an order in cents, drawn anew for each.' },
  {
    min: required(whole({ min: 0, max: 100_000_000 }), 'The lowest price in cents.'),
    max: required(whole({ min: 0, max: 100_000_000 }), 'The highest price in cents.'),
  },
);

const quantity = object<Workload['quantity']>(
  { title: 'Quantity', sentence: 'How many units an order takes, drawn anew for each.' },
  {
    min: required(whole({ min: 1, max: 10_000 }), 'The smallest quantity.'),
    max: required(whole({ min: 1, max: 10_000 }), 'The largest quantity.'),
  },
);

const patientClient: Calls = { deadlineMs: 2_000, attempts: 5, backoffMs: 500 };
const standardCalls: Calls = { deadlineMs: 1_000, attempts: 3, backoffMs: 200 };

/** What comes in. */
export const workload = object<Workload>(
  { title: 'Workload', sentence: 'What comes in.' },
  {
    orders: required(whole({ min: 1, max: limits.orders }), 'How many orders are placed.'),
    arrivals: required(arrivals, 'When they come.'),
    price: required(price, 'What an order costs.'),
    quantity: defaulted(quantity, { min: 1, max: 1 }, 'How many units an order takes.'),
    key: defaulted(
      choice(['order', 'customer', 'none']),
      'order',
      'Whether records are keyed by the order or by its customer, or have no key.',
    ),
    customers: defaulted(whole({ min: 1, max: 1_000_000 }), 10, 'How many customers there are.'),
    hotCustomer: defaulted(
      chance,
      never,
      'The chance that an order is of the first customer: a hot key.',
    ),
    salt: defaulted(
      whole({ min: 1, max: 64 }),
      1,
      'Into how many a key is split, so that a hot one spreads; order within it is lost.',
    ),
    recordBytes: defaulted(whole({ min: 1, max: 1_000_000 }), 1_000, 'The size of a record.'),
    stock: optional(
      whole({ min: 0, max: 1_000_000_000 }),
      'Units in stock at the beginning; needed when a step takes stock.',
    ),
    client: defaulted(
      calls('Client calls', patientClient),
      patientClient,
      'How the client asks for an order to be placed.',
    ),
    calls: defaulted(
      calls('Service calls', standardCalls),
      standardCalls,
      'How services call each other in the direct style.',
    ),
  },
);
