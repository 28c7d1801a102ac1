/** Records that a group never gets: by a reset, by retention, by compaction. */
import { cleaningReasons, code, deletionReasons } from '../../trace/index.ts';
import { columns } from '../folds/column.ts';
import { counted, seconds } from '../phrases.ts';
import type { Misbehaviour } from './misbehaviour.ts';

const tombstone = cleaningReasons.indexOf('tombstone');

/** 10: auto.offset.reset decides, and records are passed over. */
export const offsetReset: Misbehaviour = {
  id: 10,
  name: 'offset reset',
  sentence:
    'A group has no committed offset: with latest it misses what was before, with none it stops.',
  jepsen: 'poll-skip',
  watch({ cast, phrases }) {
    // By process: for each partition, 1 when it was told that it is out of the log.
    const out = columns(cast.actors.length);
    return {
      kinds: ['offset-out-of-range', 'position-reset', 'reset-failed'],
      see(trace, row, found) {
        const actor = trace.actor(row);
        const partition = trace.a(row);
        const kind = trace.kind(row);
        if (kind === code['offset-out-of-range']) {
          out[actor]?.set(partition, 1);
          return;
        }
        const wasOut = out[actor]?.at(partition) === 1;
        out[actor]?.set(partition, 0);
        const who = phrases.actor(actor);
        const where = phrases.partition(partition);
        const when = seconds(trace.time(row));
        if (kind === code['reset-failed']) {
          found(row, () => `${who} had nowhere to begin in ${where} at ${when}, and stopped.`);
        } else if (!wasOut && trace.c(row) > 0) {
          const skipped = counted(trace.c(row), 'record');
          found(
            row,
            () =>
              `${who} began ${where} at offset ${trace.b(row)} at ${when} and passed over ${skipped}.`,
          );
        }
      },
    };
  },
};

/** 11: what was not read yet is deleted. */
export const retentionUnderLag: Misbehaviour = {
  id: 11,
  name: 'retention under lag',
  sentence: 'Retention deletes records that a group has not read: the producer sees nothing of it.',
  jepsen: 'poll-skip',
  watch({ accounts, cast, phrases }) {
    const { clients, groups, handling, logs } = accounts;
    return {
      kinds: ['log-start-moved'],
      see(trace, row, found) {
        const partition = trace.a(row);
        const start = trace.b(row);
        cast.groups.forEach(({ partitions }, group) => {
          if (!partitions.includes(partition) || !groups.isAttached(group)) return;
          const from = Math.max(groups.committed(group, partition), groups.begin(group, partition));
          const isEarly = clients.ofGroup(group, 'auto.offset.reset') === 'earliest';
          if (from < 0 && !isEarly) return;
          let lost = 0;
          for (let offset = Math.max(0, from); offset < start; offset++) {
            const put = logs.rowAt(partition, offset);
            if (put >= 0 && handling.owes(group, trace.message(put))) lost++;
          }
          if (lost === 0) return;
          const why = deletionReasons[trace.c(row)] ?? 'policy';
          const where = phrases.partition(partition);
          found(
            row,
            () =>
              `${why} deleted ${where} up to offset ${start} at ${seconds(trace.time(row))}, and ${counted(lost, 'record')} of it that ${phrases.group(group)} had not handled.`,
            logs.rowAt(partition, start - 1),
          );
        });
      },
    };
  },
};

/** 12: what was compacted away is never seen. */
export const compactedAway: Misbehaviour = {
  id: 12,
  name: 'compaction',
  sentence:
    'A late reader of a compacted topic never sees what was superseded; and without the tombstone it keeps a ghost.',
  jepsen: 'unseen',
  watch({ accounts, cast, phrases }) {
    const { groups, handling, logs } = accounts;
    // By group: for each partition, the next offset.
    const next = columns(cast.groups.length);
    return {
      kinds: ['record-delivered'],
      see(trace, row, found) {
        const group = groups.of(trace.actor(row));
        const partition = trace.a(row);
        const from = next[group]?.at(partition) ?? 0;
        next[group]?.set(partition, Math.max(from, trace.b(row) + 1));
        let first = -1;
        let missed = 0;
        for (let offset = from; offset < trace.b(row); offset++) {
          const cleaned = logs.cleanedRow(partition, offset);
          const put = cleaned < 0 ? -1 : logs.rowAt(partition, offset);
          if (put < 0 || !handling.owes(group, trace.message(put))) continue;
          missed++;
          if (first < 0 || trace.c(cleaned) === tombstone) first = cleaned;
        }
        if (missed === 0) return;
        const stone = trace.c(first) === tombstone ? ', a tombstone among them' : '';
        found(
          row,
          () =>
            `${phrases.group(group)} never saw ${counted(missed, 'record')} of ${phrases.partition(partition)} that the cleaner had removed${stone}.`,
          first,
        );
      },
    };
  },
};
