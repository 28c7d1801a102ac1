/** Reads groups, their members, producers and readers from a ledger. */
import { groupPhases, type Ledger } from '../ledger/ledger.ts';
import { isLive } from './log-readings.ts';
import { readersOf, readShare } from './share-readings.ts';
import type {
  BatchView,
  GroupView,
  MemberView,
  ProducerView,
  ReaderView,
  SubscriptionView,
} from './log-views.ts';

/** The instant of the oldest record that counts as lag: what the cleaner removed is passed over. */
function oldestOf(ledger: Ledger, group: number, partition: number): number {
  const end = ledger.marks.highWatermark.get(partition);
  const { marks } = ledger;
  const shared = marks.sharedTo.get(group * ledger.partitions + partition);
  const first = Math.max(marks.firstOpen(group, partition), shared);
  for (let offset = first; offset < end; offset++) {
    const row = ledger.written[partition]?.get(offset) ?? -1;
    if (row >= 0) return ledger.trace.time(row);
  }
  return -1;
}

function readSubscription(
  ledger: Ledger,
  group: number,
  partition: number,
  now: number,
): SubscriptionView {
  const at = group * ledger.partitions + partition;
  const lag = ledger.marks.lag.get(at);
  const oldest = lag > 0 ? oldestOf(ledger, group, partition) : -1;
  return {
    partition,
    owner: ledger.owner.get(at),
    readers: readersOf(ledger, group, partition),
    share: readShare(ledger, group, partition),
    darkSince: ledger.darkSince.get(at),
    committed: ledger.marks.committed.get(at),
    position: ledger.position.get(at),
    lag,
    lagMicros: oldest < 0 ? 0 : now - oldest,
  };
}

/** A group at an instant. */
export function readGroup(ledger: Ledger, group: number, now: number): GroupView {
  const subscriptions = (ledger.cast.groups[group]?.partitions ?? [])
    .filter((partition) => isLive(ledger, partition))
    .map((partition) => readSubscription(ledger, group, partition, now));
  const lag = ledger.marks.lagOfGroup.get(group);
  const largest = subscriptions.reduce((most, each) => Math.max(most, each.lag), 0);
  return {
    group,
    generation: ledger.generation.get(group),
    phase: groupPhases[ledger.phase.get(group)] ?? 'Empty',
    since: ledger.phaseSince.get(group),
    reason: ledger.rebalanceReason.get(group),
    attached: ledger.marks.attached.get(group) === 1,
    members: ledger.members.get(group),
    memberList: membersOf(ledger, group, subscriptions),
    subscriptions,
    lag,
    lagMicros: subscriptions.reduce((most, each) => Math.max(most, each.lagMicros), 0),
    skew: lag === 0 ? null : largest / lag,
  };
}

function membersOf(
  ledger: Ledger,
  group: number,
  subscriptions: readonly SubscriptionView[],
): readonly MemberView[] {
  const service = ledger.cast.groups[group]?.service ?? -1;
  const instances = ledger.cast.services[service]?.instances ?? [];
  return instances.flatMap((actor): MemberView[] => {
    const own = subscriptions.filter(({ readers }) => readers.includes(actor));
    if (ledger.membership.get(actor) === 0 && own.length === 0) return [];
    return [
      {
        actor,
        joining: ledger.membership.get(actor) === 1 && own.length === 0,
        partitions: own.map(({ partition }) => partition),
        lag: own.reduce((sum, each) => sum + each.lag, 0),
        lagMicros: own.reduce((most, each) => Math.max(most, each.lagMicros), 0),
        holds: heldBy(subscriptions, actor),
      },
    ];
  });
}

function heldBy(subscriptions: readonly SubscriptionView[], actor: number): number {
  const records = subscriptions.flatMap(({ share }) => share?.records ?? []);
  return records.filter(({ holder }) => holder === actor).length;
}

/** How many of its batches are read. */
const batchesShown = 5;

/** A process as a producer. */
export function readProducer(ledger: Ledger, actor: number): ProducerView {
  const { producer, trace } = ledger;
  const batches = producer.batches.get(actor);
  const rows = ledger.batchRows[actor]?.first(batches) ?? [];
  return {
    actor,
    id: producer.id.get(actor),
    epoch: producer.epoch.get(actor),
    isFenced: producer.fenced.get(actor) === 1,
    transaction: producer.transaction.get(actor),
    inFlight: producer.inFlight.get(actor),
    retries: producer.retries.get(actor),
    expired: producer.expired.get(actor),
    blockedBytes: producer.blockedBytes.get(actor),
    error: producer.error.get(actor),
    batches,
    lastBatches: Array.from(rows.slice(Math.max(0, rows.length - batchesShown)))
      .reverse()
      .map((row): BatchView => {
        const [partition, sequence, records] = [trace.a(row), trace.b(row), trace.c(row)];
        return { row, time: trace.time(row), partition, sequence, records };
      }),
  };
}

/** A reader with the entries of its table. */
export function readReader(ledger: Ledger, service: number, limit: number): ReaderView {
  const group = ledger.cast.services[service]?.group ?? -1;
  const keys = ledger.tableSize.get(service);
  const known = ledger.tableKeys[service]?.first(Math.min(keys, limit)) ?? [];
  return {
    service,
    attached: group >= 0 && ledger.marks.attached.get(group) === 1,
    handled: ledger.readCount.get(service),
    keys,
    entries: Array.from(known, (key) => ({
      key,
      row: ledger.tableRows[service]?.get(key) ?? -1,
    })),
  };
}
