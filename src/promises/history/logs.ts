/** Anomalies of the logs: offsets that differ, values that stand twice, that are lost, or that nobody has seen yet. */
import { clause } from '../findings.ts';
import { createdRow, seconds, times } from '../phrases.ts';
import type { Clause } from '../verdict.ts';
import { definiteFailure, lossOf, readsUncommitted, repeatOf } from './allowances.ts';
import type { Case, Check } from './anomaly.ts';
import type { History } from './history.ts';
import type { Send } from './sends.ts';
import { writerOf, type Transaction } from './transacted.ts';
import { unreadOf } from './unread.ts';

/** How many places of one record are named; of more it is said that these are among them. */
const mostPlaces = 5;

/** A message in words: "OrderPlaced of order 4". */
function named({ phrases, trace }: History, message: number, row: number): string {
  const made = createdRow(trace, message);
  return phrases.messageOfOrder(trace, message, trace.order(made < 0 ? row : made));
}

/** A value was seen by somebody at an offset, and another one by somebody else. */
export const inconsistentOffsets: Check = {
  name: 'inconsistent-offsets',
  sentence: 'Two clients saw different records at one offset of a partition.',
  formula:
    'For a partition p and an offset o: two values v ≠ w, each acknowledged or polled at (p, o).',
  precondition:
    'Records that were acknowledged stay: acks=all, min.insync.replicas ≥ 2, no unclean election, no lost disk.',
  find(history) {
    const { phrases } = history;
    return history.log.flatMap((offsets, partition) =>
      [...offsets].flatMap(([offset, seen]): Case[] => {
        const [first, second] = seen;
        if (first === undefined || second === undefined) return [];
        const tell = () => [
          clause(`At ${phrases.place(partition, offset)}`, first.row, second.row),
          clause(`${named(history, first.message, first.row)} was seen`, first.row),
          clause(`and ${named(history, second.message, second.row)} too`, second.row),
        ];
        return [{ row: second.row, tell, allowed: lossOf(history, partition) }];
      }),
    );
  },
};

/** A value was polled whose send has failed, or the copy of it that an aborted transaction wrote. */
export const abortedRead: Check = {
  name: 'G1a',
  sentence:
    'A consumer was given a record whose send surely failed, or whose transaction was aborted.',
  formula:
    'A poll at (p, o) of a record of an aborted transaction, or of a value all of whose sends failed: aborted, or given up as surely not stored.',
  precondition: 'isolation.level=read_committed; for sends without a transaction none.',
  find(history) {
    const { polls, phrases, trace } = history;
    const sends = sendsByMessage(history);
    const writer = writerOf(history.transactions);
    return polls.flatMap((poll): Case[] => {
      const { message, row, partition, offset } = poll;
      const of = sends.get(message) ?? [];
      const failure = failureOf(history, writer(poll), of);
      if (failure === undefined) return [];
      // Of several copies the one that was read is told by its place.
      const where = of.length > 1 ? ` at ${phrases.place(partition, offset)}` : '';
      const had = failure.row > row ? 'and then its send failed' : 'but its send had failed';
      const tell = () => [
        clause(
          `${phrases.actor(poll.actor)} was given ${named(history, message, row)}${where} at ${seconds(trace.time(row))},`,
          row,
        ),
        clause(`${had}: ${failure.reason}`, failure.row),
      ];
      const allowed = failure.isAborted ? readsUncommitted(history, poll) : '';
      return [{ row, tell, allowed }];
    });
  },
};

/** Why what was read should never have been stored: its own transaction decides, whatever became of other copies. */
function failureOf(
  history: History,
  writer: Transaction | undefined,
  sends: readonly Send[],
): { readonly row: number; readonly reason: string; readonly isAborted: boolean } | undefined {
  const aborted = 'its transaction was aborted';
  if (writer?.fate === 'aborted') return { row: writer.endedRow, reason: aborted, isAborted: true };
  const failed = sends.find(({ transaction }) => transaction >= 0) ?? sends[0];
  if (failed === undefined || sends.some(({ result }) => result !== 'failed')) return undefined;
  const by = history.transactions.find(({ id }) => id === failed.transaction);
  return by === undefined
    ? { row: failed.settledRow, reason: definiteFailure(history, failed), isAborted: false }
    : { row: by.endedRow, reason: aborted, isAborted: true };
}

/** A value stands at more than one offset. */
export const duplicate: Check = {
  name: 'duplicate',
  sentence: 'One record stands at several offsets of its topic.',
  formula: 'A value that is acknowledged or polled at two places (p, o) ≠ (q, r) of one topic.',
  precondition: 'enable.idempotence, and each record is sent once: no sender repeats itself.',
  find(history) {
    const { accounts, cast, phrases } = history;
    const sends = sendsByMessage(history);
    const places = new Map<string, { partition: number; offset: number; row: number }[]>();
    history.log.forEach((offsets, partition) => {
      for (const [offset, seen] of offsets) {
        // What was aborted does not stand in the log for those who read committed records.
        if (accounts.transactions.fateAt(partition, offset) === 'aborted') continue;
        for (const { message, row } of seen) {
          const key = `${cast.partitions[partition]?.topic ?? -1} ${message}`;
          const known = places.get(key) ?? [];
          known.push({ partition, offset, row });
          places.set(key, known);
        }
      }
    });
    return [...places].flatMap(([key, at]): Case[] => {
      const message = Number(key.split(' ')[1]);
      const ordered = [...at].sort((a, b) => a.row - b.row);
      const [first, second] = ordered;
      if (first === undefined || second === undefined) return [];
      const tell = () => [
        clause(
          `${named(history, message, first.row)} stands in the log ${times(at.length)}${at.length > mostPlaces ? ', among them' : ':'}`,
          first.row,
          second.row,
        ),
        ...inTurn(
          ordered
            .slice(0, mostPlaces)
            .map(({ partition, offset, row }) =>
              clause(`at ${phrases.place(partition, offset)}`, row),
            ),
        ),
      ];
      const allowed = repeatOf(history, sends.get(message) ?? []);
      return [{ row: second.row, tell, allowed }];
    });
  },
};

/** Clauses as a list, with "and" before the last. */
function inTurn(clauses: readonly Clause[]): readonly Clause[] {
  return clauses.map(({ words, rows }, at) => {
    const isLast = at === clauses.length - 1;
    const comma = clauses.length > 2 && !isLast ? ',' : '';
    return { words: `${isLast && at > 0 ? 'and ' : ''}${words}${comma}`, rows };
  });
}

/** The acknowledged sends that nobody has polled, with the highest offset that anybody has polled of their partition. */
function unpolled(
  history: History,
): { readonly send: Send; readonly highest: number; readonly by: number }[] {
  const seen = new Set(history.polls.map(({ partition, message }) => `${partition} ${message}`));
  const highest = new Map<number, { offset: number; row: number }>();
  for (const { partition, offset, row } of history.polls) {
    if (offset > (highest.get(partition)?.offset ?? -1)) highest.set(partition, { offset, row });
  }
  return history.sends.flatMap((send) => {
    const { partition, message, offset, result } = send;
    if (result !== 'ok' || offset < 0 || seen.has(`${partition} ${message}`)) return [];
    const most = highest.get(partition);
    return [{ send, highest: most?.offset ?? -1, by: most?.row ?? -1 }];
  });
}

/** An acknowledged value that nobody polled, though somebody polled what comes after it. */
export const lostWrite: Check = {
  name: 'lost-write',
  sentence: 'A record was acknowledged, consumers read past its offset, and nobody ever read it.',
  formula:
    'An acknowledged value at (p, o) that is never polled, where some poll of p has an offset ≥ o.',
  precondition:
    'acks=all, min.insync.replicas ≥ 2, no unclean election; and the log keeps records until they are read.',
  find(history) {
    const { phrases, trace } = history;
    return unpolled(history)
      .filter(({ send, highest }) => highest >= send.offset)
      .map(({ send, by }): Case => {
        const { message, settledRow, partition, offset } = send;
        const what = named(history, message, settledRow);
        const tell = () => [
          clause(
            `${what} was acknowledged at ${phrases.place(partition, offset)} at ${seconds(trace.time(settledRow))},`,
            settledRow,
          ),
          clause(`${phrases.actor(trace.actor(by))} read on past it,`, by),
          clause('and nobody was ever given it', settledRow),
        ];
        return { row: Math.max(settledRow, by), tell, allowed: unreadOf(history, send) };
      });
  },
};

/** An acknowledged value that nobody polled, and nothing after it either. */
export const unseen: Check = {
  name: 'unseen',
  sentence: 'A record was acknowledged, and nobody has read as far as that at the end.',
  formula:
    'An acknowledged value at (p, o) that is never polled, where no poll of p has an offset ≥ o.',
  precondition: 'The run has drained, and each partition has a reader that is up.',
  find(history) {
    const { phrases, trace } = history;
    return unpolled(history)
      .filter(({ send, highest }) => highest < send.offset)
      .map(({ send, by, highest }): Case => {
        const { message, settledRow, partition, offset } = send;
        const what = named(history, message, settledRow);
        const read =
          by < 0 ? 'and nobody has read anything there' : `and readers came to offset ${highest}`;
        const tell = () => [
          clause(
            `${what} was acknowledged at ${phrases.place(partition, offset)} at ${seconds(trace.time(settledRow))},`,
            settledRow,
          ),
          clause(read, by < 0 ? settledRow : by),
        ];
        return { row: settledRow, tell, allowed: unreadOf(history, send) };
      });
  },
};

function sendsByMessage({ sends }: History): ReadonlyMap<number, readonly Send[]> {
  const by = new Map<number, Send[]>();
  for (const send of sends) {
    const known = by.get(send.message);
    if (known === undefined) by.set(send.message, [send]);
    else known.push(send);
  }
  return by;
}
