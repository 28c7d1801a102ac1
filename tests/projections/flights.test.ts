/** Messages in the air: held to a plain scan of all rows. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Flights, type Flight } from '../../src/projections/index.ts';
import type { Trace } from '../../src/trace/index.ts';
import { actors, paidOrder, smallCast, Telling } from '../support/telling.ts';
import { anyTrace } from './any-trace.ts';

function flightsAt(telling: { trace: Trace }, time: number): Flight[] {
  const found: Flight[] = [];
  new Flights(telling.trace, smallCast()).at(time, (flight) => found.push({ ...flight }));
  return found;
}

/** Rows in the air, found by looking at every row. A lost one is seen for the mean latency told before it. */
function scan(trace: Trace, time: number): { row: number; progress: number }[] {
  const found: { row: number; progress: number }[] = [];
  let arrived = 0;
  let sum = 0;
  for (let row = 0; row < trace.length; row++) {
    const event = trace.read(row);
    const travels = ['produce-sent', 'record-sent', 'call-sent', 'reply-sent'].includes(event.kind);
    if (!travels || !('latency' in event) || event.latency === 0) continue;
    const isLost = event.latency < 0;
    const span = isLost ? (arrived === 0 ? 10_000 : sum / arrived) : event.latency;
    if (!isLost) {
      arrived++;
      sum += event.latency;
    }
    if (event.time > time || time >= event.time + span) continue;
    const share = (time - event.time) / span;
    found.push({ row, progress: isLost ? Math.min(0.5, share) : share });
  }
  return found;
}

describe('messages in the air', () => {
  test('travel from the process to the log, and from the log to the process', () => {
    const telling = paidOrder();
    expect(flightsAt(telling, 2000)).toMatchObject([
      {
        leg: 'call',
        fromActor: actors.client,
        toActor: actors.orders,
        progress: 0.5,
        kind: 'command',
      },
    ]);
    expect(flightsAt(telling, 6000)).toMatchObject([
      { leg: 'reply', fromActor: actors.orders, toActor: actors.client, kind: 'reply' },
      { leg: 'produce', fromActor: actors.orders, toPartition: 0, toActor: -1, type: 1 },
    ]);
    expect(flightsAt(telling, 11_500)).toMatchObject([
      { leg: 'fetch', fromPartition: 0, fromActor: -1, toActor: actors.payment, progress: 0.5 },
    ]);
  });

  test('are not yet there at their start less one, and arrived at their end', () => {
    const telling = new Telling().at(1).tell('call-sent', {}, { callee: 3, latency: 2000 });
    const counts = [999, 1000, 2999, 3000].map((time) => flightsAt(telling, time).length);
    expect(counts).toEqual([0, 1, 1, 0]);
  });

  test('are counted by the way they go, each way with its first', () => {
    const wayOf = ({ leg, fromActor, fromPartition, toActor, toPartition }: Flight): string =>
      [leg, fromActor, fromPartition, toActor, toPartition].join();
    fc.assert(
      fc.property(anyTrace(200), fc.nat(400_000), (trace, time) => {
        const flights = new Flights(trace, smallCast());
        const one = new Map<string, { row: number; count: number }>();
        flights.at(time, (flight) => {
          const known = one.get(wayOf(flight));
          if (known === undefined) one.set(wayOf(flight), { row: flight.row, count: 1 });
          else known.count++;
        });
        const all = new Map<string, { row: number; count: number }>();
        flights.crowds(time, 1, (first, { count }) => {
          all.set(wayOf(first), { row: first.row, count });
        });
        expect([...all]).toEqual([...one]);
      }),
    );
  });

  test('stop half-way and fade when they are lost', () => {
    const telling = new Telling().tell('call-sent', {}, { callee: 3, latency: -1 });
    expect(flightsAt(telling, 2500)).toMatchObject([{ lost: true, progress: 0.25, faded: 0 }]);
    expect(flightsAt(telling, 7500)).toMatchObject([{ lost: true, progress: 0.5, faded: 0.5 }]);
  });

  test('know which delivery of their record they are', () => {
    const record = { message: 0, order: 1, partition: 0, offset: 0, to: actors.payment };
    const telling = new Telling()
      .deliver(record)
      .tell(
        'record-sent',
        { by: actors.secondPayment },
        { partition: 0, offset: 0, latency: 5000 },
      );
    expect(flightsAt(telling, 6000)).toMatchObject([{ attempt: 2 }]);
    expect(flightsAt(telling, 1000)).toMatchObject([{ attempt: 1 }]);
  });

  test('are those that a scan of all rows finds', () => {
    fc.assert(
      fc.property(anyTrace(200), fc.array(fc.nat(400_000), { maxLength: 20 }), (trace, times) => {
        const flights = new Flights(trace, smallCast());
        for (const time of times) {
          const found: { row: number; progress: number }[] = [];
          const count = flights.at(time, ({ row, progress }) => found.push({ row, progress }));
          expect(found).toEqual(scan(trace, time));
          expect(count).toBe(found.length);
        }
      }),
      { numRuns: 200 },
    );
  });
});
