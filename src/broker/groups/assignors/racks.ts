/** Whether racks can make a difference (KIP-881). Source: AbstractPartitionAssignor#useRackAwareAssignment. */
import type { Partition, Taker } from './group-view.ts';

/** Racks count when members and replicas share one, and not every rack holds every partition. */
export function racksMatter(takers: readonly Taker[], partitions: readonly Partition[]): boolean {
  const replicaRacks = new Set(partitions.flatMap((partition) => [...partition.racks]));
  if (!takers.some(({ rack }) => rack !== undefined && replicaRacks.has(rack))) return false;
  return partitions.some((partition) => partition.racks.size < replicaRacks.size);
}
