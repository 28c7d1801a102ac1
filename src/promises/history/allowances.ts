/** Why Kafka allows an anomaly as it is set: evidence from the trace and from the configuration. Empty words say that it does not. */
import { produceErrors } from '../../trace/index.ts';
import type { History } from './history.ts';
import type { Poll } from './polls.ts';
import type { Send } from './sends.ts';

const writesInterleave =
  'Kafka does not isolate the writes of transactions: their records interleave in the log';

/** Jepsen allows int-send-skip, G0, and G1c that needs a write-write edge for this reason. */
export const interleaving = writesInterleave;

/** Why what stood in a partition, or was acknowledged there, may have been cut off. */
export function lossOf({ accounts, cast, trace }: History, partition: number): string {
  const { logs, clients } = accounts;
  if (logs.copies(partition) < 2 && logs.unsafeRow(partition) < 0) return '';
  const unsafe = logs.unsafeRow(partition);
  if (unsafe >= 0)
    return trace.is(unsafe, 'disk-lost')
      ? 'a disk was lost'
      : 'unclean.leader.election.enable let a leader be elected that was not in sync';
  if (Number(clients.ofPartition(partition, 'min.insync.replicas')) < 2)
    return 'min.insync.replicas is 1: a record is acknowledged when one replica alone has it';
  const isWeak = cast.services.some(({ says }, service) => {
    return says.length > 0 && clients.of(service, 'acks') !== 'all';
  });
  return isWeak ? 'acks is not all: a record is acknowledged before others have it' : '';
}

/** Why a record of which its producer was told may be gone from the log at the end. */
export function lossOfSend(history: History, { producer, partition }: Send): string {
  const { clients } = history.accounts;
  const acks = clients.ofActor(producer, 'acks');
  if (acks !== 'all' || !clients.isConstant('acks'))
    return `acks is ${String(acks)}: a record is acknowledged before others have it`;
  return lossOf(history, partition);
}

/** Why a value may stand at two offsets. */
export function repeatOf(history: History, sends: readonly Send[]): string {
  const { clients } = history.accounts;
  const [first, ...more] = sends;
  if (first === undefined) return '';
  if (more.length > 0)
    return more.some(({ incarnation }) => incarnation !== first.incarnation)
      ? 'its sender crashed and sent it anew: for Kafka that is another record'
      : 'its sender sent it anew: for Kafka that is another record';
  const settings = ['enable.idempotence', 'acks', 'retries'] as const;
  if (!clients.isIdempotent(first.producer) || !clients.isConstant(...settings))
    return 'enable.idempotence is off: a request that is repeated is stored again';
  return lossOf(history, first.partition);
}

/** Why a later send may have a lower offset. */
export function reorderOf(history: History, earlier: Send, later: Send): string {
  const { clients } = history.accounts;
  const lane = 'max.in.flight.requests.per.connection';
  const isAlone = clients.ofActor(later.producer, lane) === 1;
  const isKept = clients.isIdempotent(later.producer) || isAlone;
  if (!isKept || !clients.isConstant('enable.idempotence', lane))
    return 'enable.idempotence is off and several requests are in flight: one that is repeated comes after those behind it';
  return lossOf(history, earlier.partition);
}

/** Whether a consumer reads what transactions have not committed. */
export function readsUncommitted({ accounts, cast }: History, { actor }: Poll): string {
  if (accounts.clients.readsCommitted(cast.actors[actor]?.service ?? -1) === true) return '';
  return 'isolation.level is read_uncommitted';
}

const handedOff =
  'the service hands its records to workers, which begin in an order of their own: poll() gave them in order';

function isHandedOff({ accounts }: History, { group }: Poll): boolean {
  return accounts.clients.serviceOfGroup(group)?.handling === 'handed-off';
}

/** Why a consumer may have passed over a record at an offset. */
export function skipOf(history: History, poll: Poll, offset: number): string {
  const { accounts, trace } = history;
  const { logs } = accounts;
  const { partition, movedRow } = poll;
  if (isHandedOff(history, poll)) return handedOff;
  if (movedRow >= 0 && trace.is(movedRow, 'position-reset'))
    return 'auto.offset.reset moved the consumer: what it asked for was not in the log';
  const cleaned = logs.cleanedRow(partition, offset);
  if (cleaned >= 0 && cleaned < poll.row)
    return 'the topic is compacted: the cleaner had removed it';
  const deleted = logs.deletedRow(trace, partition, offset);
  if (deleted >= 0 && deleted < poll.row) return 'retention had deleted it';
  return lossOf(history, partition);
}

/** Why a consumer may have gone back. */
export function backOf(history: History, poll: Poll): string {
  const { trace } = history;
  if (isHandedOff(history, poll)) return handedOff;
  if (poll.movedRow >= 0)
    return trace.is(poll.movedRow, 'position-reset')
      ? 'auto.offset.reset moved the consumer back'
      : 'a fault handed the record to the handler twice: no broker did that';
  return lossOf(history, poll.partition);
}

/** Why a record that surely was not stored can be told of: never. */
export function definiteFailure(history: History, { settledRow }: Send): string {
  const { trace } = history;
  return settledRow >= 0 && trace.is(settledRow, 'send-expired')
    ? (produceErrors[trace.b(settledRow)] ?? 'an error')
    : 'its transaction was aborted';
}
