/** A real run of a cluster in which brokers die and partitions are added: every figure of its logs and groups, counted anew by looking at all rows. */
import { describe, expect, test } from 'vitest';
import {
  jsonLine,
  lagSeries,
  outline,
  sentence,
  sequenceDiagram,
  topology,
  WorldView,
  recount,
} from '../../src/projections/index.ts';
import { readScenario } from '../../src/scenario/index.ts';
import { Run } from '../../src/simulation/index.ts';
import type { Cast, Trace, TraceEvent } from '../../src/trace/index.ts';
import { clusterText } from './cluster-text.ts';

const leader = { topic: 'orders.events', partition: 1 };
const faults = [
  { when: { atMs: 2000 }, target: leader, effect: { kind: 'kill-node', restartAfterMs: 14_000 } },
  { when: { atMs: 4000 }, target: { node: 2 }, effect: { kind: 'isolate-node', forMs: 3000 } },
  {
    when: { atMs: 1500 },
    target: { topic: 'orders.events' },
    effect: { kind: 'add-partitions', count: 4 },
  },
  { when: { atMs: 1000 }, target: { service: 'ledger' }, effect: { kind: 'attach' } },
];

function told(): { readonly trace: Trace; readonly cast: Cast } {
  const read = readScenario(clusterText(faults));
  if (read.kind !== 'scenario') throw new Error(JSON.stringify(read.problems));
  const run = new Run(read.scenario, 7, ['choreography']);
  run.advance({ untilMicros: 30_000_000, maxEvents: 60_000 });
  const world = run.worlds[0]?.world;
  if (world === undefined) throw new Error('no world');
  return { trace: world.trace, cast: world.cast };
}

const { trace, cast } = told();

/** The events up to a row, one by one. */
function* events(upTo: number): Generator<TraceEvent> {
  for (let row = 0; row <= upTo; row++) yield trace.read(row);
}

/** One partition counted anew. */
function recountLog(partition: number, upTo: number) {
  const { replicas = [] } = cast.partitions[partition] ?? {};
  let leads = replicas[0] ?? -1;
  let seen = 0;
  let start = 0;
  const ends = new Map<number, number>();
  for (const event of events(upTo)) {
    if (!('partition' in event) || event.partition !== partition) continue;
    const { kind, actor } = event;
    if (kind === 'record-appended' || kind === 'transaction-marker')
      ends.set(actor, event.offset + 1);
    else if (kind === 'records-replicated') ends.set(actor, event.offset + event.count);
    else if (kind === 'log-truncated') ends.set(actor, event.start);
    else if (kind === 'disk-lost') ends.set(actor, 0);
    else if (kind === 'log-start-moved') start = event.offset;
    else if (kind === 'high-watermark-raised') seen = event.offset;
    else if (kind === 'partition-offline') leads = -1;
    else if (kind === 'leader-elected') leads = actor;
    seen = Math.min(seen, ends.get(leads) ?? 0);
  }
  return {
    leader: leads,
    logEnd: ends.get(leads) ?? 0,
    highWatermark: seen,
    logStart: start,
    ends,
  };
}

/** How far a group has come in a partition, counted anew. */
function recountDone(group: number, partition: number, upTo: number): number {
  let done = 0;
  for (const event of events(upTo)) {
    if (!('partition' in event) || event.partition !== partition) continue;
    if (event.kind === 'offset-committed' && event.group === group) done = event.offset;
    const service = cast.services[cast.actors[event.actor]?.service ?? -1];
    if (event.kind === 'position-reset' && service?.group === group) done = event.offset;
  }
  return done;
}

const rows = Array.from({ length: 12 }, (_, part) =>
  Math.floor(((trace.length - 1) * (part + 1)) / 12),
);
const view = new WorldView(trace, cast, { keyframeEvery: 700 });

describe('a cluster that loses a broker', () => {
  test('is told of: elections, truncation, catching up', () => {
    const kinds = new Set(Array.from(events(trace.length - 1), ({ kind }) => kind));
    for (const kind of ['leader-elected', 'isr-changed', 'records-replicated'] as const)
      expect(kinds).toContain(kind);
  });

  test.each(rows)('has the logs that a recount finds, at row %i', (row) => {
    view.advanceTo(row);
    cast.partitions.forEach((_, partition) => {
      const { ends, ...marks } = recountLog(partition, row);
      const {
        leader: leads,
        logEnd,
        highWatermark,
        logStart,
        replicas,
      } = view.partition(partition);
      if (leads < 0) return;
      expect({ leader: leads, logEnd, highWatermark, logStart }).toEqual(marks);
      expect(replicas.map(({ actor, end }) => [actor, end])).toEqual(
        replicas.map(({ actor }) => [actor, ends.get(actor) ?? 0]),
      );
    });
  });

  test.each(rows)(
    'has the lags that a recount finds, of groups and of members, at row %i',
    (row) => {
      view.advanceTo(row);
      cast.groups.forEach((_, group) => {
        const { lag, attached, subscriptions, memberList, skew } = view.group(group);
        if (!attached) return;
        const lags = subscriptions.map(({ partition }) => {
          const { highWatermark, logStart } = recountLog(partition, row);
          return Math.max(
            0,
            highWatermark - Math.max(logStart, recountDone(group, partition, row)),
          );
        });
        expect(subscriptions.map((each) => each.lag)).toEqual(lags);
        expect(lag).toBe(lags.reduce((sum, each) => sum + each, 0));
        expect(skew).toBe(lag === 0 ? null : Math.max(...lags) / lag);
        for (const { actor, lag: own } of memberList) {
          const owned = subscriptions.flatMap(({ owner }, at) => (owner === actor ? [at] : []));
          expect(own).toBe(owned.reduce((sum, at) => sum + (lags[at] ?? 0), 0));
        }
      });
      expect(view.figures()).toEqual(recount(trace, cast, row));
    },
  );

  test.each(rows)('drains at the rates that a recount finds, at row %i', (row) => {
    const now = trace.time(row);
    const span = Math.min(5_000_000, now);
    const before = trace.rowAt(now - span);
    const { rates, drainSeconds } = lagSeries(trace, cast, { upToRow: row, now, points: 8 });
    cast.groups.forEach(({ partitions, service }, group) => {
      if (cast.services[service]?.reader === true) return;
      const total = (upTo: number, of: (partition: number) => number) =>
        upTo < 0 ? 0 : partitions.reduce((sum, partition) => sum + of(partition), 0);
      const seen = (upTo: number) =>
        total(upTo, (partition) => recountLog(partition, upTo).highWatermark);
      const done = (upTo: number) =>
        total(upTo, (partition) => recountDone(group, partition, upTo));
      const arriving = Math.max(0, seen(row) - seen(before)) / (span / 1e6);
      expect(rates[group]?.arriving).toBeCloseTo(arriving);
      expect(rates[group]?.done).toBeCloseTo(Math.max(0, done(row) - done(before)) / (span / 1e6));
      const lag = seen(row) - done(row);
      const net = done(row) - done(before) - (seen(row) - seen(before));
      if (lag === 0) expect(drainSeconds[group]).toBe(0);
      else if (net <= 0) expect(drainSeconds[group]).toBeNull();
      else expect(drainSeconds[group]).toBeCloseTo((lag * (span / 1e6)) / net);
    });
  });

  test('has a skew per topic that a recount finds', () => {
    view.advanceTo(trace.length - 1);
    cast.topics.forEach(({ firstPartition }, topic) => {
      const { partitions, records, skew } = view.topic(topic);
      const ends = Array.from(
        { length: partitions },
        (_, index) => view.partition(firstPartition + index).logEnd,
      );
      expect(records).toBe(ends.reduce((sum, end) => sum + end, 0));
      expect(skew).toBe(records === 0 ? null : Math.max(...ends) / records);
    });
  });

  test('can be told in words, rows, trees and diagrams', () => {
    for (let row = 0; row < trace.length; row += 3) {
      expect(sentence(trace, cast, row)).not.toMatch(/undefined|NaN|nobody|no (state|machine)/);
      expect(JSON.stringify(jsonLine(trace, cast, row))).not.toMatch(/"no /);
    }
    view.advanceTo(trace.length - 1);
    const lines = outline(view).map(({ text }) => text);
    expect(lines.filter((text) => /^Broker \d: /.test(text))).toHaveLength(3);
    expect(lines.some((text) => text.startsWith('Ledger: a reader'))).toBe(true);
    const { nodes, edges, mermaid } = topology(cast);
    const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
    expect(nodes.filter(({ id }) => !linked.has(id))).toEqual([]);
    expect(mermaid).toContain('Readers Ledger.');
    expect(sequenceDiagram(trace, cast, 1)).toMatch(/PlaceOrder/);
  });
});
