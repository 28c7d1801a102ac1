/** Records that were stored and are gone: with a leader, and with an election that should not have been. */
import { code } from '../../trace/index.ts';
import { Column, columns } from '../folds/column.ts';
import { areOf, counted, seconds } from '../phrases.ts';
import type { Misbehaviour } from './misbehaviour.ts';

/** 17: an acknowledged record is gone. */
export const acknowledgedGone: Misbehaviour = {
  id: 17,
  name: 'acknowledged record gone',
  sentence:
    'A leader dies with records that it alone had and had acknowledged: their offsets are used again.',
  jepsen: 'lost-write',
  watch({ accounts, phrases }) {
    const { acknowledged, logs } = accounts;
    const told = new Column();
    return {
      kinds: ['leader-elected', 'disk-lost', 'produce-acked'],
      see(trace, row, found) {
        const partition = trace.a(row);
        const kind = trace.kind(row);
        const isUnclean = kind === code['leader-elected'] && trace.c(row) === 0;
        if (kind === code['disk-lost'] && trace.actor(row) !== logs.leader(partition)) return;
        if (kind === code['produce-acked']) {
          const appended = acknowledged.appendedRow(partition, trace.b(row));
          if (appended < 0 || logs.rowAt(partition, trace.b(row)) === appended) return;
        }
        for (const appended of acknowledged.missing(partition)) {
          if (told.at(appended) === 1) continue;
          told.set(appended, 1);
          // What an unclean election loses is told of it.
          if (isUnclean) continue;
          const what = phrases.messageOfOrder(
            trace,
            trace.message(appended),
            trace.order(appended),
          );
          const place = phrases.place(partition, trace.b(appended));
          found(
            row,
            () =>
              `${what} was acknowledged at ${place}, and is gone since ${seconds(trace.time(row))}: ${phrases.actor(logs.leader(partition))} leads without it.`,
            appended,
            acknowledged.ackedRow(partition, trace.b(appended)),
          );
        }
      },
    };
  },
};

/** 18: an unclean election loses what was committed. */
export const uncleanElection: Misbehaviour = {
  id: 18,
  name: 'unclean election',
  sentence:
    'A replica that was not in sync leads: records below the high watermark are gone, and an offset has another record than before.',
  jepsen: 'inconsistent-offsets',
  watch({ accounts, cast, phrases }) {
    const { logs } = accounts;
    const mark = new Float64Array(cast.partitions.length);
    const given = columns(cast.partitions.length, -1);
    return {
      kinds: ['high-watermark-raised', 'leader-elected', 'record-delivered'],
      see(trace, row, found) {
        const partition = trace.a(row);
        const kind = trace.kind(row);
        const where = phrases.partition(partition);
        if (kind === code['high-watermark-raised']) {
          mark[partition] = Math.max(mark[partition] ?? 0, trace.b(row));
        } else if (kind === code['record-delivered']) {
          const before = given[partition]?.at(trace.b(row)) ?? -1;
          given[partition]?.set(trace.b(row), row);
          if (before < 0 || trace.message(before) === trace.message(row)) return;
          const first = phrases.message(trace, trace.message(before));
          const now = phrases.message(trace, trace.message(row));
          found(
            row,
            () =>
              `${phrases.actor(trace.actor(row))} was given ${now} at ${phrases.place(partition, trace.b(row))}, where ${phrases.actor(trace.actor(before))} had been given ${first}.`,
            before,
          );
        } else {
          const lost = (mark[partition] ?? 0) - logs.end(partition);
          if (trace.c(row) !== 0) return;
          mark[partition] = Math.min(mark[partition] ?? 0, logs.end(partition));
          if (lost <= 0) return;
          found(
            row,
            () =>
              `${phrases.actor(trace.actor(row))} leads ${where} since ${seconds(trace.time(row))} though it was not in sync: ${counted(lost, 'record')} that consumers could see ${areOf(lost)} gone.`,
          );
        }
      },
    };
  },
};
