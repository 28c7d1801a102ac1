/** What each kind of row changes in the ledger. Kinds that change nothing are not here. */
import { kinds, type Kind } from '../../trace/index.ts';
import * as cluster from './cluster-changes.ts';
import * as groups from './group-changes.ts';
import type { Ledger } from './ledger.ts';
import * as logs from './log-changes.ts';
import * as orders from './order-changes.ts';
import * as processes from './process-changes.ts';
import * as producers from './producer-changes.ts';
import * as shares from './share-changes.ts';

type Change = (ledger: Ledger, row: number) => void;

const changes: { readonly [K in Kind]?: Change } = {
  'order-placed': orders.orderPlaced,
  'order-accepted': orders.orderAccepted,
  'order-abandoned': orders.orderAbandoned,
  'order-ended': orders.orderEnded,
  'message-created': ({ totals }) => void totals.messages++,
  'produce-sent': producers.produceSent,
  'produce-acked': producers.produceAcked,
  'produce-failed': producers.produceFailed,
  'send-expired': producers.sendExpired,
  'batch-sent': producers.batchSent,
  'buffer-full': ({ trace, producer }, row) =>
    producer.blockedBytes.set(trace.actor(row), trace.b(row)),
  'buffer-freed': ({ trace, producer }, row) => producer.blockedBytes.set(trace.actor(row), -1),
  'producer-initialised': producers.producerInitialised,
  'producer-fenced': ({ trace, producer }, row) => producer.fenced.set(trace.actor(row), 1),
  'transaction-begun': producers.transactionBegun,
  'transaction-record': producers.transactionRecord,
  'transaction-ended': producers.transactionEnded,
  'transaction-marker': logs.recordWritten,
  'record-appended': logs.recordWritten,
  'isr-changed': cluster.isrChanged,
  'segment-rolled': cluster.segmentRolled,
  'record-cleaned': cluster.recordCleaned,
  'log-cleaned': cluster.logCleaned,
  'partition-added': cluster.partitionAdded,
  'node-isolated': cluster.nodeIsolated,
  'node-rejoined': cluster.nodeRejoined,
  'record-read': cluster.recordRead,
  'position-reset': logs.positionReset,
  'record-delivered': logs.recordDelivered,
  'records-skipped': logs.recordsSkipped,
  'call-received': orders.messageGiven,
  'duplicate-suppressed': ({ totals }) => void totals.suppressed++,
  'effect-applied': orders.effectApplied,
  'effect-undone': orders.effectUndone,
  'state-changed': processes.stateChanged,
  'store-committed': processes.storeCommitted,
  'outbox-read': processes.outboxRead,
  'outbox-marked': processes.outboxMarked,
  'dead-lettered': ({ totals, deadLetterRows }, row) => {
    deadLetterRows.set(totals.deadLetters++, row);
  },
  'fault-struck': ({ totals, faultRows }, row) => {
    faultRows.set(totals.faults++, row);
  },
  'process-crashed': processes.processCrashed,
  'process-restarted': processes.processRestarted,
  'process-slowed': processes.processSlowed,
  'process-recovered': processes.processRecovered,
  'process-paused': processes.processPaused,
  'process-cut-off': processes.processCutOff,
  'process-reached': processes.processReached,
  'process-resumed': processes.processResumed,
  'handler-blocked': processes.handlerBlocked,
  'process-started': processes.processStarted,
  'process-stopped': processes.processStopped,
  'rebalance-started': groups.rebalanceStarted,
  'group-stable': groups.groupStable,
  'member-joined': groups.memberJoined,
  'partition-assigned': groups.partitionAssigned,
  'partition-revoked': groups.partitionRevoked,
  'partition-lost': groups.partitionRevoked,
  'member-expelled': groups.memberGone,
  'member-left': groups.memberGone,
  'record-acquired': shares.recordAcquired,
  'record-acknowledged': shares.recordAcknowledged,
  'acquisition-expired': shares.acquisitionExpired,
  'acquisition-ended': shares.acquisitionEnded,
  'record-archived': shares.recordArchived,
  'cap-reached': ({ totals }) => void (totals.over = 1),
  'run-drained': ({ totals }) => void (totals.over = 1),
};

const changeByCode: readonly (Change | undefined)[] = kinds.map((kind) => changes[kind]);

/** Lets one row work on the ledger. */
export function applyRow(ledger: Ledger, row: number): void {
  const { trace, totals, marks } = ledger;
  changeByCode[trace.kind(row)]?.(ledger, row);
  marks.apply(trace, row);
  totals.maxLag = Math.max(totals.maxLag, totals.lag);
}
