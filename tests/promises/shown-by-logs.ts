/** Hand-written traces in which producers, replicas, retention and keys misbehave. */
import type { Shown } from './shown-misbehaviours.ts';
import { Telling } from './telling.ts';
import { castOf } from './world.ts';

const partition = 1;

/** A record is acknowledged by a leader that alone has it; then another one leads. */
function failover(clean: number, isMarked: boolean): Telling {
  const telling = new Telling(castOf('choreography', { copies: 3 }));
  telling.says('Order', 'OrderPlaced', 1);
  const mark = { partition, offset: 1, epoch: 0 };
  if (isMarked) telling.tell('high-watermark-raised', { numbers: mark });
  telling.wait(10).crashes('Broker').wait(10);
  telling.tell('leader-elected', { by: 'Broker 2', numbers: { partition, epoch: 1, clean } });
  return telling;
}

/** Nine of ten records go to one partition, and nobody reads them. */
function hot(): Telling {
  const telling = new Telling();
  for (let order = 1; order <= 40; order++) {
    telling.says('Inventory', 'StockReserved', order % 10 === 0 ? 2 : 1);
    if (order % 10 === 0) telling.commits('Shipping', order - 1);
  }
  return telling;
}

/** Two messages of one order stand in two partitions, and the later one is given first. */
function moved(isAdded: boolean): Telling {
  const telling = new Telling();
  const first = telling.creates('Order', 'OrderPlaced', 2);
  telling.publishes('Order', first, 0);
  if (isAdded) telling.tell('partition-added', { numbers: { partition: 1, count: 2 } });
  const second = telling.creates('Order', 'OrderPlaced', 2);
  telling.publishes('Order', second, 1);
  return telling.assigned('Payment').delivered('Payment', second).delivered('Payment', first);
}

/** Traces of logs, by the numbers of what they show. */
export const shownByLogs: readonly Shown[] = [
  {
    ...{ id: 11, what: 'retention is faster than a group' },
    tell() {
      const telling = new Telling();
      telling.says('Order', 'OrderPlaced', 1);
      telling.tell('log-start-moved', { numbers: { partition, offset: 1 } });
      return telling;
    },
    sentence: /1 record of it that Payment had not handled\.$/,
  },
  {
    ...{ id: 12, what: 'a reader comes after the cleaner' },
    tell() {
      const telling = new Telling(castOf('choreography', { reader: true, isCompacted: true }));
      telling.says('Order', 'OrderPlaced', 1);
      const last = telling.says('Order', 'OrderPlaced', 1);
      telling.tell('record-cleaned', { numbers: { partition, offset: 0 } });
      return telling.assigned('Audit').delivered('Audit', last);
    },
    sentence: /^Audit never saw 1 record/,
  },
  {
    ...{ id: 15, what: 'a request is repeated and stored again' },
    tell() {
      const telling = new Telling();
      return telling.repeats('Order', telling.says('Order', 'OrderPlaced', 1));
    },
    sentence: /stands in the log twice/,
  },
  {
    ...{ id: 16, what: 'a later record is stored first' },
    tell() {
      const telling = new Telling();
      const first = telling.creates('Order', 'OrderPlaced', 1);
      const second = telling.creates('Order', 'OrderPlaced', 3);
      const sent = { by: 'Order', numbers: { partition, attempt: 1 } };
      telling.tell('produce-sent', { ...sent, order: 1, message: first });
      return telling.publishes('Order', second).repeats('Order', first);
    },
    sentence: /^Order sent OrderPlaced of order 1 before OrderPlaced of order 3/,
  },
  {
    ...{ id: 17, what: 'a leader dies with what it alone had', tell: () => failover(1, false) },
    sentence: /is gone since 0\.020 s: Broker 2 leads without it\.$/,
  },
  {
    ...{ id: 18, what: 'an election is unclean', tell: () => failover(0, true) },
    sentence: /1 record that consumers could see is gone/,
  },
  {
    ...{ id: 19, what: 'one partition has most records', tell: hot },
    sentence: /^orders\.events, partition 1 has \d+ of \d+ records/,
  },
  {
    ...{ id: 20, what: 'partitions are added', tell: () => moved(true) },
    sentence: /their key has moved\.$/,
  },
  {
    ...{ id: 21, what: 'an effect is heard before its cause' },
    tell() {
      const telling = new Telling();
      const first = telling.creates('Payment', 'CardCharged', 2);
      telling.publishes('Payment', first, 0);
      const second = telling.creates('Inventory', 'StockReserved', 2, first);
      telling.publishes('Inventory', second, 1);
      return telling.assigned('Order').delivered('Order', second);
    },
    sentence: /before CardCharged of order 2, which led to it/,
  },
  {
    ...{ id: 22, what: 'records have no key', tell: () => moved(false) },
    sentence: /^Records of order 2 stand in/,
  },
];
