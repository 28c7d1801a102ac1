/** Hand-written traces in which consumers and their groups misbehave. */
import type { Shown } from './shown-misbehaviours.ts';
import { Telling } from './telling.ts';
import { castOf } from './world.ts';

const autoCommit = { settings: { 'enable.auto.commit': true } } as const;
const group = 3;

/** Shipping handles a record and has not committed it. */
function handled(): { telling: Telling; message: number } {
  const telling = new Telling();
  const message = telling.says('Inventory', 'StockReserved', 1);
  telling.assigned('Shipping').wait(10).delivered('Shipping', message);
  telling.wait(10).does('Shipping', 'shipping', message).stores('Shipping', message);
  return { telling, message };
}

function crashed(): Telling {
  const { telling, message } = handled();
  telling.wait(10).crashes('Shipping').wait(6000);
  return telling.assigned('Shipping 2', 2).delivered('Shipping 2', message, 2);
}

/** Shipping works on a record when something happens to it, and Shipping 2 begins the same. */
function takenOver(kind: 'poll-overdue' | 'member-expelled'): Telling {
  const telling = new Telling();
  const message = telling.says('Inventory', 'StockReserved', 1);
  telling.assigned('Shipping').delivered('Shipping', message).wait(5000);
  telling.tell(kind, { by: 'Shipping', numbers: { group, generation: 1 } });
  telling.assigned('Shipping 2', 2).delivered('Shipping 2', message, 2).wait(10);
  telling.does('Shipping', 'shipping', message);
  return telling;
}

function storm(): Telling {
  const telling = new Telling();
  for (let generation = 1; generation <= 5; generation++) {
    telling.wait(5000);
    telling.tell('rebalance-started', { numbers: { group, generation } });
    telling.tell('group-stable', { numbers: { group, generation, members: 2 } });
  }
  return telling;
}

/** Shipping fails with a record again and again, while another one waits behind it. */
function poison(): Telling {
  const telling = new Telling();
  const message = telling.says('Inventory', 'StockReserved', 1);
  telling.says('Inventory', 'StockReserved', 3);
  telling.assigned('Shipping').delivered('Shipping', message);
  for (let attempt = 1; attempt <= 4; attempt++) {
    const numbers = { step: 2, reason: 1, attempt };
    telling.wait(500).tell('work-failed', { by: 'Shipping', order: 1, message, numbers });
  }
  return telling;
}

function slow(): Telling {
  const telling = new Telling();
  const first = telling.says('Inventory', 'StockReserved', 1);
  const second = telling.says('Inventory', 'StockReserved', 3);
  telling.assigned('Shipping').delivered('Shipping', first);
  telling.wait(4000).stores('Shipping', first).commits('Shipping', first);
  return telling.delivered('Shipping', second);
}

/** Traces of consumers, by the numbers of what they show. */
export const shownByConsumers: readonly Shown[] = [
  {
    ...{ id: 1, what: 'a consumer crashes before it commits', tell: crashed },
    sentence: /^Shipping handled StockReserved of order 1 at 0\.020 s and crashed at 0\.030 s/,
  },
  {
    ...{ id: 2, what: 'it commits in poll()', tell: crashed, choices: autoCommit },
    sentence: /delivered again at 6\.030 s\.$/,
  },
  {
    ...{ id: 3, what: 'auto-commit passes what is at work, and the process dies' },
    choices: autoCommit,
    tell() {
      const telling = new Telling();
      const message = telling.says('Inventory', 'StockReserved', 1);
      telling.assigned('Shipping').delivered('Shipping', message).commits('Shipping', message);
      return telling.wait(10).crashes('Shipping');
    },
    sentence: /nobody will handle it\.$/,
  },
  {
    ...{ id: 4, what: 'a poll is overdue', tell: () => takenOver('poll-overdue') },
    sentence: /^Shipping works on .+ and Shipping 2 began the same/,
  },
  {
    ...{ id: 5, what: 'an expelled process writes', tell: () => takenOver('member-expelled') },
    sentence: /^Shipping was expelled at 5\.000 s and finished .+ Shipping 2 owns/,
  },
  {
    ...{ id: 6, what: 'a rebalance comes before the commit' },
    tell() {
      const { telling, message } = handled();
      const numbers = { partition: 1, generation: 1 };
      telling.tell('partition-revoked', { by: 'Shipping', numbers });
      return telling.assigned('Shipping', 2).delivered('Shipping', message, 2);
    },
    sentence: /gave its partition up/,
  },
  {
    ...{ id: 7, what: 'a group rebalances four times', tell: storm },
    sentence: /^Shipping’s group began 4 rebalances/,
  },
  {
    ...{ id: 8, what: 'a poisoned record blocks', tell: poison },
    sentence: /^Shipping failed 3 times with .+ 1 record behind it/,
  },
  {
    ...{ id: 8, what: 'a poisoned record is passed over' },
    tell: () => poison().commits('Shipping', 0),
    sentence: /^Shipping/,
  },
  {
    ...{ id: 9, what: 'a slow record delays another key', tell: slow },
    sentence: /waited 4\.000 s behind StockReserved of order 1/,
  },
  {
    ...{ id: 10, what: 'a group begins at the end' },
    tell() {
      const telling = new Telling();
      telling.says('Inventory', 'StockReserved', 1);
      const numbers = { partition: 1, offset: 1, skipped: 1 };
      telling.tell('position-reset', { by: 'Shipping', numbers });
      return telling;
    },
    sentence: /passed over 1 record\.$/,
  },
  {
    ...{ id: 13, what: 'an aborted record is read' },
    tell() {
      const telling = new Telling();
      const message = telling.says('Inventory', 'StockReserved', 1);
      const numbers = { partition: 1, offset: 0, transaction: 1 };
      telling.tell('transaction-record', { order: 1, message, numbers });
      telling.assigned('Shipping').delivered('Shipping', message);
      telling.tell('transaction-ended', { by: 'Inventory', numbers: { transaction: 1 } });
      return telling;
    },
    sentence: /its transaction was aborted/,
  },
  {
    ...{ id: 13, what: 'an open transaction holds readers up' },
    choices: { settings: { 'isolation.level': 'read_committed' } },
    tell() {
      const telling = new Telling();
      const message = telling.says('Inventory', 'StockReserved', 1);
      const numbers = { partition: 1, offset: 0, transaction: 1 };
      telling.tell('transaction-record', { order: 1, message, numbers });
      telling.wait(3000).says('Inventory', 'StockReserved', 1);
      const ended = { transaction: 1, committed: 1 };
      telling.tell('transaction-ended', { by: 'Inventory', numbers: ended });
      return telling;
    },
    sentence: /waited for transaction 1, open from 0\.000 s to 3\.000 s, with 1 record behind it/,
  },
  {
    ...{ id: 14, what: 'a group has three members for two partitions' },
    tell() {
      const telling = new Telling(castOf('choreography'));
      telling.tell('group-stable', { numbers: { group, generation: 1, members: 3 } });
      return telling;
    },
    sentence: /3 members for 2 partitions: 1 of them is idle/,
  },
];
