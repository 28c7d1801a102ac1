/** The promise that what belongs together is heard in the order in which it was said. */
import { code, type Trace } from '../../trace/index.ts';
import type { Checker } from '../checker.ts';
import { Findings, type Breach } from '../findings.ts';
import { Column } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/**
 * For each group: the first deliveries of a partition's records have increasing offsets; and the first deliveries of
 * an order's messages on one topic follow the order in which they first were appended. Counts deliveries out of order.
 */
export function orderedPerKey(books: Books): Checker {
  const findings = new Findings();
  const { cast, phrases } = books;
  const groupOf = cast.actors.map((actor) => cast.services[actor.service]?.group ?? -1);
  const appendedRow = new Column(-1);
  // By group, then by partition: the row of the first delivery of the highest offset so far.
  const latest = cast.groups.map(() => new Column(-1));
  const highest = cast.groups.map(() => new Column(-1));
  // By group: the messages that it was given; and by group and topic, for each order, its latest message.
  const given = cast.groups.map(() => new Column());
  const seen = cast.groups.map(() => cast.partitions.map(() => new Column()));
  const latestOfOrder = cast.groups.map(() => cast.topics.map(() => new Column(-1)));

  function tell(trace: Trace, row: number, earlier: number): Breach {
    const what = `${phrases.messageOfOrder(trace, trace.message(row), trace.order(row))}`;
    const other = phrases.messageOfOrder(trace, trace.message(earlier), trace.order(earlier));
    const who = phrases.serviceOf(trace.actor(row));
    const when = `${seconds(trace.time(row))}`;
    const after = `after ${other} at ${seconds(trace.time(earlier))}`;
    const sentence = `${who} was first given ${what} at ${when}, ${after}, though it stands before it in the log.`;
    return { sentence, witness: [earlier, row] };
  }

  /** The row of the delivery that should have come later, -1 when all is in order. */
  function overtaken(trace: Trace, row: number, group: number): number {
    const partition = trace.a(row);
    const offset = trace.b(row);
    const message = trace.message(row);
    let earlier = -1;
    const records = seen[group]?.[partition];
    if (records !== undefined && records.at(offset) === 0) {
      records.set(offset, 1);
      if (offset < (highest[group]?.at(partition) ?? -1)) {
        earlier = latest[group]?.at(partition) ?? -1;
      } else {
        highest[group]?.set(partition, offset);
        latest[group]?.set(partition, row);
      }
    }
    if (given[group]?.at(message) === 1) return earlier;
    given[group]?.set(message, 1);
    const orders = latestOfOrder[group]?.[cast.partitions[partition]?.topic ?? -1];
    const before = orders?.at(trace.order(row)) ?? -1;
    if (before >= 0 && appendedRow.at(message) < appendedRow.at(trace.message(before))) {
      return earlier < 0 ? before : earlier;
    }
    orders?.set(trace.order(row), row);
    return earlier;
  }

  return {
    kinds: ['record-appended', 'record-delivered'],
    about: 'every moment',
    findings,
    see(trace, row) {
      if (trace.kind(row) === code['record-appended']) {
        const message = trace.message(row);
        if (appendedRow.at(message) < 0) appendedRow.set(message, row);
        return;
      }
      const group = groupOf[trace.actor(row)] ?? -1;
      if (group < 0) return;
      const earlier = overtaken(trace, row, group);
      if (earlier >= 0) findings.add(trace, row, () => tell(trace, row, earlier));
    },
  };
}
