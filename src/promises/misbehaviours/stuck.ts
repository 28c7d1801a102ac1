/** Partitions that stand still: behind a record that nobody can handle, and behind one that takes long. */
import { code, reasons, type Trace } from '../../trace/index.ts';
import type { Ground } from '../engine/invariant.ts';
import { Column, columns } from '../folds/column.ts';
import { counted, seconds } from '../phrases.ts';
import type { Misbehaviour, Watcher } from './misbehaviour.ts';

const poisoned = reasons.indexOf('poisoned message');
const second = 1_000_000;
const fewTries = 3;

function watchPoison({ accounts, cast, phrases }: Ground): Watcher {
  const { groups, handling, logs, work } = accounts;
  // By group: for each message, its first failure as poison, and how many there were.
  const first = columns(cast.groups.length, -1);
  const count = columns(cast.groups.length);
  const letters = columns(cast.groups.length, -1);
  const known = columns(cast.groups.length);
  const what = (trace: Trace, row: number): string =>
    phrases.messageOfOrder(trace, trace.message(row), trace.order(row));
  return {
    kinds: ['work-failed', 'dead-lettered', 'offset-committed'],
    see(trace, row, found) {
      const kind = trace.kind(row);
      const actor = trace.actor(row);
      const group = kind === code['offset-committed'] ? trace.c(row) : groups.of(actor);
      const message = trace.message(row);
      if (kind === code['work-failed']) {
        if (trace.b(row) !== poisoned) return;
        if ((first[group]?.at(message) ?? -1) < 0) first[group]?.set(message, row);
        const tries = count[group]?.add(message, 1) ?? 0;
        const begun = first[group]?.at(message) ?? row;
        const delivered = work.deliveredRow(actor, message);
        if (delivered < 0 || tries < fewTries || trace.time(row) - trace.time(begun) < second)
          return;
        const waiting = logs.highWatermark(trace.a(delivered)) - trace.b(delivered) - 1;
        if (waiting <= 0) return;
        const behind = `${counted(waiting, 'record')} behind it in ${phrases.partition(trace.a(delivered))} ${waiting === 1 ? 'waits' : 'wait'}`;
        found(
          row,
          () =>
            `${phrases.actor(actor)} failed ${tries} times with ${what(trace, row)}, and ${behind}.`,
          begun,
          delivered,
        );
      } else if (kind === code['dead-lettered']) {
        const before = letters[group]?.at(message) ?? -1;
        letters[group]?.set(message, row);
        if (before < 0) return;
        found(row, () => `${what(trace, row)} was put with the dead letters twice.`, before);
      } else {
        const partition = trace.a(row);
        const from = known[group]?.at(partition) ?? 0;
        known[group]?.set(partition, Math.max(from, trace.b(row)));
        for (let offset = from; offset < trace.b(row); offset++) {
          const put = logs.rowAt(partition, offset);
          const failed = put < 0 ? -1 : (first[group]?.at(trace.message(put)) ?? -1);
          if (failed < 0 || !handling.owes(group, trace.message(put))) continue;
          found(
            row,
            () =>
              `${phrases.group(group)} could not handle ${what(trace, put)} and committed past it at ${seconds(trace.time(row))}: it is lost to it.`,
            failed,
          );
        }
      }
    },
  };
}

/** 8: a record that cannot be handled. */
export const poisonMessage: Misbehaviour = {
  id: 8,
  name: 'poison message',
  sentence:
    'A record can never be handled: it blocks its partition, is lost, or becomes a dead letter twice.',
  watch: watchPoison,
};

const ends = [
  'duplicate-suppressed',
  'event-ignored',
  'store-committed',
  'dead-lettered',
  'record-read',
] as const;

/** 9: one slow record delays all that stand behind it. */
export const headOfLine: Misbehaviour = {
  id: 9,
  name: 'head-of-line blocking',
  sentence: 'One slow record delays the records of all other keys behind it in its partition.',
  watch({ accounts, cast, phrases }) {
    const { clients, groups, keys, logs } = accounts;
    // By process: its last delivery, and the row that ended its last work.
    const last = new Float64Array(cast.actors.length).fill(-1);
    const ended = new Float64Array(cast.actors.length).fill(-1);
    const failed = new Column();
    return {
      kinds: ['work-failed', 'record-delivered', ...ends],
      see(trace, row, found) {
        const actor = trace.actor(row);
        const kind = trace.kind(row);
        if (kind === code['work-failed']) {
          if (trace.b(row) === poisoned) failed.set(trace.message(row), 1);
          return;
        }
        if (kind !== code['record-delivered']) {
          ended[actor] = row;
          return;
        }
        const group = groups.of(actor);
        const partition = trace.a(row);
        const before = last[actor] ?? -1;
        const end = ended[actor] ?? -1;
        last[actor] = row;
        if (before < 0 || end < before || trace.a(before) !== partition) return;
        if (groups.isShare(group) || failed.at(trace.message(before)) === 1) return;
        if (clients.serviceOfGroup(group)?.handling === 'handed-off') return;
        if (keys.of(trace.order(before)) === keys.of(trace.order(row))) return;
        const put = logs.rowAt(partition, trace.b(row));
        if (put < 0) return;
        const waited = trace.time(end) - Math.max(trace.time(put), trace.time(before));
        if (waited < second) return;
        const slow = phrases.messageOfOrder(trace, trace.message(before), trace.order(before));
        const what = phrases.messageOfOrder(trace, trace.message(row), trace.order(row));
        found(
          row,
          () =>
            `${what} waited ${seconds(waited)} behind ${slow}, which ${phrases.actor(actor)} had begun at ${seconds(trace.time(before))}.`,
          put,
          before,
          end,
        );
      },
    };
  },
};
