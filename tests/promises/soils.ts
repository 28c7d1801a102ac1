/** Hand-made traces of a cluster, a compacted topic and a share group that break no rule: more soil for planted bugs. */
import { Telling } from './telling.ts';
import { castOf, type Choices } from './world.ts';

/** A healthy trace and the scenario it belongs to. */
interface Soil {
  readonly telling: Telling;
  readonly choices: Choices;
}

const partition = 1;

/** Followers copy a record, and the mark rises past it. */
function copied(
  telling: Telling,
  leader: string,
  followers: readonly string[],
  offset: number,
): void {
  for (const by of followers) {
    telling.tell('records-replicated', { by, numbers: { partition, offset, count: 1 } });
  }
  const numbers = { partition, offset: offset + 1, epoch: 1 };
  telling.tell('high-watermark-raised', { by: leader, numbers });
}

/** Order sends a message to partition 1, and a leader appends it; nobody else has it yet. */
function sent(
  telling: Telling,
  leader: string,
  message: { readonly message: number; readonly order: number },
  at: { readonly offset: number; readonly attempt: number; readonly sequence: number },
): void {
  const producer = telling.actor('Order');
  const { offset, attempt, sequence } = at;
  telling.tell('batch-sent', { by: 'Order', numbers: { partition, sequence, records: 1 } });
  const latency = 1000;
  const numbers = { partition, latency, attempt };
  telling.tell('produce-sent', { by: 'Order', ...message, numbers });
  telling.wait(1);
  telling.tell('record-appended', {
    by: leader,
    ...message,
    numbers: { partition, offset, producer },
  });
}

function acked(
  telling: Telling,
  message: { readonly message: number; readonly order: number },
  offset: number,
): void {
  telling.tell('produce-acked', {
    by: 'Order',
    ...message,
    numbers: { partition, offset, attempt: 1 },
  });
}

/** A reader gets a record, reads it and commits. */
function audited(
  telling: Telling,
  message: { readonly message: number; readonly order: number },
  offset: number,
): void {
  const by = 'Audit';
  telling.tell('record-sent', { by, ...message, numbers: { partition, offset, latency: 1000 } });
  telling.wait(1);
  telling.tell('record-delivered', { by, ...message, numbers: { partition, offset, attempt: 1 } });
  telling.tell('record-read', { by, ...message, numbers: { partition, offset, key: 1 } });
  const numbers = { partition, offset: offset + 1, group: 4 };
  telling.tell('offset-committed', { by, numbers });
}

/** A leader dies with a record that nobody has; another leads, and the first comes back and cuts it off. */
function failover(telling: Telling, message: { message: number; order: number }): void {
  sent(telling, 'Broker', message, { offset: 1, attempt: 1, sequence: 1 });
  telling.crashes('Broker').wait(1000);
  telling.tell('isr-changed', { by: 'Broker 2', numbers: { partition, nodes: 6, epoch: 2 } });
  telling.tell('leader-elected', { by: 'Broker 2', numbers: { partition, epoch: 2, clean: 1 } });
  telling.tell('produce-failed', { by: 'Order', ...message, numbers: { partition, error: 1 } });
  sent(telling, 'Broker 2', message, { offset: 1, attempt: 2, sequence: 1 });
  copied(telling, 'Broker 2', ['Broker 3'], 1);
  acked(telling, message, 1);
  telling.restarts('Broker');
  telling.tell('log-truncated', { by: 'Broker', numbers: { partition, start: 1, end: 2 } });
  telling.tell('records-replicated', { by: 'Broker', numbers: { partition, offset: 1, count: 1 } });
  telling.tell('isr-changed', { by: 'Broker 2', numbers: { partition, nodes: 7, epoch: 2 } });
}

/** Inventory says something in a transaction, which is aborted or committed. */
function transacts(telling: Telling, transaction: number, offset: number, committed: number): void {
  const by = 'Inventory';
  const message = telling.creates(by, 'StockReserved', 3);
  const about = { order: 3, message };
  const producer = telling.actor(by);
  telling.tell('transaction-begun', { by, numbers: { transaction, producer: 7, epoch: 0 } });
  telling.tell('produce-sent', { by, ...about, numbers: { partition, attempt: 1 } });
  const leader = { by: 'Broker 2' };
  telling.tell('record-appended', {
    ...leader,
    ...about,
    numbers: { partition, offset, producer },
  });
  telling.tell('transaction-record', {
    ...leader,
    ...about,
    numbers: { partition, offset, transaction },
  });
  telling.tell('transaction-ended', { by, numbers: { transaction, committed, reason: 0 } });
  const marker = { partition, offset: offset + 1, committed };
  telling.tell('transaction-marker', { ...leader, numbers: marker });
  for (const follower of ['Broker', 'Broker 3']) {
    const numbers = { partition, offset, count: 2 };
    telling.tell('records-replicated', { by: follower, numbers });
  }
  telling.tell('high-watermark-raised', {
    ...leader,
    numbers: { partition, offset: offset + 2, epoch: 2 },
  });
  telling.tell('produce-acked', { by, ...about, numbers: { partition, offset, attempt: 1 } });
  if (committed === 1) audited(telling, about, offset);
}

function cluster(): Soil {
  const telling = new Telling(castOf('choreography', { copies: 3, reader: true }));
  telling.tell('group-stable', { numbers: { group: 4, generation: 1, members: 1 } });
  telling.assigned('Audit');
  telling.tell('leader-elected', { numbers: { partition, epoch: 1, clean: 1 } });
  const first = { message: telling.creates('Order', 'OrderPlaced', 1), order: 1 };
  sent(telling, 'Broker', first, { offset: 0, attempt: 1, sequence: 0 });
  copied(telling, 'Broker', ['Broker 2', 'Broker 3'], 0);
  acked(telling, first, 0);
  audited(telling, first, 0);
  const second = { message: telling.creates('Order', 'OrderPlaced', 3), order: 3 };
  failover(telling, second);
  audited(telling, second, 1);
  telling.tell('buffer-full', { by: 'Order', numbers: { partition, bytes: 90, limit: 100 } });
  telling.tell('buffer-freed', { by: 'Order', numbers: { partition, bytes: 10, limit: 100 } });
  telling.tell('producer-initialised', { by: 'Inventory', numbers: { producer: 7, epoch: 0 } });
  transacts(telling, 1, 2, 0);
  transacts(telling, 2, 4, 1);
  const gone = { message: telling.creates('Order', 'OrderPlaced', 3), order: 3 };
  telling.tell('produce-sent', {
    by: 'Order',
    ...gone,
    numbers: { partition, latency: -1, attempt: 1 },
  });
  telling.tell('send-expired', {
    by: 'Order',
    ...gone,
    numbers: { partition, error: 4, known: 1 },
  });
  telling.wait(2000);
  telling.tell('log-start-moved', { by: 'Broker 2', numbers: { partition, offset: 1, reason: 0 } });
  telling.tell('process-paused', { by: 'Payment', numbers: { span: 1000 } });
  telling.wait(1).tell('process-resumed', { by: 'Payment' });
  telling.tell('deadline-set', { by: 'Payment', order: 1, numbers: { machine: 1, span: 1000 } });
  telling.wait(1).tell('deadline-passed', { by: 'Payment', order: 1, numbers: { machine: 1 } });
  telling.drained();
  const settings = { 'isolation.level': 'read_committed', 'min.insync.replicas': 2 };
  return { telling, choices: { settings: { ...settings, 'retention.ms': 1000 } } };
}

/** A topic is cleaned; then a member falls out of the log, and its poll is overdue. */
function compacted(): Soil {
  const telling = new Telling(castOf('choreography', { reader: true, isCompacted: true }));
  const messages = [1, 1, 3].map((order) => telling.says('Order', 'CardRefunded', order));
  const taken = { partition, generation: 1, offset: 0 };
  telling.tell('partition-assigned', { by: 'Payment', numbers: taken });
  telling.delivered('Payment', messages[0] ?? 0);
  telling.tell('record-cleaned', { numbers: { partition, offset: 0, reason: 0 } });
  telling.wait(2000);
  telling.tell('record-cleaned', { numbers: { partition, offset: 1, reason: 1 } });
  telling.tell('log-cleaned', { numbers: { partition, start: 0, end: 2 } });
  const by = 'Audit';
  telling.tell('partition-assigned', { by, numbers: { partition, generation: 1, offset: 0 } });
  const last = messages[2] ?? 0;
  telling.delivered(by, last);
  const read = { partition, offset: 2, key: 3 };
  telling.tell('record-read', { by, order: 3, message: last, numbers: read });
  telling.tell('poll-overdue', { by, numbers: { group: 4, generation: 1 } });
  telling.tell('member-left', { by, numbers: { group: 4, generation: 1, reason: 1 } });
  telling.tell('offset-out-of-range', { by, numbers: { partition, asked: 9, start: 0 } });
  telling.tell('position-reset', { by, numbers: { partition, offset: 0, skipped: 0 } });
  telling.tell('store-committed', {
    by: 'Payment',
    order: 1,
    message: 0,
    numbers: { inboxRows: 1 },
  });
  telling.drained();
  return { telling, choices: { topicSettings: { 'delete.retention.ms': 1000 } } };
}

/** Members of a share group take turns with a record. */
function shared(): Soil {
  const telling = new Telling(castOf('choreography', { isShare: true }));
  const message = telling.says('Inventory', 'StockReserved', 1);
  const at = { partition, offset: 0 };
  const group = 3;
  telling.tell('share-start-moved', { by: 'Broker', numbers: { partition, offset: 0, group } });
  const about = { order: 1, message };
  const first = { by: 'Shipping', ...about };
  const second = { by: 'Shipping 2', ...about };
  telling.tell('record-acquired', { ...first, numbers: { ...at, deliveries: 1 } });
  telling.tell('acquisition-expired', { ...first, numbers: { ...at, deliveries: 1 } });
  telling.tell('record-acquired', { ...second, numbers: { ...at, deliveries: 2 } });
  telling.delivered('Shipping 2', message);
  telling.tell('record-acknowledged', { ...second, numbers: { ...at, acknowledgement: 0 } });
  telling.tell('share-start-moved', { by: 'Broker', numbers: { partition, offset: 1, group } });
  return { telling: telling.drained(), choices: {} };
}

/** Shipping commits first, and works then. */
function cautious(): Soil {
  const telling = new Telling();
  const message = telling.says('Inventory', 'StockReserved', 1);
  telling.assigned('Shipping').delivered('Shipping', message);
  telling.commits('Shipping', message).stores('Shipping', message);
  return { telling: telling.drained(), choices: { delivery: 'at-most-once' } };
}

/** Records without a key: two for one partition, then two for the other. */
function keyless(): Soil {
  const telling = new Telling();
  for (const where of [0, 0, 1, 1]) {
    telling.publishes('Order', telling.creates('Order', 'OrderPlaced', 1), where);
  }
  return { telling: telling.drained(), choices: { key: 'none', settings: { 'batch.size': 2000 } } };
}

/** Four hundred orders come one after the other, and each is done before the next one comes. */
function steady(): Soil {
  const telling = new Telling();
  for (let order = 1; order <= 400; order++) {
    telling.placed(order).wait(50).ended(order, 'completed').wait(50);
  }
  return { telling: telling.drained(), choices: {} };
}

/** The soils by what they are of. */
export const soils = { cautious, cluster, compacted, keyless, shared, steady } as const;
