/** Anomalies of order: consumers that skip or go back, producers whose later records come first. */
import { clause } from '../findings.ts';
import { seconds } from '../phrases.ts';
import { backOf, interleaving, reorderOf, skipOf } from './allowances.ts';
import type { AnomalyName, Case, Check } from './anomaly.ts';
import type { History } from './history.ts';
import type { Poll } from './polls.ts';
import type { Send } from './sends.ts';

/** Two successive polls of one consumer in one partition. */
interface Pair {
  readonly before: Poll;
  readonly now: Poll;
}

/** Successive polls, but for those between which the consumer was given the partition anew. */
function* successive({ polls }: History): Generator<Pair> {
  const last = new Map<string, Poll>();
  for (const now of polls) {
    if (!now.isOrdered) continue;
    const key = `${now.actor} ${now.partition}`;
    const before = last.get(key);
    last.set(key, now);
    if (before !== undefined && !now.isFresh) yield { before, now };
  }
}

/** By partition: the offsets at which some client saw a value whose transaction was not aborted, in their order. */
function visible({ log, accounts }: History): readonly (readonly number[])[] {
  return log.map((offsets, partition) =>
    [...offsets.keys()]
      .filter((offset) => accounts.transactions.fateAt(partition, offset) !== 'aborted')
      .sort((a, b) => a - b),
  );
}

/** The first of some sorted offsets that lies between two, -1 for none. */
function between(offsets: readonly number[], from: number, until: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] as number) <= from) low = middle + 1;
    else high = middle;
  }
  const next = offsets[low] ?? until;
  return next < until ? next : -1;
}

function skips(isWithin: boolean): Check['find'] {
  return (history) => {
    const { phrases, trace, log } = history;
    const seen = visible(history);
    const cases: Case[] = [];
    for (const { before, now } of successive(history)) {
      const isOne = before.answer >= 0 && before.answer === now.answer;
      if (isOne !== isWithin || now.offset <= before.offset + 1) continue;
      const missed = between(seen[now.partition] ?? [], before.offset, now.offset);
      if (missed < 0) continue;
      const witness = log[now.partition]?.get(missed)?.[0]?.row ?? -1;
      const tell = () => [
        clause(
          `${phrases.actor(now.actor)} was given offset ${before.offset} of ${phrases.partition(now.partition)}`,
          before.row,
        ),
        clause(`and then offset ${now.offset} at ${seconds(trace.time(now.row))},`, now.row),
        clause(`but offset ${missed} stands in between`, witness),
      ];
      cases.push({ row: now.row, tell, allowed: skipOf(history, now, missed) });
    }
    return cases;
  };
}

const skipTerms =
  'The log keeps its records: no compaction, no deletion before they are read, no auto.offset.reset.';

function skipCheck(name: AnomalyName, sentence: string, formula: string, isWithin: boolean): Check {
  return { name, sentence, formula, precondition: skipTerms, find: skips(isWithin) };
}

/** A consumer passes over a record from one answer to the next. */
export const pollSkip = skipCheck(
  'poll-skip',
  'A consumer read on, and passed over a record that others saw.',
  'Two successive polls (p, o) and (p, r) of one consumer in different fetches, and a value at (p, s) with o < s < r.',
  false,
);

/** A consumer is given an answer with a hole. */
export const intPollSkip = skipCheck(
  'int-poll-skip',
  'One answer to a fetch left out a record that others saw.',
  'Two successive polls (p, o) and (p, r) of one consumer in one fetch, and a value at (p, s) with o < s < r.',
  true,
);

/** A consumer goes back. */
export const nonmonotonicPoll: Check = {
  name: 'nonmonotonic-poll',
  sentence: 'A consumer went back, though it was given its partition only once.',
  formula: 'Two successive polls (p, o) and (p, r) of one consumer with r ≤ o.',
  precondition: 'No auto.offset.reset; a rebalance or a restart begins anew.',
  find(history) {
    const { phrases, trace } = history;
    const cases: Case[] = [];
    for (const { before, now } of successive(history)) {
      if (now.offset > before.offset) continue;
      const tell = () => [
        clause(
          `${phrases.actor(now.actor)} was given offset ${before.offset} of ${phrases.partition(now.partition)}`,
          before.row,
        ),
        clause(`and then offset ${now.offset} at ${seconds(trace.time(now.row))}`, now.row),
      ];
      cases.push({ row: now.row, tell, allowed: backOf(history, now) });
    }
    return cases;
  },
};

/** A producer’s later record has a lower offset. */
export const nonmonotonicSend: Check = {
  name: 'nonmonotonic-send',
  sentence: 'A producer sent one record after another, and it came to stand before it.',
  formula:
    'Two sends of one process and partition since its last crash, the later one acknowledged at a lower offset.',
  precondition: 'enable.idempotence, or max.in.flight.requests.per.connection=1.',
  find(history) {
    const { phrases, trace } = history;
    const highest = new Map<string, Send>();
    const cases: Case[] = [];
    for (const send of history.sends) {
      const { producer, partition, incarnation, offset, result } = send;
      if (result !== 'ok' || offset < 0) continue;
      const key = `${producer} ${partition} ${incarnation}`;
      const before = highest.get(key);
      if (before === undefined || before.offset < offset) highest.set(key, send);
      if (before === undefined || before.offset <= offset) continue;
      const what = (each: Send): string =>
        phrases.messageOfOrder(trace, each.message, trace.order(each.settledRow));
      const tell = () => [
        clause(
          `${phrases.actor(producer)} sent ${what(before)} before ${what(send)},`,
          before.sentRow,
          send.sentRow,
        ),
        clause(`but it stands at ${phrases.place(partition, before.offset)}`, before.settledRow),
        clause(`and the later one at offset ${offset}`, send.settledRow),
      ];
      const row = Math.max(before.settledRow, send.settledRow);
      cases.push({ row, tell, allowed: reorderOf(history, before, send) });
    }
    return cases;
  },
};

/** Records of others stand between those of one transaction. */
export const intSendSkip: Check = {
  name: 'int-send-skip',
  sentence: 'A record of somebody else stands between two records of one transaction.',
  formula:
    'Two successive writes (p, o) and (p, r) of one transaction, and a value of another sender at (p, s) with o < s < r.',
  precondition: 'None: Kafka never promises that a transaction’s records stand together.',
  find(history) {
    const { phrases, log } = history;
    const seen = visible(history);
    return history.transactions.flatMap(({ id, writes, fate }) => {
      if (fate === 'aborted') return [];
      const own = new Set(writes.map(({ message }) => message));
      const last = new Map<number, (typeof writes)[number]>();
      return writes.flatMap((write): Case[] => {
        const before = last.get(write.partition);
        last.set(write.partition, write);
        if (before === undefined) return [];
        const at = between(seen[write.partition] ?? [], before.offset, write.offset);
        const other = log[write.partition]?.get(at)?.find(({ message }) => !own.has(message));
        if (other === undefined) return [];
        const tell = () => [
          clause(
            `Transaction ${id} put its records at offsets ${before.offset} and ${write.offset} of ${phrases.partition(write.partition)},`,
            before.row,
            write.row,
          ),
          clause(`and a record of another sender stands at offset ${at}`, other.row),
        ];
        return [{ row: write.row, tell, allowed: interleaving }];
      });
    });
  },
};
