/** Rules of time and of processes. */
import { code, kinds, type Kind } from '../../trace/index.ts';
import type { Column } from '../folds/column.ts';
import { columns } from '../folds/column.ts';
import { apart, seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** T1: virtual time never goes back. */
export function timeNeverGoesBack(): Invariant {
  let last = 0;
  return invariant({
    id: 'T1',
    sentence: 'Time never goes back.',
    formula: 'Each row’s time is at least the time of the row before.',
    kinds,
    see(trace, row, broken) {
      const now = trace.time(row);
      if (now < last) {
        const [before, after] = apart(last, now);
        broken(row, () => `After ${before} the trace tells of ${after}.`, row - 1);
      }
      last = now;
    },
  });
}

/** T4: a deadline does not pass before it is due. */
export function deadlinesAreKept({ cast, phrases }: Ground): Invariant {
  // By machine: for each order, one more than the row that set its last deadline.
  const set = columns(cast.machines.length);
  return invariant({
    id: 'T4',
    sentence: 'A durable deadline passes when it is due, and not before.',
    formula:
      'The last deadline-set of a machine and order before its deadline-passed is at least its span earlier.',
    kinds: ['deadline-set', 'deadline-passed'],
    see(trace, row, broken) {
      const machine = trace.a(row);
      const order = trace.order(row);
      if (trace.kind(row) === code['deadline-set']) {
        set[machine]?.set(order, row + 1);
        return;
      }
      const before = (set[machine]?.at(order) ?? 0) - 1;
      if (before >= 0 && trace.time(before) + trace.c(before) <= trace.time(row)) return;
      const who = phrases.serviceOf(trace.actor(row));
      broken(
        row,
        () =>
          `A deadline of order ${order} passed in ${who} at ${seconds(trace.time(row))}, before it was due.`,
        before,
      );
    },
  });
}

/** What is told of a process that is down, by others: the coordinator, the broker that takes in what was on its way, the host it runs on. */
const toldByOthers: readonly Kind[] = [
  'process-restarted',
  'process-started',
  'process-resumed',
  'member-expelled',
  'offset-committed',
  'commit-refused',
  'fault-struck',
  'process-slowed',
  'process-recovered',
  'process-cut-off',
  'process-reached',
  // The coordinator answers also who did not live to hear it.
  'producer-initialised',
  'transaction-begun',
  'transaction-offset',
  'transaction-ended',
  'record-acknowledged',
  'acknowledgement-refused',
  'acquisition-ended',
  'share-start-moved',
  'acquisition-expired',
  'record-archived',
  'setting-changed',
  'node-rejoined',
  // The controller may not know yet that a broker is down; it and the coordinators are named by the first one.
  'leader-elected',
  'isr-changed',
  'partition-offline',
  'partition-added',
  'rebalance-started',
  'group-stable',
];

/** T5: who is down tells nothing. */
export function crashedTellsNothing({ phrases, cast }: Ground): Invariant {
  const crashedRow = new Int32Array(cast.actors.length).fill(-1);
  const excepted = kinds.map((kind) => toldByOthers.includes(kind));
  const effects = [code['effect-applied'], code['effect-undone'], code['effect-deduplicated']];
  return invariant({
    id: 'T5',
    sentence: 'A crashed process does nothing until it restarts.',
    formula:
      'Between process-crashed and process-restarted no row names the process, but for what others do: the coordinator expels it, or begins, fills or ends its transaction, the broker takes in its last commit, an outside party carries out its last request, a fault strikes its host.',
    kinds,
    see(trace, row, broken) {
      const actor = trace.actor(row);
      const kind = trace.kind(row);
      if (actor < 0) return;
      const since = crashedRow[actor] ?? -1;
      const outside = effects.includes(kind) && trace.c(row) === 1;
      if (since >= 0 && excepted[kind] !== true && !outside) {
        const what = kinds[kind] ?? 'something';
        broken(
          row,
          () =>
            `${phrases.actor(actor)} is down, yet tells ${what} at ${seconds(trace.time(row))}.`,
          since,
        );
      }
      if (kind === code['process-crashed']) crashedRow[actor] = row;
      else if (kind === code['process-restarted']) crashedRow[actor] = -1;
    },
  });
}

/** What a process does itself, so that it cannot while it stands still. */
const ownDoing: readonly Kind[] = [
  'record-delivered',
  'record-read',
  'work-started',
  'store-committed',
  'message-created',
  'commit-sent',
  'call-received',
  'reply-sent',
  'outbox-read',
  'outbox-marked',
  'dead-lettered',
];

/** T9: who stands still does nothing. */
export function pausedDoesNothing({ accounts, phrases }: Ground): Invariant {
  const { processes } = accounts;
  return invariant({
    id: 'T9',
    sentence: 'A process that stands still, or that was stopped, does nothing.',
    formula:
      'Between process-paused and process-resumed, and between process-stopped and process-started, no row tells that the process delivers, works, stores, says or commits.',
    kinds: ownDoing,
    see(trace, row, broken) {
      const actor = trace.actor(row);
      const condition = processes.condition(actor);
      if (condition !== 'paused' && condition !== 'stopped') return;
      const what = kinds[trace.kind(row)] ?? 'something';
      broken(
        row,
        () =>
          `${phrases.actor(actor)} is ${condition}, yet tells ${what} at ${seconds(trace.time(row))}.`,
        processes.changedRow(actor),
      );
    },
  });
}

/** T8: nothing arrives before it can. */
export function nothingArrivesEarly({ cast, phrases }: Ground): Invariant {
  // By process: for each message, the earliest instant at which it can arrive.
  const atBroker = columns(cast.actors.length, -1);
  const atConsumer = columns(cast.actors.length, -1);
  return invariant({
    id: 'T8',
    sentence: 'Nothing arrives before it was sent and has been on its way.',
    formula:
      'A record-appended comes no earlier than a produce-sent of its producer and message and that one’s latency, unless it is lost; a record-delivered no earlier than a record-sent of its process and message and that one’s latency.',
    kinds: ['produce-sent', 'record-appended', 'record-sent', 'record-delivered'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      const message = trace.message(row);
      const appending = kind === code['record-appended'];
      const isBroker = appending || kind === code['produce-sent'];
      const actor = appending ? trace.c(row) : trace.actor(row);
      const table: Column | undefined = (isBroker ? atBroker : atConsumer)[actor];
      const known = table?.at(message) ?? -1;
      if (kind === code['produce-sent'] || kind === code['record-sent']) {
        const latency = kind === code['produce-sent'] ? trace.b(row) : trace.c(row);
        const due = trace.time(row) + latency;
        // What arrived once may have been kept for long: the earliest instant counts.
        if (latency >= 0 && (known < 0 || due < known)) table?.set(message, due);
        return;
      }
      if (known < 0 || trace.time(row) >= known) return;
      broken(row, () => {
        const what = phrases.messageOfOrder(trace, message, trace.order(row));
        const [arrived, due] = apart(trace.time(row), known);
        return `${what} arrived at ${arrived}, but could only at ${due}.`;
      });
    },
  });
}
