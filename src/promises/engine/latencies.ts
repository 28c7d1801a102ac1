/** Rules of spans: how long records wait, how long orders take, and that the parts make the whole. */
import { code, type Trace } from '../../trace/index.ts';
import { Column } from '../folds/column.ts';
import { counted, seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** M2: there is an oldest record exactly where there is a lag. */
export function timeLagMeansLag({ accounts, cast, phrases }: Ground): Invariant {
  const { lags, logs } = accounts;
  const readers = cast.partitions.map((_, partition) =>
    cast.groups.flatMap(({ partitions }, group) => (partitions.includes(partition) ? [group] : [])),
  );
  return invariant({
    id: 'M2',
    sentence:
      'A group lags in time exactly where it lags in records: by the age of the oldest that it has not committed.',
    formula:
      'After each record-appended and offset-committed, for each group and the row’s partition: the lag is 0, or the oldest and the newest offset from the committed one up to the high watermark were put by earlier rows. After an unclean election or a lost disk nothing is said.',
    kinds: ['record-appended', 'offset-committed'],
    see(trace, row, broken) {
      const partition = trace.a(row);
      for (const group of readers[partition] ?? []) {
        const lag = lags.of(group, partition);
        const from = logs.highWatermark(partition) - lag;
        const ends = lag === 0 ? [] : [from, from + lag - 1];
        const missing = ends.find((offset) => logs.rowAt(partition, offset) < 0);
        if (missing === undefined || logs.unsafeRow(partition) >= 0) continue;
        broken(
          row,
          () =>
            `${phrases.group(group)} lags by ${counted(lag, 'record')} in ${phrases.partition(partition)}, but nothing stands at ${phrases.place(partition, missing)}.`,
        );
      }
    },
  });
}

/** M6: each record that was handled was made, stored, delivered and finished, in this order. */
export function partsMakeTheWhole({ accounts, cast, phrases }: Ground): Invariant {
  const { groups, work } = accounts;
  const created = new Column(-1);
  const stored = new Column(-1);
  return invariant({
    id: 'M6',
    sentence:
      'Each record that is handled has one latency, and that is the sum of its parts: until it is stored, until it is delivered, until it is finished.',
    formula:
      'For each store-committed and record-read about a message of a topic by a process that was given it: the times of its message-created, first record-appended, last record-delivered and of the row itself do not decrease.',
    kinds: ['message-created', 'record-appended', 'store-committed', 'record-read'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      const message = trace.message(row);
      if (kind === code['message-created']) {
        const topic = cast.types[trace.a(row)]?.topic ?? -1;
        if (topic >= 0) created.set(message, row);
        return;
      }
      if (kind === code['record-appended']) {
        if (stored.at(message) < 0) stored.set(message, row);
        return;
      }
      const actor = trace.actor(row);
      if (created.at(message) < 0 || groups.of(actor) < 0) return;
      const stations = [created.at(message), stored.at(message), work.deliveredRow(actor, message)];
      if (inOrder(trace, [...stations, row])) return;
      const what = phrases.messageOfOrder(trace, message, trace.order(row));
      const missing = ['made', 'stored', 'delivered'].filter((_, at) => (stations[at] ?? -1) < 0);
      const why =
        missing.length > 0 ? `it was never ${missing.join(' and ')}` : 'its parts are not in order';
      broken(
        row,
        () =>
          `${phrases.actor(actor)} finished ${what} at ${seconds(trace.time(row))}, but ${why}.`,
        ...stations,
      );
    },
  });
}

function inOrder(trace: Trace, rows: readonly number[]): boolean {
  return rows.every((row, at) => {
    const before = rows[at - 1] ?? row;
    return row >= 0 && before >= 0 && trace.time(before) <= trace.time(row);
  });
}

/** What is needed to speak of a stable window. */
const fewestOrders = 100;
/** At either end of the window at most one of so many of its orders may be under way. */
const shareAtEnds = 40;
/** |L − λW| may be one of so many parts of L. */
const tolerance = 20;

/** M5: Little's law. */
export function littlesLaw(): Invariant {
  const placed: number[] = [];
  const ended = new Column(-1);
  const accepted = new Column();
  return invariant({
    id: 'M5',
    sentence:
      'Over a stable window, the mean number of orders under way is their rate of arrival times the mean time that they take.',
    formula:
      'At run-drained, over the middle half of the arrivals: |L − λW| ≤ 5 % of L, where at least 100 orders arrive, at each end at most one of 40 of them is under way, and none takes longer than a quarter of the window.',
    about: 'the end',
    kinds: ['order-placed', 'order-accepted', 'order-ended', 'order-abandoned', 'run-drained'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      const order = trace.order(row);
      if (kind === code['order-placed']) placed.push(row);
      else if (kind === code['order-accepted']) accepted.set(order, 1);
      else if (kind !== code['run-drained']) {
        const isOver = kind === code['order-ended'] || accepted.at(order) === 0;
        if (isOver && ended.at(order) < 0) ended.set(order, row);
      } else {
        const stays = placed.map((from) => {
          const until = ended.at(trace.order(from));
          return { from: trace.time(from), until: until < 0 ? Infinity : trace.time(until) };
        });
        const [first, last] = [placed[placed.length >> 2], placed[(placed.length * 3) >> 2]];
        if (first === undefined || last === undefined) return;
        const window = { from: trace.time(first), until: trace.time(last) };
        const found = little(stays, window);
        if (found === undefined) return;
        const { inside, expected } = found;
        if (Math.abs(inside - expected) * tolerance <= inside) return;
        const span = `between ${seconds(window.from)} and ${seconds(window.until)}`;
        broken(
          row,
          () =>
            `${span} orders were under way for ${seconds(inside)} in all, but those that came took ${seconds(expected)}.`.replace(
              /^b/,
              'B',
            ),
          first,
          last,
        );
      }
    },
  });
}

/** How long an order is under way. */
interface Stay {
  readonly from: number;
  readonly until: number;
}

/**
 * Both sides of Little's law times the window's length: the time that orders spent inside of it, and the time that those
 * which came within it took. Undefined when the window is not stable.
 */
function little(
  stays: readonly Stay[],
  window: Stay,
): { readonly inside: number; readonly expected: number } | undefined {
  const came = stays.filter(({ from }) => from >= window.from && from < window.until);
  const underWay = (at: number): number =>
    stays.filter(({ from, until }) => from < at && until > at).length;
  const most = came.length / shareAtEnds;
  if (came.length < fewestOrders || underWay(window.from) > most || underWay(window.until) > most)
    return undefined;
  const taken = came.map(({ from, until }) => until - from).filter((each) => each !== Infinity);
  if (taken.some((each) => each * 4 > window.until - window.from)) return undefined;
  const inside = stays.reduce((sum, { from, until }) => {
    return sum + Math.max(0, Math.min(until, window.until) - Math.max(from, window.from));
  }, 0);
  const mean = taken.reduce((sum, each) => sum + each, 0) / Math.max(1, taken.length);
  return { inside, expected: Math.round(mean * came.length) };
}
