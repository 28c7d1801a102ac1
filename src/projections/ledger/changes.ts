/** What each kind of row changes in the ledger. Kinds that change nothing are not here. */
import { kinds, type Kind } from '../../trace/index.ts';
import type { Ledger } from './ledger.ts';
import * as logs from './log-changes.ts';
import * as orders from './order-changes.ts';
import * as processes from './process-changes.ts';

type Change = (ledger: Ledger, row: number) => void;

const changes: { readonly [K in Kind]?: Change } = {
  'order-placed': orders.orderPlaced,
  'order-accepted': orders.orderAccepted,
  'order-abandoned': orders.orderAbandoned,
  'order-ended': orders.orderEnded,
  'message-created': ({ totals }) => void totals.messages++,
  'record-appended': logs.recordAppended,
  'record-delivered': logs.recordDelivered,
  'records-skipped': logs.recordsSkipped,
  'call-received': orders.messageGiven,
  'duplicate-suppressed': ({ totals }) => void totals.suppressed++,
  'offset-committed': logs.offsetCommitted,
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
  'rebalance-started': logs.rebalanceStarted,
  'group-stable': logs.groupStable,
  'partition-assigned': logs.partitionAssigned,
  'partition-revoked': logs.partitionRevoked,
  'member-expelled': logs.memberExpelled,
  'cap-reached': ({ totals }) => void (totals.over = 1),
  'run-drained': ({ totals }) => void (totals.over = 1),
};

const changeByCode: readonly (Change | undefined)[] = kinds.map((kind) => changes[kind]);

/** Lets one row work on the ledger. */
export function applyRow(ledger: Ledger, row: number): void {
  changeByCode[ledger.trace.kind(row)]?.(ledger, row);
}
