/** What brokers do with old records: closing segments, deleting by age and size, compacting. Nothing runs where no topic's settings can strike within a run. */
import { clean, cleaningRange, isFilthy, retain, type ReplicaLog } from '../../../broker/index.ts';
import { PairTable, type Scribe } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { TopicSettings } from '../settings.ts';
import type { World } from '../world.ts';
import { rolls, segmentLimits, type LogRecord } from './log-record.ts';

const byTime = 0;
const bySize = 1;
const superseded = 0;
const tombstone = 1;
const longestRunMs = 3_600_000;

/** The storage of all brokers of a world. */
export class Storage {
  readonly #world: World;
  /** For each partition: the active segment's base, before an append. */
  #bases: number[];
  /** For each partition: the log start that was told last. */
  #starts: number[];
  /** By partition: the offsets that the cleaner was told to have emptied. */
  readonly #emptied = new PairTable<true>();
  readonly #isChecking = { retention: false, cleaner: false };

  constructor(world: World) {
    this.#world = world;
    this.#bases = world.cast.partitions.map(() => 0);
    this.#starts = world.cast.partitions.map(() => 0);
  }

  /** Begins to look after old records, where some may become too old. */
  start(): void {
    this.#schedule('retention');
    this.#schedule('cleaner');
  }

  /** The active segment may be closed by what comes. */
  beforeAppend(partition: number): void {
    if (!this.#rolls(partition)) return;
    this.#bases[partition] = this.#log(partition).records.activeBase;
  }

  /** Tells when a segment was closed. */
  afterAppend(partition: number): void {
    if (!this.#rolls(partition)) return;
    const { activeBase } = this.#log(partition).records;
    if (activeBase === this.#bases[partition]) return;
    this.#tell(code['segment-rolled'], partition, activeBase, -1);
  }

  /** Topics may keep their records for another time from now on. */
  onSettingsChanged(): void {
    const { cast, settings, broker } = this.#world;
    for (const [partition, { topic }] of cast.partitions.entries())
      for (const log of broker.partition(partition).logs)
        log.records.limits = segmentLimits(settings.topic(topic));
    this.start();
  }

  /** Time to look: every log.retention.check.interval.ms, and every log.cleaner.backoff.ms. Source: LogManager#cleanupLogs, LogCleaner. */
  onCheck(what: 'retention' | 'cleaner'): void {
    this.#isChecking[what] = false;
    const { cast } = this.#world;
    for (const [partition, { topic }] of cast.partitions.entries()) {
      const settings = this.#world.settings.topic(topic);
      if (settings.isCompacted !== (what === 'cleaner')) continue;
      // Without a leader nobody could tell of it.
      if (this.#world.broker.leaderOf(partition) < 0) continue;
      if (what === 'retention') this.#retain(partition, settings);
      else this.#clean(partition, settings);
    }
    this.#schedule(what);
  }

  transcribe(scribe: Scribe): void {
    this.#bases = scribe.list(this.#bases);
    this.#starts = scribe.list(this.#starts);
    this.#emptied.transcribe(scribe);
    Object.assign(this.#isChecking, scribe.record(this.#isChecking));
  }

  #retain(partition: number, { retentionMs, retentionBytes }: TopicSettings): void {
    const host = this.#world.broker.partition(partition);
    const nowMs = Math.floor(this.#world.kernel.now / 1000);
    for (const log of host.logs)
      retain(log.records, log.highWatermark, { nowMs, retentionMs, retentionBytes: -1 });
    this.#tellStart(partition, host.log.start, byTime);
    for (const log of host.logs)
      retain(log.records, log.highWatermark, { nowMs, retentionMs: -1, retentionBytes });
    this.#tellStart(partition, host.log.start, bySize);
  }

  /** Another node leads: what was deleted stays deleted, and its empty disk may begin anew. */
  onLeader(partition: number): void {
    const host = this.#world.broker.partition(partition);
    if (host.leader < 0) return;
    const known = this.#starts[partition] ?? 0;
    this.#starts[partition] = Math.min(known, host.log.end);
    for (const log of host.logs) log.deleteBefore(known);
    this.#tellStart(partition, host.log.start, byTime);
  }

  #tellStart(partition: number, start: number, reason: number): void {
    if (start <= (this.#starts[partition] ?? 0)) return;
    this.#starts[partition] = start;
    this.#tell(code['log-start-moved'], partition, start, reason);
  }

  #clean(partition: number, settings: TopicSettings): void {
    const host = this.#world.broker.partition(partition);
    const nowMs = Math.floor(this.#world.kernel.now / 1000);
    for (const log of host.logs)
      this.#cleanOne(partition, log, settings, { nowMs, isTold: log === host.log });
  }

  #cleanOne(
    partition: number,
    log: ReplicaLog<LogRecord>,
    settings: TopicSettings,
    { nowMs, isTold }: { nowMs: number; isTold: boolean },
  ): void {
    const { records } = log;
    const rules = {
      minCleanableDirtyRatio: settings.minCleanableRatio,
      minCompactionLagMs: settings.minCompactionLagMs,
      deleteRetentionMs: settings.deleteRetentionMs,
    };
    const at = { firstDirty: log.cleanedTo, lastStableOffset: log.lastStableOffset, nowMs };
    const range = cleaningRange(records, at, rules);
    if (!isFilthy(range, rules)) return;
    const before = records.read(records.start);
    const isAborted = (entry: (typeof before)[number]) => log.isAborted(entry);
    const isMarker = ({ batch }: (typeof before)[number]['record']) => batch.end !== undefined;
    log.cleanedTo = clean(records, range, { nowMs, isAborted, isMarker }, rules);
    if (isTold) this.#tellCleaned(partition, log, range.firstDirty, before);
  }

  #tellCleaned(
    partition: number,
    { records, cleanedTo }: ReplicaLog<LogRecord>,
    from: number,
    before: ReturnType<ReplicaLog<LogRecord>['readForFollower']>,
  ): void {
    const left = new Set(records.read(records.start).map(({ offset }) => offset));
    const latest = new Map(
      before.map(({ offset, record }) => [records.traits.keyOf(record), offset] as const),
    );
    for (const { offset, record } of before) {
      if (left.has(offset) || this.#emptied.has(partition, offset)) continue;
      this.#emptied.set(partition, offset, true);
      const isLast = latest.get(records.traits.keyOf(record)) === offset;
      const isTombstone = isLast && records.traits.isTombstone(record);
      const reason = isTombstone ? tombstone : superseded;
      this.#tell(code['record-cleaned'], partition, offset, reason);
    }
    this.#tell(code['log-cleaned'], partition, from, cleanedTo);
  }

  #schedule(what: 'retention' | 'cleaner'): void {
    if (this.#isChecking[what] || !this.#canStrike(what)) return;
    this.#isChecking[what] = true;
    const { kernel, settings } = this.#world;
    const { retentionCheck, cleanerBackoff } = settings.node;
    kernel.after(
      what === 'retention' ? retentionCheck : cleanerBackoff,
      { kind: 'storage-check', what },
      'background',
    );
  }

  #canStrike(what: 'retention' | 'cleaner'): boolean {
    const { cast, settings } = this.#world;
    return cast.topics.some((_, topic) => {
      const { isCompacted, retentionMs, retentionBytes } = settings.topic(topic);
      if (what === 'cleaner') return isCompacted;
      const isLimited = (retentionMs >= 0 && retentionMs < longestRunMs) || retentionBytes >= 0;
      return !isCompacted && isLimited;
    });
  }

  #rolls(partition: number): boolean {
    return rolls(this.#world.settings.topic(this.#world.cast.partitions[partition]?.topic ?? 0));
  }

  #log(partition: number): ReplicaLog<LogRecord> {
    return this.#world.broker.partition(partition).log;
  }

  #tell(kind: number, partition: number, b: number, c: number): void {
    const { teller, broker } = this.#world;
    teller.tell(kind, broker.nodeFor(partition), -1, -1, partition, b, c, -1);
  }
}
