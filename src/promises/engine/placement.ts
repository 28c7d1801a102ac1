/** Rules of where and when records come to stand: those without a key, and the times of their appends. */
import { code, type Cast } from '../../trace/index.ts';
import { Sends, type Send } from '../history/sends.ts';
import { counted, seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/**
 * L6: records without a key stick to one partition for a batch's worth of bytes. Source: BuiltInPartitioner (KIP-794):
 * the record that crosses batch.size still goes to the old partition, so that each stick has the same number of records.
 */
export function keylessRecordsStick({ accounts, cast, phrases, scenario }: Ground): Invariant {
  const { clients } = accounts;
  const { key, recordBytes } = scenario.workload;
  const isKeyless = key === 'none';
  const sends = new Sends();
  const isTransactional = (actor: number): boolean => {
    const service = clients.service(cast.actors[actor]?.service ?? -1);
    return service !== undefined && 'transactional' in service && service.transactional;
  };
  const hasGrown = cast.topics.map(() => false);
  const crashes = new Float64Array(cast.actors.length);
  return invariant({
    id: 'L6',
    sentence:
      'Records without a key go to one partition for a batch’s worth of bytes, and then to the next that is drawn.',
    formula:
      'At run-drained, of the records that a producer without transactions sent to a topic since its last crash, where no partition was added and batch.size was not changed, each partition has a multiple of ⌈batch.size ÷ record size⌉, but for one at most.',
    about: 'the end',
    kinds: [...sends.kinds, 'partition-added', 'run-drained'],
    see(trace, row, broken) {
      if (!isKeyless) return;
      const kind = trace.kind(row);
      if (kind === code['partition-added']) {
        hasGrown[cast.partitions[trace.a(row)]?.topic ?? -1] = true;
        return;
      }
      if (kind !== code['run-drained']) {
        if (kind === code['process-crashed'])
          crashes[trace.actor(row)] = (crashes[trace.actor(row)] ?? 0) + 1;
        sends.see(trace, row);
        return;
      }
      if (!clients.isConstant('batch.size')) return;
      const whole = sends
        .settled(() => 'none')
        .filter(({ producer, partition, incarnation }) => {
          const topic = cast.partitions[partition]?.topic ?? -1;
          const carries = cast.topics[topic]?.carries;
          // What was placed before a crash, or for a transaction that was aborted, and never sent left no trace.
          const isWhole = incarnation === crashes[producer] && !isTransactional(producer);
          return isWhole && hasGrown[topic] !== true && carries !== 'dead-letters';
        });
      const placed = byLane(whole, cast);
      for (const [at, counts] of placed) {
        const producer = Number(at.split(' ')[0]);
        const batch = Math.max(1, Number(clients.ofActor(producer, 'batch.size')));
        const stick = Math.ceil(batch / recordBytes);
        const odd = [...counts].filter(([, { count }]) => count % stick !== 0);
        const [first, second] = odd;
        if (first === undefined || second === undefined) continue;
        const told = [first, second].map(
          ([partition, { count }]) =>
            `${counted(count, 'record')} to ${phrases.partition(partition)}`,
        );
        broken(
          row,
          () => `${phrases.actor(producer)} sent ${told.join(' and ')}; it changes after ${stick}.`,
          first[1].row,
          second[1].row,
        );
      }
    },
  });
}

/** How many records a partition was given, and the row of one of them. */
interface Share {
  count: number;
  readonly row: number;
}

/** By producer and topic: what each partition was given. */
function byLane(sends: readonly Send[], cast: Cast): ReadonlyMap<string, Map<number, Share>> {
  const placed = new Map<string, Map<number, Share>>();
  for (const { producer, partition, sentRow, settledRow } of sends) {
    const at = `${producer} ${cast.partitions[partition]?.topic ?? -1}`;
    const shares = placed.get(at) ?? new Map<number, Share>();
    placed.set(at, shares);
    const share = shares.get(partition) ?? { count: 0, row: Math.max(sentRow, settledRow) };
    share.count += 1;
    shares.set(partition, share);
  }
  return placed;
}

/** L7: later offsets were stored later. */
export function appendsComeInTime({ accounts, phrases }: Ground): Invariant {
  const { logs } = accounts;
  return invariant({
    id: 'L7',
    sentence:
      'What stands at a higher offset was stored no earlier; of the times at which records were made, nothing is said.',
    formula:
      'The time of each record-appended and transaction-marker is at least that of the row which put what stands at the offset before it in the acting replica’s log.',
    kinds: ['record-appended', 'transaction-marker'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      const before = logs.replica(partition, trace.actor(row))?.rowAt(trace.b(row) - 1) ?? -1;
      if (before < 0 || trace.time(before) <= trace.time(row)) return;
      broken(
        row,
        () =>
          `${phrases.place(partition, trace.b(row))} was stored at ${seconds(trace.time(row))}, the one before it at ${seconds(trace.time(before))}.`,
        before,
      );
    },
  });
}
