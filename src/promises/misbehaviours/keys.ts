/** What keys do: hot partitions, keys that move, and order that is no one's business. */
import { code } from '../../trace/index.ts';
import { Column, columns } from '../folds/column.ts';
import { Precedence } from '../folds/precedence.ts';
import { seconds } from '../phrases.ts';
import type { Misbehaviour } from './misbehaviour.ts';

const hotLag = 8;
const fewRecords = 20;
const deepest = 12;

/** 19: one partition has most of the work. */
export const hotPartition: Misbehaviour = {
  id: 19,
  name: 'hot partition',
  sentence:
    'Most records have one key: the lag of one partition grows while the other partitions are idle.',
  watch({ accounts, cast, phrases }) {
    const { lags } = accounts;
    const stored = new Float64Array(cast.partitions.length);
    const isHot = columns(cast.groups.length);
    return {
      kinds: ['record-appended', 'offset-committed'],
      see(trace, row, found) {
        const partition = trace.a(row);
        if (trace.kind(row) === code['record-appended']) {
          stored[partition] = (stored[partition] ?? 0) + 1;
        }
        const topic = cast.partitions[partition]?.topic ?? -1;
        cast.groups.forEach(({ partitions }, group) => {
          const mine = partitions.filter((each) => cast.partitions[each]?.topic === topic);
          const lag = lags.of(group, partition);
          if (lag === 0) isHot[group]?.set(partition, 0);
          if (!mine.includes(partition) || lag < hotLag || isHot[group]?.at(partition) === 1)
            return;
          const others = mine.reduce((sum, each) => sum + lags.of(group, each), -lag);
          const records = mine.reduce((sum, each) => sum + (stored[each] ?? 0), 0);
          const used = mine.filter((each) => (stored[each] ?? 0) > 0).length;
          const share = (stored[partition] ?? 0) / Math.max(1, records);
          const isSkewed = share >= (1 + 1 / Math.max(2, used)) / 2;
          if (mine.length < 2 || records < fewRecords || !isSkewed || others > lag / 4) return;
          isHot[group]?.set(partition, 1);
          found(
            row,
            () =>
              `${phrases.partition(partition)} has ${stored[partition] ?? 0} of ${records} records of its topic; at ${seconds(trace.time(row))} ${phrases.group(group)} is ${lag} behind there, and ${others} in all others.`,
          );
        });
      },
    };
  },
};

/** 20: partitions are added, keys move, and order is lost. */
export const keysMoved: Misbehaviour = {
  id: 20,
  name: 'keys moved',
  sentence:
    'Partitions are added and keys move: later records of a key are handled before its earlier ones.',
  jepsen: 'nonmonotonic-poll',
  watch({ accounts, cast, phrases }) {
    const precedence = new Precedence(cast, accounts);
    const added = cast.topics.map(() => -1);
    return {
      kinds: [...precedence.kinds, 'partition-added'],
      see(trace, row, found) {
        const topic = cast.partitions[trace.a(row)]?.topic ?? -1;
        if (trace.kind(row) === code['partition-added']) {
          added[topic] = row;
          return;
        }
        precedence.see(trace, row);
        const late = precedence.overtaken;
        if (late === undefined || (added[topic] ?? -1) < 0) return;
        if (trace.a(late.earlier) === trace.a(late.row)) return;
        const what = phrases.messageOfOrder(trace, trace.message(row), trace.order(row));
        const other = phrases.messageOfOrder(
          trace,
          trace.message(late.earlier),
          trace.order(late.earlier),
        );
        found(
          row,
          () =>
            `${phrases.actor(trace.actor(row))} was given ${what} from ${phrases.partition(trace.a(row))} at ${seconds(trace.time(row))}, after ${other} from ${phrases.partition(trace.a(late.earlier))}: their key has moved.`,
          added[topic] ?? -1,
          late.earlier,
        );
      },
    };
  },
};

/** 21: an effect is heard before its cause. */
export const effectBeforeCause: Misbehaviour = {
  id: 21,
  name: 'out of order across partitions and topics',
  sentence:
    'A message is handled before the one that led to it, for they stand in different partitions or topics.',
  watch({ accounts, cast, phrases }) {
    const { groups, handling } = accounts;
    const causation = new Column(-1);
    const stored = new Column(-1);
    const given = columns(cast.groups.length);
    return {
      kinds: ['message-created', 'record-appended', 'record-delivered'],
      see(trace, row, found) {
        const message = trace.message(row);
        const kind = trace.kind(row);
        if (kind === code['message-created']) causation.set(message, trace.b(row));
        else if (kind === code['record-appended']) {
          if (stored.at(message) < 0) stored.set(message, row);
        } else {
          const group = groups.of(trace.actor(row));
          if (given[group] === undefined || given[group].at(message) === 1) return;
          given[group].set(message, 1);
          let before = causation.at(message);
          for (let depth = 0; depth < deepest && before >= 0; depth++) {
            const put = stored.at(before);
            const isOpen =
              put >= 0 && given[group].at(before) === 0 && handling.owes(group, before);
            if (isOpen && cast.groups[group]?.partitions.includes(trace.a(put)) === true) {
              const cause = phrases.messageOfOrder(trace, before, trace.order(put));
              const what = phrases.messageOfOrder(trace, message, trace.order(row));
              found(
                row,
                () =>
                  `${phrases.actor(trace.actor(row))} was given ${what} at ${seconds(trace.time(row))} before ${cause}, which led to it and waits at ${phrases.place(trace.a(put), trace.b(put))}.`,
                put,
              );
              return;
            }
            before = causation.at(before);
          }
        }
      },
    };
  },
};

/** 22: what belongs together is spread. */
export const spreadRecords: Misbehaviour = {
  id: 22,
  name: 'records without a key',
  sentence:
    'Records of one order are spread over partitions, because they have no key or a key that is split.',
  watch({ cast, phrases }) {
    const first = columns(cast.topics.length, -1);
    const hasGrown = cast.topics.map(() => false);
    return {
      kinds: ['partition-added', 'record-appended'],
      see(trace, row, found) {
        const topic = cast.partitions[trace.a(row)]?.topic ?? -1;
        if (trace.kind(row) === code['partition-added']) {
          hasGrown[topic] = true;
          return;
        }
        const order = trace.order(row);
        const before = first[topic]?.at(order) ?? -1;
        if (before < 0) first[topic]?.set(order, row);
        if (before < 0 || hasGrown[topic] === true || trace.a(before) === trace.a(row)) return;
        const where = `${phrases.partition(trace.a(before))} and in ${phrases.partition(trace.a(row))}`;
        found(row, () => `Records of order ${order} stand in ${where}.`, before);
      },
    };
  },
};
