/** Anomalies of transactions: cycles of who wrote after whom and who read of whom, and reads before the commit. */
import { clause } from '../findings.ts';
import { seconds } from '../phrases.ts';
import type { Clause } from '../verdict.ts';
import { interleaving, readsUncommitted } from './allowances.ts';
import type { Case, Check } from './anomaly.ts';
import type { History } from './history.ts';
import type { Poll } from './polls.ts';
import { writerOf, type Write } from './transacted.ts';

/** One transaction depends on another: it wrote behind it, or read what it wrote. */
interface Edge {
  readonly kind: 'ww' | 'wr';
  readonly from: number;
  readonly to: number;
  readonly rows: readonly [number, number];
  readonly partition: number;
}

/** Each transaction that wrote next behind another in a partition, and each that read its last record of another. */
function edgesOf({ transactions }: History): readonly Edge[] {
  const live = transactions.filter(({ fate }) => fate !== 'aborted');
  const writes = new Map<number, (Write & { readonly id: number })[]>();
  const writer = new Map<string, Write & { readonly id: number }>();
  for (const { id, writes: own } of live) {
    for (const write of own) {
      const known = writes.get(write.partition) ?? [];
      known.push({ ...write, id });
      writes.set(write.partition, known);
      writer.set(`${write.partition} ${write.offset} ${write.message}`, { ...write, id });
    }
  }
  const edges: Edge[] = [];
  for (const [partition, all] of writes) {
    const ordered = [...all].sort((a, b) => a.offset - b.offset || a.row - b.row);
    ordered.forEach((write, at) => {
      const before = ordered[at - 1];
      if (before === undefined || before.id === write.id) return;
      const rows = [before.row, write.row] as const;
      edges.push({ kind: 'ww', from: before.id, to: write.id, rows, partition });
    });
  }
  for (const { id, reads } of live) {
    for (const { partition, offset, message, row } of reads) {
      const of = writer.get(`${partition} ${offset} ${message}`);
      if (of === undefined || of.id === id) continue;
      edges.push({ kind: 'wr', from: of.id, to: id, rows: [of.row, row], partition });
    }
  }
  return edges;
}

/** The shortest way from one transaction back to itself over some edges, undefined for none. */
function cycleFrom(
  start: number,
  out: ReadonlyMap<number, readonly Edge[]>,
): readonly Edge[] | undefined {
  const into = new Map<number, Edge>();
  let frontier = [start];
  while (frontier.length > 0) {
    const next: number[] = [];
    for (const at of frontier) {
      for (const edge of out.get(at) ?? []) {
        if (edge.to === start) return [...wayTo(at, start, into), edge];
        if (into.has(edge.to)) continue;
        into.set(edge.to, edge);
        next.push(edge.to);
      }
    }
    frontier = next;
  }
  return undefined;
}

function wayTo(end: number, start: number, into: ReadonlyMap<number, Edge>): readonly Edge[] {
  const way: Edge[] = [];
  for (let at = end; at !== start;) {
    const edge = into.get(at);
    if (edge === undefined) break;
    way.unshift(edge);
    at = edge.from;
  }
  return way;
}

/** Transactions from which no cycle can begin are left out: those without a way in, or without one out. */
function core(edges: readonly Edge[]): readonly Edge[] {
  let left = edges;
  for (;;) {
    const from = new Set(left.map((edge) => edge.from));
    const to = new Set(left.map((edge) => edge.to));
    const kept = left.filter((edge) => to.has(edge.from) && from.has(edge.to));
    if (kept.length === left.length) return kept;
    left = kept;
  }
}

/** Disjoint shortest cycles: a transaction is told of once. */
function cycles(edges: readonly Edge[]): readonly (readonly Edge[])[] {
  const kept = core(edges);
  const out = new Map<number, Edge[]>();
  for (const edge of kept) out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
  const told = new Set<number>();
  const found: (readonly Edge[])[] = [];
  for (const start of out.keys()) {
    if (told.has(start)) continue;
    const cycle = cycleFrom(start, out);
    if (cycle === undefined) continue;
    found.push(cycle);
    for (const { from } of cycle) told.add(from);
  }
  return found;
}

function tellCycle({ phrases }: History, cycle: readonly Edge[]): readonly Clause[] {
  return cycle.map(({ kind, from, to, rows, partition }, at) => {
    const did =
      kind === 'ww'
        ? `transaction ${to} wrote behind transaction ${from} in ${phrases.partition(partition)}`
        : `transaction ${to} read of transaction ${from} in ${phrases.partition(partition)}`;
    const opening = at === 0 ? did.replace(/^t/, 'T') : `and ${did}`;
    return clause(at < cycle.length - 1 ? `${opening},` : opening, ...rows);
  });
}

function casesOf(
  history: History,
  found: readonly (readonly Edge[])[],
  allowed: (cycle: readonly Edge[]) => string,
): readonly Case[] {
  return found.map((cycle) => ({
    row: Math.max(...cycle.flatMap(({ rows }) => rows)),
    tell: () => tellCycle(history, cycle),
    allowed: allowed(cycle),
  }));
}

/** Transactions that wrote behind each other. */
export const writeCycle: Check = {
  name: 'G0',
  sentence: 'Transactions wrote behind each other in a circle.',
  formula: 'A cycle of transactions, each of which has a record next behind one of the one before.',
  precondition: 'None: Kafka never promises that the writes of transactions are isolated.',
  find(history) {
    const edges = edgesOf(history).filter(({ kind }) => kind === 'ww');
    return casesOf(history, cycles(edges), () => interleaving);
  },
};

/** A cycle with a read in it. */
export const readCycle: Check = {
  name: 'G1c',
  sentence: 'Transactions read of each other, or wrote behind each other, in a circle.',
  formula: 'A cycle of transactions with at least one that read a record of the one before.',
  precondition:
    'isolation.level=read_committed, and no step of the circle is a write behind a write.',
  find(history) {
    const edges = edgesOf(history);
    const reads = edges.filter(({ kind }) => kind === 'wr');
    const pure = cycles(reads);
    const inPure = new Set(pure.flatMap((cycle) => cycle.map(({ from }) => from)));
    const mixed = cycles(edges).filter(
      (cycle) =>
        cycle.some(({ kind }) => kind === 'wr') &&
        cycle.some(({ kind }) => kind === 'ww') &&
        cycle.every(({ from }) => !inPure.has(from)),
    );
    const reader = (cycle: readonly Edge[]): string => {
      const polls = cycle.flatMap(({ rows: [, row] }) => pollAt(history, row));
      return polls.map((poll) => readsUncommitted(history, poll)).find((why) => why !== '') ?? '';
    };
    return [...casesOf(history, pure, reader), ...casesOf(history, mixed, () => interleaving)];
  },
};

function pollAt({ polls }: History, row: number): readonly Poll[] {
  const poll = polls.find((each) => each.row === row);
  return poll === undefined ? [] : [poll];
}

/** A record is polled while its transaction is open. */
export const precommittedRead: Check = {
  name: 'precommitted-read',
  sentence:
    'A consumer was given a record of a transaction before that was committed. Jepsen can only tell when a transaction reads its own record; a trace tells of every reader.',
  formula: 'A poll of a record of a transaction, before the end of that transaction.',
  precondition: 'isolation.level=read_committed.',
  find(history) {
    const { phrases, trace, transactions } = history;
    const writer = writerOf(transactions);
    return history.polls.flatMap((poll): Case[] => {
      const { partition, offset, row, actor } = poll;
      const transaction = writer(poll);
      if (transaction === undefined) return [];
      const { endedRow, beganRow, id } = transaction;
      if (endedRow >= 0 && endedRow < row) return [];
      const own = transaction.actor === actor ? ', its own,' : '';
      const tell = () => [
        clause(
          `${phrases.actor(actor)} was given ${phrases.place(partition, offset)} at ${seconds(trace.time(row))},`,
          row,
        ),
        clause(
          `while transaction ${id}${own} was open since ${seconds(trace.time(beganRow))}`,
          beganRow,
        ),
      ];
      return [{ row, tell, allowed: readsUncommitted(history, poll) }];
    });
  },
};
