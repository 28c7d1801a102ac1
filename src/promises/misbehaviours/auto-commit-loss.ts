/** Records that poll() committed before they were handled, and that nobody will handle. */
import { code } from '../../trace/index.ts';
import { columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import type { Misbehaviour } from './misbehaviour.ts';

/** 3: auto-commit passes unfinished work, and its owner is gone. */
export const autoCommitLoss: Misbehaviour = {
  id: 3,
  name: 'auto-commit loss',
  sentence:
    'poll() commits what is still at work, and the consumer dies: the record is never handled, and lag shows nothing.',
  watch({ accounts, cast, phrases }) {
    const { clients, groups, handling, logs } = accounts;
    const known = columns(cast.groups.length);
    // By process: the commits that passed unfinished records, as rows of those records' appends.
    const passed = cast.actors.map(
      (): { readonly appended: number; readonly commit: number }[] => [],
    );
    return {
      kinds: ['offset-committed', 'process-crashed', 'process-stopped', 'member-left'],
      see(trace, row, found) {
        const actor = trace.actor(row);
        if (trace.kind(row) === code['offset-committed']) {
          const group = trace.c(row);
          const partition = trace.a(row);
          const from = Math.max(known[group]?.at(partition) ?? 0, groups.begin(group, partition));
          known[group]?.set(partition, trace.b(row));
          if (!clients.commitsByItself(group)) return;
          for (let offset = from; offset < trace.b(row); offset++) {
            const appended = logs.rowAt(partition, offset);
            if (appended < 0 || !handling.owes(group, trace.message(appended))) continue;
            passed[actor]?.push({ appended, commit: row });
          }
          return;
        }
        const group = groups.of(actor);
        const left = passed[actor] ?? [];
        passed[actor] = [];
        for (const { appended, commit } of left) {
          const message = trace.message(appended);
          if (!handling.owes(group, message)) continue;
          const what = phrases.messageOfOrder(trace, message, trace.order(appended));
          const who = phrases.actor(actor);
          found(
            row,
            () =>
              `${who} committed past ${what} at ${seconds(trace.time(commit))} and was gone at ${seconds(trace.time(row))} before it was handled: nobody will handle it.`,
            appended,
            commit,
          );
        }
      },
    };
  },
};
