/** The promise that records do not wait for long. */
import { code, type Trace } from '../../trace/index.ts';
import { endings, type Checker } from '../checker.ts';
import { Findings, clause } from '../findings.ts';
import { columns } from '../folds/column.ts';
import { apart, seconds } from '../phrases.ts';
import type { Books } from './books.ts';

const microsPerMilli = 1000;

/**
 * Each record that the group hears, from where it began to read, is delivered at most `ms` after it was stored, or after
 * the group was attached. What waits at the end has waited until then. Counts records.
 */
export function deliveredWithin(group: number, ms: number, books: Books): Checker {
  const findings = new Findings();
  const { cast, phrases, accounts } = books;
  const { groups, handling, logs, transactions } = accounts;
  const delivered = columns(cast.partitions.length, -1);
  let attachedAt = 0;

  function waited(trace: Trace, appended: number, row: number): number {
    return trace.time(row) - Math.max(attachedAt, trace.time(appended));
  }

  function note(trace: Trace, appended: number, row: number, isGiven: boolean): void {
    if (waited(trace, appended, row) <= ms * microsPerMilli) return;
    findings.add(trace, row, () => {
      const what = phrases.messageOfOrder(trace, trace.message(appended), trace.order(appended));
      const [span, bound] = apart(waited(trace, appended, row), ms * microsPerMilli);
      const stored = `${what} was stored at ${seconds(trace.time(appended))}`;
      const given = isGiven
        ? `and delivered to ${phrases.group(group)} only ${span} later;`
        : `and had not been delivered to ${phrases.group(group)} when the run ended, ${span} later;`;
      const promised = `${bound} was promised`;
      return [clause(stored, appended), clause(given, row), clause(promised, appended, row)];
    });
  }

  function settle(trace: Trace, end: number): void {
    for (const partition of groups.partitionsOf(group)) {
      for (let offset = 0; offset < logs.highWatermark(partition); offset++) {
        const appended = logs.rowAt(partition, offset);
        if (appended < 0 || delivered[partition]?.at(offset) === appended) continue;
        if (offset < groups.begin(group, partition) || !logs.stands(trace, appended)) continue;
        if (transactions.fateAt(partition, offset) === 'aborted') continue;
        if (handling.owes(group, trace.message(appended))) note(trace, appended, end, false);
      }
    }
  }

  return {
    kinds: ['record-delivered', 'group-attached', ...endings],
    about: 'every moment',
    findings,
    see(trace, row) {
      const kind = trace.kind(row);
      if (kind === code['group-attached']) {
        if (trace.a(row) === group) attachedAt = trace.time(row);
      } else if (kind === code['record-delivered']) {
        if (groups.of(trace.actor(row)) !== group) return;
        const partition = trace.a(row);
        const offset = trace.b(row);
        const message = trace.message(row);
        const appended = logs.putRow(trace, { partition, offset, message });
        if (appended < 0 || delivered[partition]?.at(offset) === appended) return;
        delivered[partition]?.set(offset, appended);
        note(trace, appended, row, true);
      } else settle(trace, row);
    },
  };
}
