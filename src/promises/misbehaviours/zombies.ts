/** Two owners at work: a poll that is overdue, and a process that wakes up too late. */
import { code } from '../../trace/index.ts';
import { seconds } from '../phrases.ts';
import type { Misbehaviour } from './misbehaviour.ts';

/** 4: max.poll.interval.ms is over, and another one begins what the first still works on. */
export const pollOverdue: Misbehaviour = {
  id: 4,
  name: 'max.poll.interval exceeded',
  sentence:
    'A handler takes longer than max.poll.interval.ms: another member repeats its work while it still works.',
  jepsen: 'duplicate',
  watch({ accounts, cast, phrases }) {
    const { work } = accounts;
    const overdue = cast.actors.map(() => -1);
    return {
      kinds: ['poll-overdue', 'record-delivered'],
      see(trace, row, found) {
        const actor = trace.actor(row);
        if (trace.kind(row) === code['poll-overdue']) {
          overdue[actor] = row;
          return;
        }
        const message = trace.message(row);
        const other = work.other(actor, message);
        const first = other < 0 ? -1 : work.deliveredRow(other, message);
        const late = overdue[other] ?? -1;
        if (first < 0 || late < first) return;
        const what = phrases.messageOfOrder(trace, message, trace.order(row));
        const who = phrases.actor(other);
        found(
          row,
          () =>
            `${who} works on ${what} since ${seconds(trace.time(first))}; its poll was overdue at ${seconds(trace.time(late))}, and ${phrases.actor(actor)} began the same at ${seconds(trace.time(row))}.`,
          first,
          late,
        );
      },
    };
  },
};

/** 5: who was expelled and does not know it writes on. */
export const zombieWrite: Misbehaviour = {
  id: 5,
  name: 'zombie write',
  sentence:
    'A process that stood still past its session writes on, though another owns its partition now.',
  watch({ accounts, cast, phrases }) {
    const { groups, work } = accounts;
    const expelled = cast.actors.map(() => -1);
    return {
      kinds: ['member-expelled', 'effect-applied', 'store-committed', 'record-read'],
      see(trace, row, found) {
        const actor = trace.actor(row);
        if (trace.kind(row) === code['member-expelled']) {
          expelled[actor] = row;
          return;
        }
        const delivered = work.deliveredRow(actor, trace.message(row));
        const since = expelled[actor] ?? -1;
        if (delivered < 0 || since < delivered) return;
        const owner = groups.owner(trace, groups.of(actor), trace.a(delivered));
        if (owner < 0 || owner === actor) return;
        const what = phrases.messageOfOrder(trace, trace.message(row), trace.order(row));
        const who = phrases.actor(actor);
        const now = `${phrases.actor(owner)} owns ${phrases.partition(trace.a(delivered))}`;
        found(
          row,
          () =>
            `${who} was expelled at ${seconds(trace.time(since))} and finished ${what} at ${seconds(trace.time(row))} all the same, when ${now}.`,
          delivered,
          since,
        );
      },
    };
  },
};
