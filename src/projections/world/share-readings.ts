/** Reads from a ledger what share groups have under way. */
import type { Ledger } from '../ledger/ledger.ts';
import { shareStates } from '../ledger/share-changes.ts';
import type { ShareView } from './log-views.ts';

/** The processes that may read a partition: its owner, or in a share group all that share it. */
export function readersOf(ledger: Ledger, group: number, partition: number): readonly number[] {
  const at = group * ledger.partitions + partition;
  const { isShare = false, service = -1 } = ledger.cast.groups[group] ?? {};
  const owner = ledger.owner.get(at);
  if (!isShare) return owner < 0 ? [] : [owner];
  const mask = ledger.sharers.get(at);
  const instances = ledger.cast.services[service]?.instances ?? [];
  return instances.filter((_, instance) => (mask & (1 << instance)) !== 0);
}

/** The records of a partition between the start and the end of a share group; null for a group of the other type. */
export function readShare(ledger: Ledger, group: number, partition: number): ShareView | null {
  const at = group * ledger.partitions + partition;
  const columns = ledger.shares[at];
  if (columns === undefined) return null;
  const { marks } = ledger;
  const start = Math.max(0, marks.committed.get(at), marks.logStart.get(partition));
  const end = Math.max(start, Math.min(ledger.position.get(at), marks.logEnd.get(partition)));
  const records: ShareView['records'][number][] = [];
  for (let offset = start; offset < end; offset++)
    records.push({
      offset,
      state: shareStates[columns.state.get(offset)] ?? 'new',
      holder: columns.holder.get(offset),
      deliveries: columns.deliveries.get(offset),
    });
  return { start, end, records };
}
