/** Vectors of the partitioner for records without a key. */
import { StickyPartitioner } from '../../broker/index.ts';
import {
  caseRunner,
  fieldsOf,
  listOf,
  numbersOf,
  type Fields,
  type Tallying,
} from './vector-file.ts';

function isCase(value: unknown): boolean {
  const { batchSize, random, ops } = fieldsOf(value);
  return typeof batchSize === 'number' && Array.isArray(random) && Array.isArray(ops);
}

/** Carries out one operation: the partition of an append, nothing for a change of the load. */
function carryOut(partitioner: StickyPartitioner, operation: Fields): number | null | undefined {
  const { op, bytes, enableSwitch, queueSizes, partitionIds, length } = operation;
  if (op === 'append') return partitioner.place(Number(bytes), enableSwitch !== false);
  if (op !== 'load') return undefined;
  partitioner.updateLoad({
    queueSizes: numbersOf(queueSizes),
    ...(partitionIds === undefined ? {} : { partitions: numbersOf(partitionIds) }),
    ...(length === undefined ? {} : { length: Number(length) }),
  });
  return null;
}

function runCase(fields: Fields, tally: Tallying): void {
  const random = numbersOf(fields['random']);
  const leaderless = numbersOf(fields['leaderless']);
  let drawn = 0;
  const partitioner = new StickyPartitioner({
    partitions: Number(fields['partitions']),
    batchBytes: Number(fields['batchSize']),
    random: () => random[drawn++] ?? 0,
    hasLeader: (partition) => !leaderless.includes(partition),
  });
  const placed = listOf(fields['ops']).map((each) => carryOut(partitioner, fieldsOf(each)));
  const name = String(fields['name']);
  if (placed.includes(undefined)) return tally.leaveOut(`${name}: it has unknown operations`);
  const wanted = { partitions: fields['expected'], drawn: fields['randomsConsumed'] ?? drawn };
  tally.expect(name, { partitions: placed, drawn }, wanted);
}

/** Places records with the random numbers of the file. */
export const stickyPartitioner = caseRunner({
  name: 'records without a key to partitions',
  isCase,
  runCase,
});
