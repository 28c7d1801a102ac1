/** The promise that a reader's table is what the whole log would give. */
import type { Trace } from '../../trace/index.ts';
import { endings, type Checker } from '../checker.ts';
import { Findings, clause, type Breach } from '../findings.ts';
import type { Column } from '../folds/column.ts';
import { columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { code } from '../../trace/index.ts';
import type { Books } from './books.ts';

/**
 * At the end, for each topic and key, the record that the reader keeps is the last one that was stored and stayed: the
 * same message, or nothing where that one is a tombstone. Records of aborted transactions were not stored. Counts keys.
 */
export function tableIsWhole(group: number, books: Books): Checker {
  const findings = new Findings();
  const { cast, scenario, phrases, accounts } = books;
  const { groups, keys, logs, handling, transactions } = accounts;
  const stones = cast.types.map(({ name, topic }) => {
    const stated = scenario.broker.topics.find(({ id }) => id === cast.topics[topic]?.id);
    return stated?.tombstones.includes(name) === true;
  });
  const reads = new Set(groups.partitionsOf(group).map((each) => cast.partitions[each]?.topic));
  const appended: number[] = [];
  /** By topic: for each key, the row of the last reading. */
  const kept = columns(cast.topics.length, -1);
  const topicOf = (partition: number): number => cast.partitions[partition]?.topic ?? -1;
  const isStone = (message: number): boolean => stones[handling.type(message)] === true;

  /** By topic: for each key, the row of the last record of the whole log. */
  function whole(trace: Trace): readonly Column[] {
    const last = columns(cast.topics.length, -1);
    for (const row of appended) {
      const partition = trace.a(row);
      const offset = trace.b(row);
      const isCutOff = offset >= logs.start(partition) && logs.rowAt(partition, offset) !== row;
      if (isCutOff || transactions.fateAt(partition, offset) === 'aborted') continue;
      last[topicOf(partition)]?.set(keys.of(trace.order(row)), row);
    }
    return last;
  }

  function tell(trace: Trace, key: number, last: number, read: number): Breach {
    const what = phrases.messageOfOrder(trace, trace.message(last), trace.order(last));
    const tomb = isStone(trace.message(last)) ? 'the tombstone ' : '';
    const due = `the last record of ${keys.name(key)} in the log is ${tomb}${what}, stored at ${seconds(trace.time(last))}`;
    const has =
      read < 0
        ? 'has no row for it'
        : `keeps ${phrases.messageOfOrder(trace, trace.message(read), trace.order(read))}`;
    const holds = clause(`${phrases.group(group)} ${has},`, read < 0 ? last : read);
    return [holds, clause(`but ${due}`, last)];
  }

  return {
    kinds: ['record-appended', 'record-read', ...endings],
    about: 'the end',
    findings,
    see(trace, row) {
      const kind = trace.kind(row);
      if (kind === code['record-appended']) {
        if (reads.has(topicOf(trace.a(row)))) appended.push(row);
        return;
      }
      if (kind === code['record-read']) {
        if (groups.of(trace.actor(row)) !== group) return;
        kept[topicOf(trace.a(row))]?.set(keys.of(trace.order(row)), row);
        return;
      }
      if (!groups.isAttached(group)) return;
      whole(trace).forEach((last, topic) => {
        for (let key = 0; key < last.length; key++) {
          const due = last.at(key);
          const read = kept[topic]?.at(key) ?? -1;
          const readMessage = read < 0 ? -1 : trace.message(read);
          if (due < 0 || trace.message(due) === readMessage) continue;
          if (isStone(trace.message(due)) && (read < 0 || isStone(readMessage))) continue;
          findings.add(trace, Math.max(due, read), () => tell(trace, key, due, read));
        }
      });
    },
  };
}
