/** Vectors of idempotence and transactions: what one partition says to batches and markers. */
import { ReplicaLog, type AppendResult } from '../../broker/index.ts';
import { caseRunner, fieldsOf, listOf, type Fields, type Tallying } from './vector-file.ts';

const operations = ['produce', 'endTxn', 'hw'];

function isCase(value: unknown): boolean {
  const { ops, results } = fieldsOf(value);
  const isKnown = listOf(ops).some((each) => operations.includes(String(fieldsOf(each)['op'])));
  return isKnown && Array.isArray(results);
}

function appended(result: AppendResult, success: string): Fields {
  if (result.kind === 'refused') return { result: 'ERROR', error: result.error };
  const { baseOffset } = result;
  if (result.kind === 'duplicate') return { result: 'DUPLICATE', baseOffset };
  return { result: success, baseOffset, lastOffset: result.lastOffset };
}

/** Carries out one operation, `undefined` if it is none of those that we know. */
function carryOut(log: ReplicaLog<null>, operation: Fields): Fields | undefined {
  const { op, pid, epoch, seq, count, txn, commit, to } = operation;
  const producer = { producer: Number(pid), epoch: Number(epoch) };
  if (op === 'produce') {
    const values = Array.from({ length: Number(count) }, () => null);
    if (pid === undefined) return appended(log.append(values, 0), 'APPENDED');
    const numbers = { firstSequence: Number(seq), count: Number(count) };
    const batch = { ...producer, ...numbers, isTransactional: txn === true };
    return appended(log.append(values, 0, batch), 'APPENDED');
  }
  if (op === 'endTxn') {
    return appended(log.endTransaction({ ...producer, isCommit: commit === true }, 0), 'MARKER');
  }
  if (op !== 'hw') return undefined;
  log.raiseHighWatermark(Number(to));
  return { result: 'HW' };
}

function runCase(fields: Fields, tally: Tallying): void {
  const name = String(fields['name']);
  const log = new ReplicaLog<null>();
  const results: Fields[] = [];
  for (const operation of listOf(fields['ops'])) {
    const result = carryOut(log, fieldsOf(operation));
    if (result === undefined) {
      return tally.leaveOut(`${name}: ${JSON.stringify(operation)} is not modelled`);
    }
    if (fields['manualHw'] !== true) log.raiseHighWatermark(log.end);
    results.push({
      ...result,
      logEndOffset: log.end,
      highWatermark: log.highWatermark,
      lastStableOffset: log.lastStableOffset,
    });
  }
  const aborted = log.aborted.map(({ producer, ...rest }) => ({ pid: producer, ...rest }));
  const actual = [...results, aborted];
  const wanted = [...listOf(fields['results']), fields['abortedTxns'] ?? aborted];
  // Only the first difference is told: what follows it follows from it.
  const differs = (index: number) =>
    JSON.stringify(actual[index]) !== JSON.stringify(wanted[index]);
  const index = Math.max(
    0,
    wanted.findIndex((_, each) => differs(each)),
  );
  tally.expect(`${name}, operation ${index + 1}`, actual[index], wanted[index]);
}

/** Sends batches and markers to a partition, and compares each answer and the aborted index. */
export const producerState = caseRunner({
  name: 'idempotence and transactions of a partition',
  isCase,
  runCase,
});
