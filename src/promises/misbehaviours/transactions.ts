/** What readers make of transactions: they read what is taken back, or wait for what is open. */
import { code } from '../../trace/index.ts';
import type { Ground } from '../engine/invariant.ts';
import { counted, seconds } from '../phrases.ts';
import type { Misbehaviour, Watcher } from './misbehaviour.ts';

const longOpen = 1_000_000;

/** Readers of committed records that wait for a transaction at a place. */
function waiting({ accounts, cast }: Ground, partition: number): number {
  const { clients, groups } = accounts;
  return cast.groups.findIndex(
    ({ partitions, service }, group) =>
      partitions.includes(partition) &&
      groups.isAttached(group) &&
      clients.readsCommitted(service) === true,
  );
}

function watchTransactions(ground: Ground): Watcher {
  const { accounts, phrases } = ground;
  const { logs, transactions } = accounts;
  // By open transaction: the deliveries of its records, and the rows of its records.
  const early = new Map<number, number[]>();
  const records = new Map<number, number[]>();
  const tellRead = (given: string, when: string) =>
    `${given}, and its transaction was aborted at ${when}.`;
  return {
    kinds: ['transaction-record', 'record-delivered', 'transaction-ended'],
    see(trace, row, found) {
      const kind = trace.kind(row);
      const add = (map: Map<number, number[]>, key: number): void => {
        map.set(key, [...(map.get(key) ?? []), row]);
      };
      const given = (each: number): string =>
        `${phrases.actor(trace.actor(each))} was given ${phrases.messageOfOrder(trace, trace.message(each), trace.order(each))} at ${seconds(trace.time(each))}`;
      if (kind === code['transaction-record']) add(records, trace.c(row));
      else if (kind === code['record-delivered']) {
        const transaction = transactions.at(trace.a(row), trace.b(row));
        const fate = transactions.fate(transaction);
        if (fate === 'open') add(early, transaction);
        if (fate !== 'aborted') return;
        const ended = transactions.endedRow(transaction);
        found(row, () => tellRead(given(row), seconds(trace.time(ended))), ended);
      } else {
        const transaction = trace.a(row);
        const now = seconds(trace.time(row));
        if (trace.b(row) === 0) {
          for (const each of early.get(transaction) ?? []) {
            found(row, () => tellRead(given(each), now), each);
          }
        }
        const held = records.get(transaction) ?? [];
        records.delete(transaction);
        early.delete(transaction);
        const first = held[0] ?? row;
        if (trace.time(row) - trace.time(first) < longOpen) return;
        const partition = trace.a(first);
        const own = held.filter((each) => trace.a(each) === partition).length;
        const behind = logs.highWatermark(partition) - trace.b(first) - own;
        const group = waiting(ground, partition);
        if (behind <= 0 || group < 0) return;
        const since = seconds(trace.time(first));
        found(
          row,
          () =>
            `${phrases.group(group)} waited for transaction ${transaction}, open from ${since} to ${now}, with ${counted(behind, 'record')} behind it in ${phrases.partition(partition)}.`,
          first,
        );
      }
    },
  };
}

/** 13: read_uncommitted reads what is aborted, read_committed waits. */
export const isolation: Misbehaviour = {
  id: 13,
  name: 'isolation',
  sentence:
    'With read_uncommitted aborted records are read; with read_committed one open transaction holds all up.',
  jepsen: 'G1a',
  watch: watchTransactions,
};
