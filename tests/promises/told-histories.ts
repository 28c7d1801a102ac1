/** Hand-made histories: for each anomaly one that shows it, and one that comes close and does not. */
import { Telling } from './telling.ts';
import { castOf, type Choices } from './world.ts';

/** A history, and what must be found in it. */
export interface ToldHistory {
  readonly name: string;
  readonly what: string;
  readonly tell: () => Telling;
  readonly choices?: Choices;
  /** How the first case is told. */
  readonly sentence: RegExp;
  /** Why Kafka allows it; absent when it must not happen. */
  readonly allowed?: RegExp;
  /** How many rows prove it. */
  readonly witnesses: number;
  /** The same with one thing right: nothing of that name is found in it. */
  readonly without: () => Telling;
}

const partition = 1;
const plain = { settings: { 'enable.idempotence': false } } as const;
const committedOnly = { settings: { 'isolation.level': 'read_committed' } } as const;

/** Two records of Order, acknowledged at offsets 0 and 1. */
function two(copies: 1 | 3 = 1): Telling {
  const telling = new Telling(castOf('choreography', { copies }));
  telling.says('Order', 'OrderPlaced', 1);
  telling.says('Order', 'OrderPlaced', 3);
  return telling.assigned('Payment');
}

/** Three of them, and a consumer that is given two. */
function three(first: number, second: number): Telling {
  const telling = new Telling();
  for (const order of [1, 3, 5]) telling.says('Order', 'OrderPlaced', order);
  telling.assigned('Payment').delivered('Payment', first).delivered('Payment', second);
  return telling.assigned('Inventory').delivered('Inventory', 0).delivered('Inventory', 1);
}

/** A leader of three replicas dies with the record at offset 0, and another is put there. */
function replaced(isSeen: boolean): Telling {
  const telling = new Telling(castOf('choreography', { copies: 3 }));
  const numbers = { partition, offset: 0, producer: telling.actor('Order') };
  const first = telling.creates('Order', 'OrderPlaced', 1);
  const second = telling.creates('Order', 'OrderPlaced', 3);
  telling.tell('leader-elected', { numbers: { partition, epoch: 1, clean: 1 } });
  const of = (message: number, order: number) => ({ message, order });
  telling.tell('produce-sent', {
    by: 'Order',
    ...of(first, 1),
    numbers: { partition, attempt: 1 },
  });
  telling.tell('record-appended', { ...of(first, 1), numbers });
  const acked = { partition, offset: 0, attempt: 1 };
  if (isSeen) telling.tell('produce-acked', { by: 'Order', ...of(first, 1), numbers: acked });
  telling.crashes('Broker');
  const leader = { by: 'Broker 2' };
  telling.tell('leader-elected', { ...leader, numbers: { partition, epoch: 2, clean: 1 } });
  telling.tell('produce-sent', {
    by: 'Order',
    ...of(second, 3),
    numbers: { partition, attempt: 1 },
  });
  telling.tell('record-appended', { ...leader, ...of(second, 3), numbers });
  telling.tell('produce-acked', { by: 'Order', ...of(second, 3), numbers: acked });
  return telling;
}

/** Inventory says something in a transaction. */
function inTransaction(telling: Telling, id: number, order: number): number {
  const message = telling.creates('Inventory', 'StockReserved', order);
  return writes(telling, id, message, order);
}

function writes(telling: Telling, id: number, message: number, order: number): number {
  telling.publishes('Inventory', message, partition);
  const row = telling.rows.findLast(({ kind }) => kind === 'record-appended');
  const offset = row?.numbers[1] ?? 0;
  const numbers = { partition, offset, transaction: id };
  telling.tell('transaction-record', { order, message, numbers });
  return message;
}

function begins(telling: Telling, id: number): void {
  telling.tell('transaction-begun', {
    by: 'Inventory',
    numbers: { transaction: id, producer: id },
  });
}

function ends(telling: Telling, id: number, committed: 0 | 1): void {
  telling.tell('transaction-ended', { numbers: { transaction: id, committed } });
}

/** A record whose transaction is aborted, and a consumer that is given it before or never. */
function aborted(isRead: boolean): Telling {
  const telling = new Telling();
  begins(telling, 1);
  const message = inTransaction(telling, 1, 1);
  ends(telling, 1, 0);
  telling.assigned('Shipping');
  return isRead ? telling.delivered('Shipping', message) : telling;
}

/** A record whose transaction is aborted is sent again and committed; the first copy is read, or only the second. */
function resent(isRead: boolean): Telling {
  const telling = new Telling();
  begins(telling, 1);
  const message = inTransaction(telling, 1, 1);
  telling.assigned('Shipping');
  if (isRead) telling.delivered('Shipping', message);
  ends(telling, 1, 0);
  begins(telling, 2);
  writes(telling, 2, message, 1);
  ends(telling, 2, 1);
  return telling.delivered('Shipping', message);
}

/** A record is delivered before or after the end of its transaction. */
function openRead(isEarly: boolean): Telling {
  const telling = new Telling();
  begins(telling, 1);
  const message = inTransaction(telling, 1, 1);
  telling.assigned('Shipping');
  if (!isEarly) ends(telling, 1, 1);
  telling.delivered('Shipping', message);
  if (isEarly) ends(telling, 1, 1);
  return telling;
}

/** Two transactions write by turns, or one after the other. */
function byTurns(turns: readonly number[]): Telling {
  const telling = new Telling();
  for (const id of [1, 2]) begins(telling, id);
  for (const id of turns) inTransaction(telling, id, 1);
  for (const id of [1, 2]) ends(telling, id, 1);
  return telling;
}

/** A transaction commits what its process read; both transactions read of each other, or one of the other. */
function reading(isMutual: boolean): Telling {
  const telling = new Telling();
  for (const id of [1, 2]) begins(telling, id);
  const first = inTransaction(telling, 1, 1);
  const second = inTransaction(telling, 2, 1);
  telling.assigned('Inventory').delivered('Inventory', first);
  const consumed = (id: number, offset: number) =>
    telling.tell('transaction-offset', {
      by: 'Inventory',
      numbers: { partition, offset, transaction: id },
    });
  consumed(2, 1);
  telling.delivered('Inventory', second);
  if (isMutual) consumed(1, 2);
  for (const id of [1, 2]) ends(telling, id, 1);
  return telling;
}

/** Two records of one fetch with a hole between them, or without. */
function answered(offsets: readonly number[]): Telling {
  const telling = three(0, 0);
  telling.rows.splice(telling.rows.findIndex(({ kind }) => kind === 'record-delivered'));
  telling.assigned('Inventory').delivered('Inventory', 1).assigned('Payment');
  for (const offset of offsets) {
    const about = { by: 'Payment', message: offset, order: 2 * offset + 1 };
    telling.tell('record-sent', { ...about, numbers: { partition, offset, latency: 1 } });
  }
  for (const offset of offsets) telling.delivered('Payment', offset);
  return telling;
}

/** The records of one producer are stored in the other order, or in their own. */
function crossed(isCrossed: boolean): Telling {
  const telling = new Telling();
  const messages = [1, 3].map((order) => telling.creates('Order', 'OrderPlaced', order));
  messages.forEach((message, at) => {
    const sent = { by: 'Order', message, order: 2 * at + 1 };
    telling.tell('produce-sent', { ...sent, numbers: { partition, attempt: 1 } });
  });
  messages.forEach((message, at) => {
    const offset = isCrossed ? 1 - at : at;
    const acked = { by: 'Order', message, order: 2 * at + 1 };
    telling.tell('produce-acked', { ...acked, numbers: { partition, offset, attempt: 1 } });
  });
  return telling;
}

/** A record that a repeated request stored twice: a consumer is given both copies. */
function repeated(isStoredAgain: boolean, often = 1): Telling {
  const telling = new Telling();
  const message = telling.says('Order', 'OrderPlaced', 1);
  telling.assigned('Payment').delivered('Payment', message);
  if (!isStoredAgain) return telling;
  for (let time = 1; time <= often; time++) {
    telling.repeats('Order', message).delivered('Payment', message);
  }
  return telling;
}

/** The histories by the names of their anomalies. */
export const toldHistories: readonly ToldHistory[] = [
  {
    ...{ name: 'inconsistent-offsets', what: 'an offset is used again', witnesses: 2 },
    tell: () => replaced(true),
    sentence:
      /^At offset 0 of .+ OrderPlaced of order 1 was seen and OrderPlaced of order 3 too\.$/,
    allowed: /^min\.insync\.replicas is 1/,
    without: () => replaced(false),
  },
  {
    ...{ name: 'G1a', what: 'an aborted record is read', tell: () => aborted(true), witnesses: 2 },
    sentence: /^Shipping was given StockReserved of order 1 .+ its transaction was aborted\.$/,
    allowed: /read_uncommitted/,
    without: () => aborted(false),
  },
  {
    ...{ name: 'G1a', what: 'a committed reader reads it all the same', witnesses: 2 },
    ...{ tell: () => aborted(true), choices: committedOnly },
    sentence: /^Shipping was given/,
    without: () => openRead(false),
  },
  {
    ...{ name: 'G1a', what: 'the aborted copy is read of a record sent again', witnesses: 2 },
    tell: () => resent(true),
    sentence:
      /^Shipping was given StockReserved of order 1 at offset 0 of .+, and then its send failed: its transaction was aborted\.$/,
    allowed: /read_uncommitted/,
    without: () => resent(false),
  },
  {
    ...{ name: 'lost-write', what: 'readers go past a record', witnesses: 2 },
    tell: () => two().delivered('Payment', 1).drained(),
    sentence: /^OrderPlaced of order 1 was acknowledged .+ Payment read on past it, and nobody/,
    without: () => two().delivered('Payment', 0).delivered('Payment', 1).drained(),
  },
  {
    ...{ name: 'unseen', what: 'nobody has come so far yet', witnesses: 2 },
    tell: () => two().delivered('Payment', 0),
    sentence: /^OrderPlaced of order 3 was acknowledged .+ and readers came to offset 0\.$/,
    allowed: /stopped before its readers had drained/,
    without: () => two().delivered('Payment', 0).delivered('Payment', 1),
  },
  {
    ...{ name: 'poll-skip', what: 'a consumer passes over a record', witnesses: 3 },
    tell: () => three(0, 2),
    sentence: /^Payment was given offset 0 .+ then offset 2 .+ but offset 1 stands in between\.$/,
    without: () => three(0, 1),
  },
  {
    ...{ name: 'poll-skip', what: 'the cleaner was there before', witnesses: 3 },
    tell: () => {
      const telling = three(0, 1);
      telling.tell('record-cleaned', { numbers: { partition, offset: 1 } });
      return telling.restarts('Payment').delivered('Payment', 0).delivered('Payment', 2);
    },
    sentence: /but offset 1 stands in between/,
    allowed: /compacted/,
    without: () => three(0, 1).assigned('Payment', 2).delivered('Payment', 2),
  },
  {
    ...{ name: 'int-poll-skip', what: 'an answer has a hole', witnesses: 3 },
    tell: () => answered([0, 2]),
    sentence: /^Payment was given offset 0 .+ but offset 1 stands in between\.$/,
    without: () => answered([0, 1, 2]),
  },
  {
    ...{ name: 'nonmonotonic-poll', what: 'a consumer goes back', witnesses: 2 },
    tell: () => three(1, 0),
    sentence: /^Payment was given offset 1 of .+ and then offset 0 at/,
    without: () => three(0, 1).assigned('Payment', 2).delivered('Payment', 0),
  },
  {
    ...{ name: 'nonmonotonic-send', what: 'the later record stands first', witnesses: 4 },
    ...{ tell: () => crossed(true), choices: plain },
    sentence: /^Order sent OrderPlaced of order 1 before OrderPlaced of order 3, but it stands/,
    allowed: /idempotence is off/,
    without: () => crossed(false),
  },
  {
    ...{ name: 'nonmonotonic-send', what: 'though the producer is idempotent', witnesses: 4 },
    tell: () => crossed(true),
    sentence: /^Order sent/,
    without: () => crossed(false),
  },
  {
    ...{ name: 'int-send-skip', what: 'another writes between', witnesses: 3 },
    tell: () => byTurns([1, 2, 1]),
    sentence: /^Transaction 1 put its records at offsets 0 and 2 .+ another sender .+ offset 1\.$/,
    allowed: /interleave/,
    without: () => byTurns([1, 1, 2]),
  },
  {
    ...{ name: 'duplicate', what: 'a repeated request is stored again', witnesses: 2 },
    ...{ tell: () => repeated(true), choices: plain },
    sentence: /^OrderPlaced of order 1 stands in the log twice: at offset 0 .+ and at offset 1/,
    allowed: /idempotence is off/,
    without: () => repeated(false),
  },
  {
    ...{ name: 'duplicate', what: 'a request is repeated twice', witnesses: 3 },
    ...{ tell: () => repeated(true, 2), choices: plain },
    sentence:
      /^OrderPlaced of order 1 stands in the log 3 times: at offset 0 [^:]+, at offset 1 [^:]+, and at offset 2 [^:]+\.$/,
    allowed: /idempotence is off/,
    without: () => repeated(false),
  },
  {
    ...{ name: 'duplicate', what: 'more places than a sentence can name', witnesses: 5 },
    ...{ tell: () => repeated(true, 6), choices: plain },
    sentence: /stands in the log 7 times, among them at offset 0 .+, and at offset 4 [^:]+\.$/,
    allowed: /idempotence is off/,
    without: () => repeated(false),
  },
  {
    ...{ name: 'duplicate', what: 'though the producer is idempotent', witnesses: 2 },
    tell: () => repeated(true),
    sentence: /stands in the log twice/,
    without: () => repeated(false),
  },
  {
    ...{ name: 'G0', what: 'two transactions write by turns', witnesses: 3 },
    tell: () => byTurns([1, 2, 1]),
    sentence: /^Transaction 2 wrote behind transaction 1 in .+, and transaction 1 wrote behind/,
    allowed: /interleave/,
    without: () => byTurns([1, 1, 2]),
  },
  {
    ...{ name: 'G1c', what: 'two transactions read of each other', witnesses: 4 },
    ...{ tell: () => reading(true), choices: committedOnly },
    sentence: /^Transaction 1 read of transaction 2 in .+, and transaction 2 read of transaction 1/,
    without: () => reading(false),
  },
  {
    ...{ name: 'precommitted-read', what: 'a record is read too early', witnesses: 2 },
    tell: () => openRead(true),
    sentence: /^Shipping was given offset 0 .+ while transaction 1 was open/,
    allowed: /read_uncommitted/,
    without: () => openRead(false),
  },
];
