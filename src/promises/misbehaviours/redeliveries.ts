/** Records that are handled again because the work was not committed: after a crash, and after a rebalance. */
import { code, type Trace } from '../../trace/index.ts';
import type { Ground } from '../engine/invariant.ts';
import { columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { Handled, handlingKinds } from './handled.ts';
import type { Misbehaviour, Watcher } from './misbehaviour.ts';

/** Looks for second deliveries of handled records that nobody committed; `reason` says what row came in between, -1 for none. */
function again(
  { accounts, cast, phrases }: Ground,
  wanted: {
    readonly commitsByItself: boolean | undefined;
    readonly reason: (trace: Trace, handled: number, row: number) => number;
    readonly what: string;
  },
  extra: Watcher['kinds'] = [],
  takeIn: (trace: Trace, row: number) => void = () => undefined,
): Watcher {
  const { clients, groups } = accounts;
  const handled = new Handled(cast, accounts);
  return {
    kinds: [...handlingKinds, 'record-delivered', ...extra],
    see(trace, row, found) {
      if (handled.see(trace, row)) return;
      if (trace.kind(row) !== code['record-delivered']) {
        takeIn(trace, row);
        return;
      }
      const group = groups.of(trace.actor(row));
      const [partition, offset] = [trace.a(row), trace.b(row)];
      const before = handled.row(group, partition, offset);
      if (before < 0 || trace.message(before) !== trace.message(row)) return;
      if (groups.committed(group, partition) > offset || groups.isShare(group)) return;
      const { commitsByItself } = wanted;
      if (commitsByItself !== undefined && clients.commitsByItself(group) !== commitsByItself)
        return;
      const reason = wanted.reason(trace, before, row);
      if (reason < before) return;
      const message = phrases.messageOfOrder(trace, trace.message(row), trace.order(row));
      const who = phrases.actor(trace.actor(before));
      found(
        row,
        () =>
          `${who} handled ${message} at ${seconds(trace.time(before))} and ${wanted.what} at ${seconds(trace.time(reason))} before it was committed; it was delivered again at ${seconds(trace.time(row))}.`,
        before,
        reason,
      );
    },
  };
}

function afterCrash(ground: Ground, commitsByItself: boolean): Watcher {
  const { processes } = ground.accounts;
  const reason = (trace: Trace, handled: number): number =>
    processes.crashedRow(trace.actor(handled));
  return again(ground, { commitsByItself, reason, what: 'crashed' });
}

/** 1: a crash after the work and before the commit. */
export const crashBeforeCommit: Misbehaviour = {
  id: 1,
  name: 'crash before commit',
  sentence: 'A consumer crashes after the work and before the commit: the work is done again.',
  jepsen: 'duplicate',
  watch: (ground) => afterCrash(ground, false),
};

/** 2: the same, where poll() commits by itself. */
export const autoCommitDuplicates: Misbehaviour = {
  id: 2,
  name: 'auto-commit duplicates',
  sentence:
    'A consumer that commits in poll() crashes between two polls: all since the last commit is done again.',
  jepsen: 'duplicate',
  watch: (ground) => afterCrash(ground, true),
};

/** 6: a rebalance in the midst of the work. */
export const rebalanceInWork: Misbehaviour = {
  id: 6,
  name: 'rebalance in the midst of work',
  sentence:
    'A rebalance takes a partition whose records are done and not committed: they are done again.',
  jepsen: 'duplicate',
  watch(ground) {
    const { processes } = ground.accounts;
    const revoked = columns(ground.cast.actors.length, -1);
    const reason = (trace: Trace, handled: number, row: number): number => {
      const actor = trace.actor(handled);
      const given = revoked[actor]?.at(trace.a(row)) ?? -1;
      return processes.crashedRow(actor) > handled ? -1 : given;
    };
    return again(
      ground,
      { commitsByItself: undefined, reason, what: 'gave its partition up' },
      ['partition-revoked'],
      (trace, row) => revoked[trace.actor(row)]?.set(trace.a(row), row),
    );
  },
};
