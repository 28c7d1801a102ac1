/** Rules of what a producer sends: copies, sequences, ends, and the room for what waits. */
import { code, produceErrors } from '../../trace/index.ts';
import { Column, columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** The error of a send that found no room in the buffer: no request is made of it, whatever other sends of the message do. */
const noRoom = produceErrors.indexOf('BUFFER_EXHAUSTED');

/** P2: no more copies than requests. */
export function copiesAreSent({ cast, phrases }: Ground): Invariant {
  // By producer: for each message, requests less appended copies.
  const left = columns(cast.actors.length);
  return invariant({
    id: 'P2',
    sentence: 'A message is stored at most as often as requests with it were sent.',
    formula:
      'At each row, the record-appended rows of a message and a producer are at most its produce-sent rows.',
    kinds: ['produce-sent', 'record-appended'],
    see(trace, row, broken) {
      const message = trace.message(row);
      if (trace.kind(row) === code['produce-sent']) {
        left[trace.actor(row)]?.add(message, 1);
        return;
      }
      const producer = trace.c(row);
      if ((left[producer]?.add(message, -1) ?? 0) >= 0) return;
      const what = phrases.messageOfOrder(trace, message, trace.order(row));
      broken(row, () => `${what} was stored once more than ${phrases.actor(producer)} sent it.`);
    },
  });
}

/** P3: the numbers of batches leave no gap. */
export function sequencesAreDense({ cast, phrases }: Ground): Invariant {
  // By producer: for each partition, the sequence that comes next.
  const next = columns(cast.actors.length);
  return invariant({
    id: 'P3',
    sentence:
      'An idempotent producer numbers its records without a gap, and from 0 when it begins anew.',
    formula:
      'The sequence of each batch-sent that has one is at most the highest end of a batch before of its process and partition since the process crashed, and 0 at first.',
    kinds: ['batch-sent', 'process-crashed'],
    see(trace, row, broken) {
      const actor = trace.actor(row);
      if (trace.kind(row) === code['process-crashed']) {
        next[actor]?.clear();
        return;
      }
      const partition = trace.a(row);
      const sequence = trace.b(row);
      if (sequence < 0) return;
      const due = next[actor]?.at(partition) ?? 0;
      next[actor]?.set(partition, Math.max(due, sequence + trace.c(row)));
      if (sequence <= due) return;
      const who = phrases.actor(actor);
      broken(
        row,
        () =>
          `${who} numbered a batch to ${phrases.partition(partition)} from ${sequence} on; ${due} was next.`,
      );
    },
  });
}

/** P5: a send ends once. */
export function sendsEndOnce({ cast, phrases }: Ground): Invariant {
  // By producer: for each message, how often it was sent anew and is not at its end.
  const open = columns(cast.actors.length);
  return invariant({
    id: 'P5',
    sentence: 'A send ends once: acknowledged, or given up.',
    formula:
      'At each row, the produce-acked rows of a process and message are at most its produce-sent rows with attempt 1; no produce-acked follows the send-expired of the same send. A send that found no room in the buffer is none.',
    kinds: ['produce-sent', 'produce-acked', 'send-expired'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      const actor = trace.actor(row);
      const message = trace.message(row);
      if (kind === code['produce-sent']) {
        if (trace.c(row) === 1) open[actor]?.add(message, 1);
        return;
      }
      const left = open[actor]?.at(message) ?? 0;
      if (kind === code['send-expired']) {
        // What expires in the buffer was never sent.
        if (left > 0 && trace.b(row) !== noRoom) open[actor]?.set(message, left - 1);
      } else if (left > 0) open[actor]?.set(message, left - 1);
      else {
        const what = phrases.messageOfOrder(trace, message, trace.order(row));
        broken(
          row,
          () =>
            `${phrases.actor(actor)} was told that ${what} is stored, but it waits for no such answer.`,
        );
      }
    },
  });
}

/** P6: a producer keeps no more than it has room for. */
export function bufferIsBounded({ cast, phrases }: Ground): Invariant {
  const isFull = cast.actors.map(() => false);
  return invariant({
    id: 'P6',
    sentence:
      'A producer holds no more than buffer.memory, and says when it is full and when there is room again.',
    formula:
      'In each buffer-full and buffer-freed, bytes is at least 0 and at most limit; a buffer-freed of a process follows a buffer-full.',
    kinds: ['buffer-full', 'buffer-freed', 'process-crashed'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      const actor = trace.actor(row);
      const wasFull = isFull[actor] === true;
      isFull[actor] = kind === code['buffer-full'];
      if (kind === code['process-crashed']) return;
      const bytes = trace.b(row);
      const limit = trace.c(row);
      const who = phrases.actor(actor);
      if (bytes < 0 || bytes > limit) {
        broken(row, () => `${who} holds ${bytes} bytes of ${limit}.`);
      } else if (kind === code['buffer-freed'] && !wasFull) {
        broken(row, () => `${who} has room again, though it was not full.`);
      }
    },
  });
}

/** R9: what was surely not stored is not stored. */
export function failedIsNotStored({ cast, phrases }: Ground): Invariant {
  // By producer: for each message, one more than the row that gave it up for sure; and the row that stored it since it was sent.
  const failed = columns(cast.actors.length);
  const stored = columns(cast.actors.length);
  return invariant({
    id: 'R9',
    sentence: 'What a producer gives up as surely not stored is not in the log.',
    formula:
      'Between a produce-sent with attempt 1 and a send-expired with known 1 of a process and message there is no record-appended of them, nor after it before they are sent anew. A send that found no room in the buffer is none.',
    kinds: ['produce-sent', 'record-appended', 'send-expired'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      const message = trace.message(row);
      const appending = kind === code['record-appended'];
      const actor = appending ? trace.c(row) : trace.actor(row);
      const what = (): string => phrases.messageOfOrder(trace, message, trace.order(row));
      if (kind === code['send-expired'] && trace.b(row) === noRoom) return;
      if (kind === code['produce-sent']) {
        if (trace.c(row) !== 1) return;
        failed[actor]?.set(message, 0);
        stored[actor]?.set(message, 0);
      } else if (appending) {
        stored[actor]?.set(message, row + 1);
        const given = (failed[actor]?.at(message) ?? 0) - 1;
        if (given < 0) return;
        const when = seconds(trace.time(row));
        broken(
          row,
          () =>
            `${what()} was stored at ${when}, after ${phrases.actor(actor)} had given it up for good.`,
          given,
        );
      } else {
        const before = (stored[actor]?.at(message) ?? 0) - 1;
        // What comes after is another send, which may end in the buffer without a request of its own.
        stored[actor]?.set(message, 0);
        if (trace.c(row) !== 1) return;
        failed[actor]?.set(message, row + 1);
        if (before < 0) return;
        broken(
          row,
          () => `${phrases.actor(actor)} gave ${what()} up as not stored, but it was.`,
          before,
        );
      }
    },
  });
}

/** P4: who was fenced writes nothing. */
export function fencedNeverWrites({ phrases }: Ground): Invariant {
  const epoch = new Column(-1);
  const producerOf = new Column(-1);
  const epochOf = new Column(-1);
  return invariant({
    id: 'P4',
    sentence: 'A producer whose epoch is over writes nothing more.',
    formula:
      'The epochs of a producer’s producer-initialised rows strictly increase; no transaction-begun or transaction-record is of an older epoch than the last of its producer.',
    kinds: ['producer-initialised', 'transaction-begun', 'transaction-record'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      if (kind === code['producer-initialised']) {
        const producer = trace.a(row);
        const before = epoch.at(producer);
        epoch.set(producer, Math.max(before, trace.b(row)));
        if (trace.b(row) > before) return;
        broken(row, () => `Producer ${producer} went from epoch ${before} to ${trace.b(row)}.`);
        return;
      }
      const begun = kind === code['transaction-begun'];
      const transaction = begun ? trace.a(row) : trace.c(row);
      if (begun) {
        producerOf.set(transaction, trace.b(row));
        epochOf.set(transaction, trace.c(row));
      }
      const producer = producerOf.at(transaction);
      if (producer < 0 || epochOf.at(transaction) >= epoch.at(producer)) return;
      const who = phrases.actor(trace.actor(row));
      broken(
        row,
        () =>
          `${who} wrote in transaction ${transaction} of epoch ${epochOf.at(transaction)}; producer ${producer} is in epoch ${epoch.at(producer)}.`,
      );
    },
  });
}
