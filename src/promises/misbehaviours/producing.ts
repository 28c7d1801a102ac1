/** Producers that repeat themselves: copies, and a changed order. */
import { code } from '../../trace/index.ts';
import { columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import type { Misbehaviour } from './misbehaviour.ts';

/** 15: a repeated request is stored again. */
export const retryDuplicates: Misbehaviour = {
  id: 15,
  name: 'retry without idempotence',
  sentence:
    'An acknowledgement is lost and the producer sends again: the record is in the log twice.',
  jepsen: 'duplicate',
  watch({ accounts, cast, phrases }) {
    const { logs } = accounts;
    // By producer: for each message, sends less copies, and the last copy.
    const left = columns(cast.actors.length);
    const copy = columns(cast.actors.length, -1);
    return {
      kinds: ['produce-sent', 'record-appended'],
      see(trace, row, found) {
        const message = trace.message(row);
        if (trace.kind(row) === code['produce-sent']) {
          if (trace.c(row) === 1) left[trace.actor(row)]?.add(message, 1);
          return;
        }
        const producer = trace.c(row);
        const before = copy[producer]?.at(message) ?? -1;
        copy[producer]?.set(message, row);
        if ((left[producer]?.add(message, -1) ?? 0) >= 0 || before < 0) return;
        left[producer]?.set(message, 0);
        if (logs.replica(trace.a(before), trace.actor(row))?.rowAt(trace.b(before)) !== before)
          return;
        const what = phrases.messageOfOrder(trace, message, trace.order(row));
        found(
          row,
          () =>
            `${phrases.actor(producer)} sent ${what} once, and it stands in the log twice, at ${phrases.place(trace.a(before), trace.b(before))} and at offset ${trace.b(row)} since ${seconds(trace.time(row))}.`,
          before,
        );
      },
    };
  },
};

/** 16: records of one producer change places. */
export const reordering: Misbehaviour = {
  id: 16,
  name: 'reordering by retry',
  sentence:
    'A request fails while the next one is on its way: records of one producer stand in another order than it sent them.',
  jepsen: 'nonmonotonic-send',
  watch({ accounts, cast, phrases }) {
    const { processes } = accounts;
    const sent = columns(cast.actors.length, -1);
    const last = cast.actors.map(() => new Float64Array(cast.partitions.length).fill(-1));
    return {
      kinds: ['produce-sent', 'record-appended'],
      see(trace, row, found) {
        const message = trace.message(row);
        if (trace.kind(row) === code['produce-sent']) {
          // What is sent anew has no place in the order: either request may be the one that is stored.
          const known = sent[trace.actor(row)];
          if (trace.c(row) === 1) known?.set(message, known.at(message) === -1 ? row : -2);
          return;
        }
        const producer = trace.c(row);
        const lanes = last[producer];
        const first = sent[producer]?.at(message) ?? -1;
        if (lanes === undefined || first <= processes.crashedRow(producer)) return;
        const before = lanes[trace.a(row)] ?? -1;
        lanes[trace.a(row)] = Math.max(before, first);
        // A copy of an earlier record is a duplicate, and no new order.
        sent[producer]?.set(message, -2);
        if (first >= before) return;
        const what = phrases.messageOfOrder(trace, message, trace.order(row));
        const other = phrases.messageOfOrder(trace, trace.message(before), trace.order(before));
        found(
          row,
          () =>
            `${phrases.actor(producer)} sent ${what} before ${other}, and it was stored after it, at ${seconds(trace.time(row))}.`,
          first,
          before,
        );
      },
    };
  },
};
