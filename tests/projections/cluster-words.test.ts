/** What brokers, producers, groups and readers do, in words: one sentence for each kind, as a reader meets it. */
import { describe, expect, test } from 'vitest';
import { jsonLine, sentence } from '../../src/projections/index.ts';
import { brokerSettings } from '../../src/scenario/index.ts';
import { Trace, code, vocabulary, type Kind } from '../../src/trace/index.ts';
import { clusterCast, more } from './cluster-cast.ts';

const cast = clusterCast();
const setting = (name: string) => brokerSettings.findIndex((each) => each.name === name);

/** One row of payment's first instance, or of another actor, about TakePayment of order 7. */
function told(kind: Kind, numbers: readonly number[], actor = 4): Trace {
  const [a = 0, b = 0, c = 0] = numbers;
  const trace = new Trace();
  trace.append(code['message-created'], 0, 3, 7, 0, 1, -1, 1, -1);
  trace.append(code[kind], 0, actor, 7, 0, a, b, c, -1);
  return trace;
}

const node2 = more.node2;

const said: readonly (readonly [Kind, readonly number[], string, number?])[] = [
  [
    'batch-sent',
    [0, 4, 3],
    'Payment 1 sends a batch of 3 records to commands-0, from sequence 4 on.',
  ],
  ['batch-sent', [0, -1, 1], 'Payment 1 sends a batch of 1 record to commands-0.'],
  [
    'produce-failed',
    [0, 2, 4],
    'Payment 1 learns that TakePayment of order 7 was not taken by commands-0 (try 2): NOT_ENOUGH_REPLICAS.',
  ],
  [
    'send-expired',
    [0, 9, 0],
    'Payment 1 gives up sending TakePayment of order 7 to commands-0: DELIVERY_TIMED_OUT; whether it was stored, nobody knows.',
  ],
  [
    'send-expired',
    [0, 10, 1],
    'Payment 1 gives up sending TakePayment of order 7 to commands-0: BUFFER_EXHAUSTED; it was not stored.',
  ],
  [
    'buffer-full',
    [0, 90, 80],
    'Payment 1 has 90 bytes waiting to be sent, and buffer.memory is 80: send() blocks.',
  ],
  ['buffer-freed', [0, 10, 80], 'Payment 1 has room for more records again.'],
  ['producer-initialised', [3, 2], 'Payment 1 is producer 3 in epoch 2: older epochs are fenced.'],
  [
    'producer-fenced',
    [3, 1],
    'Payment 1, producer 3 in epoch 1, is fenced: a newer one has taken its place.',
  ],
  ['transaction-begun', [5, 3, 2], 'Payment 1 begins transaction 5.'],
  [
    'transaction-record',
    [0, 6, 5],
    'The record of commands-0 at offset 6 belongs to transaction 5.',
  ],
  ['transaction-offset', [0, 6, 5], 'Offset 6 of commands-0 will be committed with transaction 5.'],
  [
    'transaction-marker',
    [0, 7, 0],
    'A marker in commands-0 at offset 7 says that the transaction is aborted.',
  ],
  ['transaction-ended', [5, 0, 2], 'Transaction 5 has ended: transaction.timeout.ms passed.'],
  [
    'records-replicated',
    [0, 4, 2],
    'Broker 2 copies 2 records of commands-0 from offset 4 on.',
    node2,
  ],
  [
    'high-watermark-raised',
    [0, 6, 1],
    'All in-sync replicas of commands-0 have what lies below offset 6: consumers may see it.',
  ],
  ['isr-changed', [0, 0b101, 1], 'The in-sync replicas of commands-0 are now on brokers 1, 3.'],
  ['isr-changed', [0, 0b010, 1], 'The in-sync replicas of commands-0 are now on broker 2.'],
  ['leader-elected', [0, 2, 1], 'Broker 2 leads commands-0 in epoch 2.', node2],
  [
    'leader-elected',
    [0, 2, 0],
    'Broker 2 leads commands-0 in epoch 2: it was not in sync, so records may be gone.',
    node2,
  ],
  ['partition-offline', [0, 2], 'Nobody can lead commands-0.'],
  [
    'log-truncated',
    [0, 4, 6],
    'Broker 2 drops the records of commands-0 from offset 4 up to 6, which its leader does not have.',
    node2,
  ],
  [
    'disk-lost',
    [0, 6],
    'Broker 2 comes back with an empty disk: 6 records of commands-0 are gone there.',
    node2,
  ],
  ['node-isolated', [5_000_000, 0], 'Broker 2 cannot reach the other brokers for 5 s.', node2],
  ['node-rejoined', [0], 'Broker 2 reaches the other brokers again.', node2],
  ['segment-rolled', [0, 8], 'A new segment of commands-0 begins at offset 8.'],
  [
    'log-start-moved',
    [0, 8, 0],
    'Records of commands-0 before offset 8 are deleted by retention.ms, read or not.',
  ],
  [
    'record-cleaned',
    [0, 3, 0],
    'The cleaner removes the record of commands-0 at offset 3: a later record has the same key.',
  ],
  [
    'record-cleaned',
    [0, 3, 1],
    'The cleaner removes the record of commands-0 at offset 3: a tombstone whose time is over.',
  ],
  ['log-cleaned', [0, 0, 8], 'The cleaner has compacted commands-0 from offset 0 up to 8.'],
  [
    'partition-added',
    [2, 3],
    'Partition commands-2 exists from now on: with 3 partitions, keys move.',
  ],
  ['setting-changed', [setting('linger.ms'), 20], 'From now on linger.ms is 20 ms.'],
  ['setting-changed', [setting('acks'), 1], 'From now on acks is 1.'],
  [
    'setting-changed',
    [setting('enable.idempotence'), 0],
    'From now on enable.idempotence is false.',
  ],
  [
    'offset-out-of-range',
    [0, 3, 8],
    'Payment 1 wants offset 3 of commands-0, which the log does not have: it begins at 8.',
  ],
  [
    'position-reset',
    [0, 8, 5],
    'Payment 1 begins commands-0 at offset 8 by auto.offset.reset and passes over 5 records.',
  ],
  ['position-reset', [0, 8, 0], 'Payment 1 begins commands-0 at offset 8 by auto.offset.reset.'],
  ['reset-failed', [0, 3], 'Payment 1 has nowhere to begin commands-0: auto.offset.reset is none.'],
  ['offsets-expired', [0, 3, 1], 'The broker forgets where the group payment was in commands-0.'],
  [
    'partition-lost',
    [0, 3],
    'Payment 1 finds that commands-0 of generation 3 is no longer its own.',
  ],
  ['member-left', [1, 3, 0], 'Payment 1 leaves the group payment: closed.'],
  [
    'poll-overdue',
    [1, 3, 0],
    'Payment 1 has not polled for max.poll.interval.ms: its own client takes it out of the group payment.',
  ],
  ['process-paused', [9_000_000, 0], 'Payment 1 stands still for 9 s, and its heartbeats with it.'],
  ['process-resumed', [0], 'Payment 1 goes on, and knows nothing of the time that passed.'],
  [
    'handler-blocked',
    [9_000_000, 0],
    'A handler of Payment 1 hangs for 9 s while its heartbeats go on.',
  ],
  ['process-started', [3], 'Payment 3 is started: 3 instances run now.', more.thirdPayment],
  ['process-stopped', [1], 'Payment 3 is closed: 1 instance runs now.', more.thirdPayment],
  ['group-attached', [2], 'The group ledger is attached.', more.ledgerReader],
  [
    'record-read',
    [0, 3, 9],
    'Ledger has read TakePayment of order 7 from commands-0 at offset 3.',
    more.ledgerReader,
  ],
  [
    'record-acquired',
    [0, 3, 2],
    'Payment 1 acquires the record of commands-0 at offset 3 (delivery 2).',
  ],
  [
    'record-acknowledged',
    [0, 3, 1],
    'Payment 1 is done with the record of commands-0 at offset 3: released.',
  ],
  [
    'acquisition-expired',
    [0, 3, 1],
    'The lock on the record of commands-0 at offset 3 runs out: another member may have it.',
  ],
  [
    'record-archived',
    [0, 3, 5],
    'The record of commands-0 at offset 3 was delivered 5 times and is delivered no more.',
  ],
];

describe('a sentence of the cluster', () => {
  const rows = said.map(([kind, numbers, text, actor]) => ({ kind, numbers, text, actor }));

  test.each(rows)('tells of $kind with $numbers', ({ kind, numbers, text, actor }) => {
    expect(sentence(told(kind, numbers, actor), cast, 1)).toBe(text);
  });
});

describe('a row as an object', () => {
  test.each<[Kind, readonly number[], Readonly<Record<string, unknown>>]>([
    ['record-appended', [0, 3, 6], { producer: 'payment-relay', partition: 'commands-0' }],
    ['producer-initialised', [3, 2], { producer: 3, epoch: 2 }],
    ['transaction-ended', [5, 0, 2], { reason: 'transaction.timeout.ms passed' }],
    ['member-left', [1, 3, 0], { group: 'payment', reason: 'closed' }],
    ['log-start-moved', [0, 8, 1], { reason: 'retention.bytes' }],
    ['produce-failed', [0, 1, 0], { error: 'REQUEST_TIMED_OUT' }],
    ['setting-changed', [setting('acks'), 1, 0], { setting: 'acks', topic: 'commands' }],
  ])('names what the numbers of %s mean', (kind, numbers, names) => {
    expect(jsonLine(told(kind, numbers), cast, 1)).toMatchObject(names);
    expect(vocabulary[kind].length).toBeGreaterThan(0);
  });
});
