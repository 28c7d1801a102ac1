/** Sentences about what brokers and producers do beyond storing a record: replicas, segments, transactions, batches. */
import { brokerSettings } from '../../scenario/index.ts';
import {
  cleaningReasons,
  deletionReasons,
  produceErrors,
  transactionEnds,
  type Kind,
} from '../../trace/index.ts';
import { counted, spanText } from './names.ts';
import type { Sentences } from './sentences.ts';

/** The kinds that are told here. */
export type ClusterKind = Extract<
  Kind,
  | 'batch-sent'
  | 'produce-failed'
  | 'send-expired'
  | 'buffer-full'
  | 'buffer-freed'
  | 'producer-initialised'
  | 'producer-fenced'
  | `transaction-${string}`
  | 'records-replicated'
  | 'high-watermark-raised'
  | 'isr-changed'
  | 'leader-elected'
  | 'partition-offline'
  | 'log-truncated'
  | 'disk-lost'
  | 'node-isolated'
  | 'node-rejoined'
  | 'segment-rolled'
  | 'log-start-moved'
  | 'record-cleaned'
  | 'log-cleaned'
  | 'partition-added'
  | 'setting-changed'
>;

function failure(error: number): string {
  return produceErrors[error] ?? 'unknown';
}

/** The brokers of a bit mask, numbered from 1 as people do: `brokers 1, 3`. */
function nodesOf(mask: number): string {
  const nodes = mask.toString(2).split('').toReversed();
  const set = nodes.flatMap((bit, node) => (bit === '1' ? [String(node + 1)] : []));
  if (set.length === 0) return 'no broker';
  return `${set.length === 1 ? 'broker' : 'brokers'} ${set.join(', ')}`;
}

function settingText(index: number, value: number): string {
  const setting = brokerSettings[index];
  if (setting === undefined) return `a setting is ${value}`;
  if (setting.type === 'flag') return `${setting.name} is ${value === 1 ? 'true' : 'false'}`;
  if (setting.type === 'word') return `${setting.name} is ${setting.words[value] ?? value}`;
  return `${setting.name} is ${value}${value < 0 ? '' : ` ${setting.unit}`}`;
}

/** One sentence for each. */
export const clusterSentences: Sentences<ClusterKind> = {
  'batch-sent': ({ partition, sequence, records }, say) =>
    `${say.who} sends a batch of ${counted(records, 'record')} to ${say.partition(partition)}${sequence < 0 ? '' : `, from sequence ${sequence} on`}.`,
  'produce-failed': ({ partition, attempt, error }, say) =>
    `${say.who} learns that ${say.message} was not taken by ${say.partition(partition)}${say.retry(attempt)}: ${failure(error)}.`,
  'send-expired': ({ partition, error, known }, say) =>
    `${say.who} gives up sending ${say.message} to ${say.partition(partition)}: ${failure(error)}; ${known === 1 ? 'it was not stored' : 'whether it was stored, nobody knows'}.`,
  'buffer-full': ({ bytes, limit }, say) =>
    `${say.who} has ${counted(bytes, 'byte')} waiting to be sent, and buffer.memory is ${limit}: send() blocks.`,
  'buffer-freed': (_, say) => `${say.who} has room for more records again.`,
  'producer-initialised': ({ producer, epoch }, say) =>
    `${say.who} is producer ${producer} in epoch ${epoch}: older epochs are fenced.`,
  'producer-fenced': ({ producer, epoch }, say) =>
    `${say.who}, producer ${producer} in epoch ${epoch}, is fenced: a newer one has taken its place.`,
  'transaction-begun': ({ transaction }, say) => `${say.who} begins transaction ${transaction}.`,
  'transaction-record': ({ partition, offset, transaction }, say) =>
    `The record of ${say.place(partition, offset)} belongs to transaction ${transaction}.`,
  'transaction-offset': ({ partition, offset, transaction }, say) =>
    `Offset ${offset} of ${say.partition(partition)} will be committed with transaction ${transaction}.`,
  'transaction-marker': ({ partition, offset, committed }, say) =>
    `A marker in ${say.place(partition, offset)} says that the transaction is ${committed === 1 ? 'committed' : 'aborted'}.`,
  'transaction-ended': ({ transaction, reason }) =>
    `Transaction ${transaction} has ended: ${transactionEnds[reason] ?? 'unknown'}.`,
  'records-replicated': ({ partition, offset, count }, say) =>
    `${say.who} copies ${counted(count, 'record')} of ${say.partition(partition)} from offset ${offset} on.`,
  'high-watermark-raised': ({ partition, offset }, say) =>
    `All in-sync replicas of ${say.partition(partition)} have what lies below offset ${offset}: consumers may see it.`,
  'isr-changed': ({ partition, nodes }, say) =>
    `The in-sync replicas of ${say.partition(partition)} are now on ${nodesOf(nodes)}.`,
  'leader-elected': ({ partition, epoch, clean }, say) =>
    `${say.who} leads ${say.partition(partition)} in epoch ${epoch}${clean === 1 ? '' : ': it was not in sync, so records may be gone'}.`,
  'partition-offline': ({ partition }, say) => `Nobody can lead ${say.partition(partition)}.`,
  'log-truncated': ({ partition, start, end }, say) =>
    `${say.who} drops the records of ${say.partition(partition)} from offset ${start} up to ${end}, which its leader does not have.`,
  'disk-lost': ({ partition, records }, say) =>
    `${say.who} comes back with an empty disk: ${counted(records, 'record')} of ${say.partition(partition)} are gone there.`,
  'node-isolated': ({ span }, say) =>
    `${say.who} cannot reach the other brokers for ${spanText(span)}.`,
  'node-rejoined': (_, say) => `${say.who} reaches the other brokers again.`,
  'segment-rolled': ({ partition, base }, say) =>
    `A new segment of ${say.partition(partition)} begins at offset ${base}.`,
  'log-start-moved': ({ partition, offset, reason }, say) =>
    `Records of ${say.partition(partition)} before offset ${offset} are deleted by ${deletionReasons[reason] ?? 'policy'}, read or not.`,
  'record-cleaned': ({ partition, offset, reason }, say) =>
    `The cleaner removes the record of ${say.place(partition, offset)}: ${cleaningReasons[reason] === 'tombstone' ? 'a tombstone whose time is over' : 'a later record has the same key'}.`,
  'log-cleaned': ({ partition, start, end }, say) =>
    `The cleaner has compacted ${say.partition(partition)} from offset ${start} up to ${end}.`,
  'partition-added': ({ partition, count }, say) =>
    `Partition ${say.partition(partition)} exists from now on: with ${counted(count, 'partition')}, keys move.`,
  'setting-changed': ({ setting, value }) => `From now on ${settingText(setting, value)}.`,
};
