/** The comparison of styles, held to a recount that reads the rows by name and asks each thing by itself. */
import { describe, expect, test } from 'vitest';
import { differences, Reckoner, recount } from '../../src/projections/index.ts';
import type { Fault } from '../../src/scenario/index.ts';
import { styles, type Cast, type Trace, type TraceEvent } from '../../src/trace/index.ts';
import { builtIn, finished, withFaults } from '../support/runs.ts';
import { actors, paidOrder, Telling } from '../support/telling.ts';

/** A crash, a stall, a lost acknowledgement, a record handled twice, and later a crash between effect and commit. */
const faults: readonly Fault[] = [
  {
    when: { atMs: 2000 },
    target: { service: 'payment' },
    effect: { kind: 'crash', restartAfterMs: 1500 },
  },
  {
    when: { atMs: 4000 },
    target: { service: 'inventory' },
    effect: { kind: 'pause', forMs: 9000 },
  },
  {
    when: { fromMs: 2500 },
    target: { service: 'shipping', leg: 'produce-ack' },
    effect: { kind: 'lose' },
  },
  { when: { fromMs: 3000 }, target: { service: 'shipping' }, effect: { kind: 'duplicate' } },
  {
    when: { point: 'after effect', order: 9 },
    target: { service: 'shipping' },
    effect: { kind: 'crash', restartAfterMs: 800 },
  },
];

function worlds(seed: number) {
  const scenario = withFaults(builtIn('order-fulfilment'), faults);
  return styles.map((style) => finished(scenario, style, seed));
}

type Rows = readonly TraceEvent[];

/** The rows before and with a row, by name. */
function rowsOf(trace: Trace, upTo: number): Rows {
  return Array.from({ length: upTo + 1 }, (_, row) => trace.read(row));
}

/** Each order that has ended, on its own: how long it took, and how often it changed hands. */
function journeys(rows: Rows, cast: Cast) {
  const ended = rows.filter(({ kind }) => kind === 'order-ended');
  const orders = [...new Set(ended.map(({ order }) => order))];
  return orders.flatMap((order) => {
    const own = rows.filter((each) => each.order === order);
    const placed = own.find(({ kind }) => kind === 'order-placed');
    const end = own.find(({ kind }) => kind === 'order-ended');
    if (placed === undefined || end === undefined) return [];
    const way = own.filter(({ row }) => row > placed.row && row < end.row);
    const given = way
      .filter(({ kind }) => kind === 'record-delivered' || kind === 'call-received')
      .map(({ message, actor }) => `${message} to ${cast.actors[actor]?.service}`);
    const answers = way.filter(({ kind }) => kind === 'reply-received');
    return [{ micros: end.time - placed.time, hops: new Set(given).size + answers.length }];
  });
}

function isFailure({ kind }: TraceEvent): boolean {
  const failing = ['process-crashed', 'process-paused', 'handler-blocked', 'node-isolated'];
  return [...failing, 'leg-lost'].includes(kind);
}

function isReaction(event: TraceEvent): boolean {
  switch (event.kind) {
    case 'call-sent':
    case 'produce-sent':
    case 'message-created':
    case 'record-delivered':
      return event.attempt > 1;
    default:
      return /timed-out|-failed$|expired|deadline-passed|expelled|overdue|rebalance-started|commit-refused|member-fenced|partition-lost|leader-elected|partition-offline|isr-changed|acquisition-ended|deduplicated|suppressed/.test(
        event.kind.replace(/^(work|reset)-failed|offsets-expired|position.*$/, ''),
      );
  }
}

/** Whether a reaction is about what failed. */
function concerns(reaction: TraceEvent, failure: TraceEvent, cast: Cast): boolean {
  const serviceOf = (actor: number) => cast.actors[actor]?.service ?? -1;
  if (failure.order >= 0 && reaction.order === failure.order) return true;
  if (failure.kind === 'leg-lost' && failure.order >= 0) return false;
  const service = serviceOf(failure.actor);
  if (service < 0 || reaction.kind === 'deadline-passed') return true;
  const named = [serviceOf(reaction.actor)];
  if ('callee' in reaction) named.push(serviceOf(reaction.callee));
  if ('group' in reaction) named.push(cast.groups[reaction.group]?.service ?? -1);
  return named.includes(service);
}

/** For each failure, the time to the first later row that notices it. */
function notices(rows: Rows, cast: Cast): readonly number[] {
  return rows.filter(isFailure).flatMap((failure) => {
    const first = rows.find(
      (each) => each.row > failure.row && isReaction(each) && concerns(each, failure, cast),
    );
    return first === undefined ? [] : [first.time - failure.time];
  });
}

const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
/** The least number that is no less than half, or nineteen twentieths, of all. */
const rank = (values: readonly number[], share: number) =>
  ascending(values).find((_, index) => (index + 1) / values.length >= share) ?? null;

describe.each([7, 11, 23])('with seed %i', (seed) => {
  const all = worlds(seed);

  test.each(styles)('the reckoning of %s is what a recount finds, at any row', (style) => {
    const world = all[styles.indexOf(style)];
    if (world === undefined) throw new Error('no world');
    const { trace, cast } = world;
    const reckoner = new Reckoner(trace, cast);
    const last = trace.length - 1;
    // Back and forth: what was read must not depend on the way.
    for (const row of [last, Math.floor(last / 3), last - 1, Math.floor(last / 2), 0, -1]) {
      const rows = rowsOf(trace, row);
      const told = journeys(rows, cast);
      const reckoning = reckoner.at(row);
      const done = told.map(({ micros }) => micros / 1000);
      const hops = told.map((each) => each.hops);
      const noticed = notices(rows, cast).map((micros) => micros / 1000);
      expect(reckoning.doneMs).toMatchObject({
        ...{ median: rank(done, 0.5), p95: rank(done, 0.95) },
        max: ascending(done).at(-1) ?? null,
      });
      expect([reckoning.hops.median, reckoning.hops.max]).toEqual([
        rank(hops, 0.5),
        ascending(hops).at(-1) ?? null,
      ]);
      expect([reckoning.failures, reckoning.noticed]).toEqual([
        rows.filter(isFailure).length,
        noticed.length,
      ]);
      expect([reckoning.noticeMs.median, reckoning.noticeMs.max]).toEqual([
        rank(noticed, 0.5),
        ascending(noticed).at(-1) ?? null,
      ]);
    }
  });

  test('a figure leads to a row exactly when it counts something, and the first one is that row', () => {
    for (const { trace, cast } of all) {
      const reckoner = new Reckoner(trace, cast);
      const last = trace.length - 1;
      const at = (row: number) => ({
        figures: recount(trace, cast, row),
        reckoning: reckoner.at(row),
        cast,
      });
      const silent = /pending|stuck|lag|median|p95|noticed$|services that know/;
      for (const { id, cells } of differences([at(last)])) {
        const [{ value, row } = { value: null, row: -1 }] = cells;
        if (silent.test(id)) continue;
        expect([id, row >= 0]).toEqual([id, (value ?? 0) > 0]);
        if (row < 0 || id.endsWith('longest')) continue;
        const valueAt = (upTo: number) =>
          differences([at(upTo)]).find((each) => each.id === id)?.cells[0]?.value;
        expect([id, valueAt(row), valueAt(row - 1)]).toEqual([id, 1, 0]);
      }
    }
  });

  test('failures strike and are noticed, so that this says something', () => {
    for (const { trace, cast } of all) {
      const { failures, noticed, noticeMs } = new Reckoner(trace, cast).at(trace.length - 1);
      expect(failures).toBeGreaterThanOrEqual(2);
      expect(noticed).toBeGreaterThan(0);
      expect(noticeMs.max).toBeGreaterThan(0);
    }
  });
});

describe('better', () => {
  const measured = ({ trace, cast }: Telling) => ({
    figures: recount(trace, cast),
    reckoning: new Reckoner(trace, cast).at(trace.length - 1),
    cast,
  });
  const line = (id: string, ...tellings: Telling[]) =>
    differences(tellings.map(measured)).find((each) => each.id === id);

  test('is who has more orders completed, and who needs fewer messages for it', () => {
    const [paid, idle] = [paidOrder(), new Telling()];
    expect(line('completed', paid, idle)?.best).toBe(0);
    expect(line('messages', paid, idle)?.best).toBe(1);
  });

  test('is nobody where all are equal, where there is nothing yet, or where it means nothing', () => {
    expect(line('messages', paidOrder(), paidOrder())?.best).toBe(-1);
    expect(line('time to done, median', paidOrder(), new Telling())?.best).toBe(-1);
    expect(line('orders started', paidOrder(), new Telling())?.best).toBe(-1);
    expect(line('completed', paidOrder())?.best).toBe(-1);
  });

  test('an order that is not done is pending until the run is over, and stuck then', () => {
    const open = new Telling().tell('order-placed', { by: actors.client, order: 1 });
    expect(line('pending or stuck', open)?.label).toBe('pending');
    expect(line('pending or stuck', open.tell('run-drained', { by: actors.broker }))?.label).toBe(
      'stuck',
    );
  });
});
