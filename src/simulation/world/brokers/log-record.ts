/** What a broker stores of a message, and what retention and compaction want to know of it. */
import { PartitionLog, ReplicaLog, type StoredRecord } from '../../../broker/index.ts';
import type { TopicSettings } from '../settings.ts';
import type { World } from '../world.ts';

/** A stored record. */
export interface LogRecord {
  readonly message: number;
  /** The row that tells of its append. */
  row: number;
  /** When the leader appended it, in ms: message.timestamp.type=LogAppendTime. */
  readonly timeMs: number;
}

const unlimited = Number.POSITIVE_INFINITY;
const weekMs = 604_800_000;
const gibibyte = 1_073_741_824;

/** When segments are closed. With the defaults none can be within a run, and nothing is counted. */
export function segmentLimits({ segmentBytes, segmentMs }: TopicSettings) {
  return {
    segmentRecords: unlimited,
    segmentBytes: segmentBytes >= gibibyte ? unlimited : segmentBytes,
    segmentMs: segmentMs >= weekMs ? unlimited : segmentMs,
  };
}

/** Whether segments of a topic can be closed within a run. */
export function rolls(settings: TopicSettings): boolean {
  const { segmentBytes, segmentMs } = segmentLimits(settings);
  return segmentBytes !== unlimited || segmentMs !== unlimited;
}

/** An empty log for a replica of a partition of this topic. */
export function emptyLog(world: World, topic: number): ReplicaLog<LogRecord> {
  const { messages, plan } = world;
  const tombstones = plan.tombstones[topic];
  const { recordBytes } = plan.scenario.workload;
  const records = new PartitionLog<StoredRecord<LogRecord>>(
    {
      keyOf: ({ value }) => (value === undefined ? undefined : messages.keyOf(value.message)),
      isTombstone: ({ value }) =>
        value !== undefined && tombstones?.has(messages.type(value.message)) === true,
      timestampMsOf: ({ value, batch }) => value?.timeMs ?? batch.end?.timeMs ?? 0,
      bytesOf: () => recordBytes,
    },
    segmentLimits(world.settings.topic(topic)),
  );
  return new ReplicaLog<LogRecord>(undefined, records);
}
