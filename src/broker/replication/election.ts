/** What the controller decides: who is in sync after a crash, and who leads next. Source: PartitionChangeBuilder, ReplicationControlManager#handleBrokerFenced. */

/** A leader, and whether it was in sync: an unclean one may lack what was acknowledged. */
export interface Election {
  readonly broker: number;
  readonly isClean: boolean;
}

/** Who is in sync without a broker. The last one stays: it alone is known to have everything. */
export function inSyncWithout(inSync: readonly number[], broker: number): readonly number[] {
  const others = inSync.filter((each) => each !== broker);
  return others.length > 0 ? others : inSync;
}

/** The first live replica that is in sync; without one, if that is allowed, the first live one. */
export function chooseLeader(
  live: readonly number[],
  inSync: readonly number[],
  isUncleanAllowed: boolean,
): Election | undefined {
  const clean = live.find((broker) => inSync.includes(broker));
  if (clean !== undefined) return { broker: clean, isClean: true };
  const [unclean] = isUncleanAllowed ? live : [];
  return unclean === undefined ? undefined : { broker: unclean, isClean: false };
}
