/** Rules of figures, and of what is left when a run is over. */
import { code, reasons } from '../../trace/index.ts';
import { columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

const poisoned = reasons.indexOf('poisoned message');

/** M1: lag is never negative. */
export function lagIsNeverNegative({ accounts, phrases }: Ground): Invariant {
  const { logs } = accounts;
  return invariant({
    id: 'M1',
    sentence: 'No group is ahead of what consumers may see.',
    formula:
      'The offset of each offset-committed is at most the high watermark of its partition, save after an unclean election or a lost disk.',
    kinds: ['offset-committed'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const lag = logs.highWatermark(partition) - trace.b(row);
      if (lag >= 0 || logs.unsafeRow(partition) >= 0) return;
      broken(
        row,
        () =>
          `${phrases.group(trace.c(row))} has a lag of ${lag} in ${phrases.partition(partition)}.`,
      );
    },
  });
}

/** G16: in the end a healthy group has nothing left to do. */
export function nothingIsLeft({ accounts, cast, phrases }: Ground): Invariant {
  const { groups, handling, logs, processes, transactions, clients } = accounts;
  const hasPoison = cast.groups.map(() => false);
  return invariant({
    id: 'G16',
    sentence: 'When a run has drained, a healthy group has finished all that it was to read.',
    formula:
      'At run-drained, for each attached consumer group without poisoned messages, in each partition that a process which is up holds, no record from the committed offset, or from where the last reset led, up to the high watermark is left that stands, is not aborted, is of a type that the service hears, and is not finished.',
    about: 'the end',
    kinds: ['work-failed', 'reset-failed', 'run-drained'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      if (kind !== code['run-drained']) {
        const isPoison = kind === code['reset-failed'] || trace.b(row) === poisoned;
        const group = groups.of(trace.actor(row));
        if (isPoison && group >= 0) hasPoison[group] = true;
        return;
      }
      cast.groups.forEach((_, group) => {
        const isOff = groups.isShare(group) || !groups.isAttached(group);
        if (isOff || hasPoison[group] === true) return;
        for (const partition of groups.partitionsOf(group)) {
          const holder = groups.holder(trace, group, partition);
          if (holder < 0 || processes.condition(holder) !== 'up') continue;
          const reset = groups.resetRow(group, partition);
          const from = Math.max(
            groups.begin(group, partition),
            groups.committed(group, partition),
            reset < 0 ? 0 : trace.b(reset),
          );
          const committed = clients.ofGroup(group, 'isolation.level') === 'read_committed';
          const open = committed ? transactions.firstOpen(partition) : Infinity;
          const end = Math.min(open, logs.highWatermark(partition));
          for (let offset = Math.max(0, from); offset < end; offset++) {
            const put = logs.rowAt(partition, offset);
            if (put < 0 || !logs.stands(trace, put)) continue;
            if (!handling.owes(group, trace.message(put))) continue;
            if (transactions.fateAt(partition, offset) === 'aborted') continue;
            broken(
              row,
              () =>
                `At the end ${phrases.actor(holder)} has not handled ${phrases.place(partition, offset)}.`,
              put,
            );
            return;
          }
        }
      });
    },
  });
}

/** K6: an inbox takes a message in once. */
export function inboxTakesOnce({ accounts, cast, phrases }: Ground): Invariant {
  const { clients } = accounts;
  const taken = columns(cast.services.length);
  return invariant({
    id: 'K6',
    sentence: 'Reading a record again changes nothing in a service with an inbox.',
    formula:
      'For each service with an inbox and each message, at most one store-committed has inbox rows.',
    kinds: ['store-committed'],
    see(trace, row, broken) {
      const service = cast.actors[trace.actor(row)]?.service ?? -1;
      const settings = clients.service(service);
      const message = trace.message(row);
      if (trace.c(row) < 1 || settings === undefined || !('inbox' in settings) || !settings.inbox)
        return;
      const before = (taken[service]?.at(message) ?? 0) - 1;
      taken[service]?.set(message, row + 1);
      if (before < 0) return;
      const what = phrases.messageOfOrder(trace, message, trace.order(row));
      broken(
        row,
        () =>
          `${phrases.service(service)} took ${what} into its inbox again at ${seconds(trace.time(row))}.`,
        before,
      );
    },
  });
}

/** K5: who begins in the middle begins where its policy says. */
export function beginsWherePolicySays({ accounts, phrases }: Ground): Invariant {
  const { clients, groups, logs } = accounts;
  return invariant({
    id: 'K5',
    sentence:
      'A group without a committed offset begins at the end of the log, or at its beginning, as auto.offset.reset says.',
    formula:
      'Where a group has no committed offset, a partition-assigned that names one begins with earliest at the log start, and with latest no later than the log end.',
    kinds: ['partition-assigned'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const group = groups.of(trace.actor(row));
      const offset = trace.c(row);
      if (offset < 0 || groups.isShare(group) || groups.committedRow(group, partition) >= 0) return;
      if (!clients.isConstant('auto.offset.reset')) return;
      const policy = clients.ofGroup(group, 'auto.offset.reset');
      const [start, end] = [logs.start(partition), logs.peak(partition)];
      if (policy === 'earliest' && offset <= start) return;
      if (policy === 'latest' && offset <= end) return;
      // The consumer finds out by itself that there is nowhere to begin.
      if (policy === 'none') return;
      const who = phrases.actor(trace.actor(row));
      broken(
        row,
        () =>
          `${who} begins ${phrases.partition(partition)} at ${offset}; its policy is ${String(policy)}, and the log goes from ${start} to ${end}.`,
      );
    },
  });
}
