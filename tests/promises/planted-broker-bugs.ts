/** Mistakes to plant in healthy traces of a cluster, a compacted topic and a share group. */
import { change, drop, find, renumber, repeat } from './planting.ts';
import type { soils } from './soils.ts';
import type { Row } from './telling.ts';

/** A mistake that the engine could make, and the rule that must find it. */
interface BrokerBug {
  readonly id: string;
  readonly what: string;
  readonly soil: keyof typeof soils;
  readonly plant: (rows: Row[]) => void;
}

const logBugs: readonly BrokerBug[] = [
  {
    ...{ id: 'L1', soil: 'cluster', what: 'a follower copies what its leader does not have' },
    plant: (rows) => renumber(find(rows, 'records-replicated'), 2, 2),
  },
  {
    ...{ id: 'L3', soil: 'cluster', what: 'a log begins above its high watermark' },
    plant: (rows) => renumber(find(rows, 'log-start-moved'), 1, 99),
  },
  {
    ...{ id: 'L5', soil: 'cluster', what: 'a record is stored before one that was sent before it' },
    plant: (rows) => {
      const appended = find(rows, 'record-appended', 1);
      drop(rows, appended);
      rows.splice(rows.indexOf(find(rows, 'batch-sent')), 0, find(rows, 'produce-sent', 1));
      rows.splice(rows.lastIndexOf(find(rows, 'produce-sent')), 1);
    },
  },
  {
    ...{ id: 'L6', soil: 'keyless', what: 'a record without a key goes elsewhere too early' },
    plant: (rows) => renumber(find(rows, 'produce-acked', -1), 0, 0),
  },
  {
    ...{ id: 'L7', soil: 'cluster', what: 'a record was stored before the one in front of it' },
    plant: (rows) => change(rows, 'record-appended', -1, { time: 0 }),
  },
  {
    ...{ id: 'L8', soil: 'cluster', what: 'a consumer is sent what is above the high watermark' },
    plant: (rows) => drop(rows, find(rows, 'high-watermark-raised')),
  },
  {
    ...{ id: 'L10', soil: 'compacted', what: 'a record is cleaned twice' },
    plant: (rows) => repeat(rows, find(rows, 'record-cleaned')),
  },
  {
    ...{ id: 'K1', soil: 'cluster', what: 'a record is deleted before its time' },
    plant: (rows) =>
      change(rows, 'record-appended', 0, { time: find(rows, 'log-start-moved').time }),
  },
  {
    ...{ id: 'K2', soil: 'compacted', what: 'the last record of a key is cleaned' },
    plant: (rows) => renumber(find(rows, 'record-cleaned'), 1, 2),
  },
  {
    ...{ id: 'K2', soil: 'compacted', what: 'a tombstone is cleaned at once' },
    plant: (rows) => change(rows, 'record-cleaned', 1, { time: 0 }),
  },
  {
    ...{ id: 'K4', soil: 'compacted', what: 'a consumer is told that what stands is gone' },
    plant: (rows) => renumber(find(rows, 'offset-out-of-range'), 1, 1),
  },
  {
    ...{ id: 'K5', soil: 'compacted', what: 'a group begins in the middle' },
    plant: (rows) => renumber(find(rows, 'partition-assigned'), 2, 2),
  },
  {
    ...{ id: 'K6', soil: 'compacted', what: 'an inbox takes a message twice' },
    plant: (rows) => repeat(rows, find(rows, 'store-committed')),
  },
];

const replicaBugs: readonly BrokerBug[] = [
  {
    ...{ id: 'R1', soil: 'cluster', what: 'a new leader has the old epoch' },
    plant: (rows) => renumber(find(rows, 'leader-elected', -1), 1, 1),
  },
  {
    ...{ id: 'R2', soil: 'cluster', what: 'a leader was not in sync' },
    plant: (rows) => renumber(find(rows, 'isr-changed'), 1, 5),
  },
  {
    ...{ id: 'R3', soil: 'cluster', what: 'the mark passes what a follower lacks' },
    plant: (rows) => drop(rows, find(rows, 'records-replicated')),
  },
  {
    ...{ id: 'R4', soil: 'cluster', what: 'the mark falls' },
    plant: (rows) => renumber(find(rows, 'high-watermark-raised', -1), 1, 1),
  },
  {
    ...{ id: 'R5', soil: 'cluster', what: 'a producer is told too early' },
    plant: (rows) => drop(rows, find(rows, 'high-watermark-raised')),
  },
  {
    ...{ id: 'R6', soil: 'cluster', what: 'a leader has not what enough had acknowledged' },
    plant: (rows) => change(rows, 'records-replicated', 0, { actor: 11 }),
  },
  {
    ...{ id: 'R7', soil: 'cluster', what: 'a record is lost for nothing' },
    plant: (rows) => {
      change(rows, 'records-replicated', 0, { actor: 11 });
      drop(rows, find(rows, 'process-crashed'));
    },
  },
  {
    ...{ id: 'R8', soil: 'cluster', what: 'a replica drops more than it has' },
    plant: (rows) => renumber(find(rows, 'log-truncated'), 2, 9),
  },
  {
    ...{ id: 'R9', soil: 'cluster', what: 'what was given up as not stored is stored' },
    plant: (rows) => change(rows, 'send-expired', 0, { message: 0, order: 1 }),
  },
  {
    ...{ id: 'R10', soil: 'cluster', what: 'a replica is behind in the end' },
    plant: (rows) => drop(rows, find(rows, 'records-replicated', -1)),
  },
];

const clientBugs: readonly BrokerBug[] = [
  {
    ...{ id: 'T4', soil: 'cluster', what: 'a deadline passes too early' },
    plant: (rows) => renumber(find(rows, 'deadline-set'), 2, 2_000_000),
  },
  {
    ...{ id: 'T8', soil: 'cluster', what: 'a record arrives before it can' },
    plant: (rows) => renumber(find(rows, 'produce-sent'), 1, 9_000_000),
  },
  {
    ...{ id: 'T9', soil: 'cluster', what: 'a process works while it stands still' },
    plant: (rows) => repeat(rows, find(rows, 'process-paused'), { kind: 'record-read' }),
  },
  {
    ...{ id: 'P2', soil: 'cluster', what: 'a record is stored more often than it was sent' },
    plant: (rows) => repeat(rows, find(rows, 'record-appended')),
  },
  {
    ...{ id: 'P3', soil: 'cluster', what: 'a sequence leaves a gap' },
    plant: (rows) => renumber(find(rows, 'batch-sent', 1), 1, 5),
  },
  {
    ...{ id: 'P4', soil: 'cluster', what: 'a fenced producer writes' },
    plant: (rows) => repeat(rows, find(rows, 'producer-initialised'), { numbers: [7, 1] }),
  },
  {
    ...{ id: 'P5', soil: 'cluster', what: 'a send is acknowledged twice' },
    plant: (rows) => repeat(rows, find(rows, 'produce-acked')),
  },
  {
    ...{ id: 'P6', soil: 'cluster', what: 'a producer holds more than it may' },
    plant: (rows) => renumber(find(rows, 'buffer-full'), 1, 101),
  },
  {
    ...{ id: 'P7', soil: 'cluster', what: 'a transaction ends twice' },
    plant: (rows) => repeat(rows, find(rows, 'transaction-ended')),
  },
  {
    ...{ id: 'P7', soil: 'cluster', what: 'an aborted record is read' },
    plant: (rows) => renumber(find(rows, 'transaction-ended', -1), 1, 0),
  },
];

const groupBugs: readonly BrokerBug[] = [
  {
    ...{ id: 'G2', soil: 'cluster', what: 'a partition is forgotten' },
    plant: (rows) => drop(rows, find(rows, 'partition-assigned')),
  },
  {
    ...{ id: 'G3', soil: 'cluster', what: 'a member handles what it does not hold' },
    plant: (rows) => drop(rows, find(rows, 'partition-assigned', 1)),
  },
  {
    ...{ id: 'G10', soil: 'cautious', what: 'a service works before it has committed' },
    plant: (rows) => drop(rows, find(rows, 'offset-committed')),
  },
  {
    ...{ id: 'G11', soil: 'cluster', what: 'a record is passed over' },
    plant: (rows) => drop(rows, find(rows, 'record-delivered', 1)),
  },
  {
    ...{ id: 'G12', soil: 'cluster', what: 'a record is delivered again for nothing' },
    plant: (rows) => repeat(rows, find(rows, 'record-delivered')),
  },
  {
    ...{ id: 'M3', soil: 'cluster', what: 'a delivery is counted wrong' },
    plant: (rows) => repeat(rows, find(rows, 'record-delivered')),
  },
  {
    ...{ id: 'M2', soil: 'cluster', what: 'a group lags behind where nothing stands' },
    plant: (rows) => renumber(find(rows, 'high-watermark-raised', -1), 1, 99),
  },
  {
    ...{ id: 'M5', soil: 'steady', what: 'some orders are never told to have ended' },
    plant: (rows) => {
      for (const order of [150, 151, 152, 153]) drop(rows, find(rows, 'order-ended', order));
    },
  },
  {
    ...{ id: 'M6', soil: 'cautious', what: 'a record is finished that was never delivered' },
    plant: (rows) => drop(rows, find(rows, 'record-delivered')),
  },
  {
    ...{ id: 'G13', soil: 'compacted', what: 'a member leaves for a poll that was not overdue' },
    plant: (rows) => drop(rows, find(rows, 'poll-overdue')),
  },
  {
    ...{ id: 'G15', soil: 'shared', what: 'two members hold a record' },
    plant: (rows) => drop(rows, find(rows, 'acquisition-expired')),
  },
  {
    ...{ id: 'G15', soil: 'shared', what: 'a record is delivered too often' },
    plant: (rows) => renumber(find(rows, 'record-acquired', -1), 2, 6),
  },
  {
    ...{ id: 'G15', soil: 'shared', what: 'who no longer holds a record is done with it' },
    plant: (rows) => {
      find(rows, 'record-acknowledged').actor = find(rows, 'record-acquired').actor;
    },
  },
  {
    ...{ id: 'G17', soil: 'shared', what: 'the start passes over a record that is not done with' },
    plant: (rows) => drop(rows, find(rows, 'record-acknowledged')),
  },
  {
    ...{ id: 'G17', soil: 'shared', what: 'the start goes back' },
    plant: (rows) => renumber(find(rows, 'share-start-moved', -1), 1, 0),
  },
  {
    ...{ id: 'G16', soil: 'cluster', what: 'a reader leaves records unread' },
    plant: (rows) => {
      drop(rows, find(rows, 'offset-committed', -1));
      drop(rows, find(rows, 'record-read', -1));
    },
  },
];

/** One mistake for each rule about the broker and its clients at least. */
export const brokerBugs: readonly BrokerBug[] = [
  ...logBugs,
  ...replicaBugs,
  ...clientBugs,
  ...groupBugs,
];
