/** Vectors of what a log keeps: compaction, retention, and where a consumer begins when its offset is gone. */
import { clean, cleaningRange, countDeletable, isFilthy } from '../../broker/index.ts';
import { PartitionLog, startAfter, startingPosition } from '../../broker/index.ts';
import type { CompactionSettings, RecordTraits, ResetPolicy } from '../../broker/index.ts';
import { Tallying, fieldsOf, listOf, type Fields, type VectorRunner } from './vector-file.ts';

interface KeyedRecord {
  readonly key: string | undefined;
  readonly value: unknown;
  readonly timestampMs: number;
}

const traits: RecordTraits<KeyedRecord> = {
  keyOf: ({ key }) => key,
  isTombstone: ({ value }) => value === null,
  timestampMsOf: ({ timestampMs }) => timestampMs,
  // The files count records where Kafka counts bytes.
  bytesOf: () => 1,
};

const parts = { compaction: compact, retention: retain, offsetReset: reset };

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

/** Plays one history of appends and passes of the cleaner, and compares what each pass leaves. */
function compact(fields: Fields, name: string, tally: Tallying): void {
  const { minCleanableDirtyRatio, deleteRetentionMs, minCompactionLagMs } = fieldsOf(
    fields['config'],
  );
  const log = new PartitionLog(traits);
  const passes: Fields[] = [];
  let checkpoint = 0;
  for (const each of listOf(fields['ops'])) {
    const operation = fieldsOf(each);
    const { op, key, value, ts } = operation;
    if (op === 'append') {
      const named = typeof key === 'string' ? key : undefined;
      log.append({ key: named, value, timestampMs: Number(ts) });
    } else if (op === 'roll') log.roll();
    else if (op === 'clean') {
      const { now, force, offsetMapCapacity, firstDirty, lastStableOffset } = operation;
      const settings: CompactionSettings = {
        minCleanableDirtyRatio: numberOr(minCleanableDirtyRatio, 0.5),
        deleteRetentionMs: numberOr(deleteRetentionMs, 86_400_000),
        minCompactionLagMs: numberOr(minCompactionLagMs, 0),
        offsetMapCapacity: numberOr(offsetMapCapacity, Number.POSITIVE_INFINITY),
      };
      const at = {
        firstDirty: numberOr(firstDirty, checkpoint),
        lastStableOffset: numberOr(lastStableOffset, log.end),
        nowMs: Number(now),
      };
      const range = cleaningRange(log, at, settings);
      const cleaned = force === true || isFilthy(range, settings);
      if (cleaned) checkpoint = clean(log, range, at, settings);
      const records = log.read(0).map(({ offset, record }) => {
        return { offset, key: record.key ?? null, value: record.value };
      });
      passes.push({ cleaned, firstDirtyOffset: checkpoint, records });
    } else return tally.leaveOut(`${name}: ${JSON.stringify(operation)} is not modelled`);
  }
  tally.expect(name, passes, fields['expectedAfterEachClean']);
}

/** Asks which of the given segments go. */
function retain(fields: Fields, name: string, tally: Tallying): void {
  const segments = listOf(fields['segments']).map((each) => {
    const { base, maxTs, bytes } = fieldsOf(each);
    return { base: Number(base), largestTimestampMs: Number(maxTs), bytes: Number(bytes) };
  });
  const end = Number(fields['logEndOffset']);
  const log = { segments, end, highWatermark: numberOr(fields['highWatermark'], end) };
  const deleted = countDeletable(log, {
    nowMs: numberOr(fields['now'], 0),
    retentionMs: numberOr(fields['retentionMs'], -1),
    retentionBytes: numberOr(fields['retentionBytes'], -1),
  });
  const deletedBaseOffsets = segments.slice(0, deleted).map(({ base }) => base);
  const actual = { deletedBaseOffsets, logStartOffset: startAfter(log, deleted) };
  tally.expect(name, actual, fields['expected']);
}

function isPolicy(value: unknown): value is ResetPolicy {
  return value === 'earliest' || value === 'latest' || value === 'none';
}

/** Asks where a consumer begins. */
function reset(fields: Fields, name: string, tally: Tallying): void {
  const { committed, logStart, leo, policy, expected } = fields;
  if (!isPolicy(policy)) {
    return tally.leaveOut(`${name}: the policy ${String(policy)} is not modelled`);
  }
  const answer = startingPosition({
    committed: typeof committed === 'number' ? committed : undefined,
    start: Number(logStart),
    end: Number(leo),
    policy,
  });
  tally.expect(name, answer.kind === 'position' ? answer.offset : answer.error, expected);
}

/** Plays compaction, retention and reset cases. */
export const logKeeping: VectorRunner = {
  name: 'retention, compaction and offset reset',
  recognises: (file) => Object.keys(parts).some((part) => listOf(fieldsOf(file)[part]).length > 0),
  run: (file) => {
    const tally = new Tallying();
    for (const [part, run] of Object.entries(parts)) {
      listOf(fieldsOf(file)[part]).forEach((each, index) => {
        const fields = fieldsOf(each);
        const name = typeof fields['name'] === 'string' ? fields['name'] : `case ${index + 1}`;
        run(fields, `${part}, ${name}`, tally);
      });
    }
    return tally.done();
  },
};
