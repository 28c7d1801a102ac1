/** Sentences about records, offsets, the network and consumer groups. */
import {
  acknowledgements,
  acquisitionEnds,
  leaveReasons,
  legs,
  produceErrors,
  rebalanceReasons,
  refusals,
  type Kind,
} from '../../trace/index.ts';
import type { ClusterKind } from './cluster-sentences.ts';
import { counted, spanText } from './names.ts';
import type { FlowKind } from './flow-sentences.ts';
import type { Sentences } from './sentences.ts';

const legNames: Readonly<Record<(typeof legs)[number], string>> = {
  'produce-request': 'a produce request',
  'produce-ack': 'the acknowledgement of a produce request',
  'fetch-response': 'a fetched record',
  commit: 'a commit',
  call: 'a call',
  reply: 'the reply to a call',
};

function legName(leg: number): string {
  const known = legs[leg];
  return known === undefined ? 'something' : legNames[known];
}

/** One sentence for each. */
export const logSentences: Sentences<Exclude<Kind, FlowKind | ClusterKind>> = {
  'produce-sent': ({ partition, latency, attempt }, say) =>
    `${say.who} publishes ${say.message} to ${say.partition(partition)}${say.retry(attempt)}${say.arrival(latency)}.`,
  'record-appended': ({ partition, offset }, say) =>
    `The broker appends ${say.message} to ${say.place(partition, offset)}.`,
  'produce-deduplicated': ({ partition, offset }, say) =>
    `The broker has ${say.message} in ${say.place(partition, offset)} already and appends nothing.`,
  'produce-refused': ({ partition, error }, say) =>
    `The broker refuses ${say.message} in ${say.partition(partition)}: ${produceErrors[error] ?? 'an error'}.`,
  'produce-acked': ({ partition, offset, attempt }, say) =>
    `${say.who} knows that ${say.message} is stored in ${say.place(partition, offset)}${say.retry(attempt)}.`,
  'leg-lost': ({ leg }, say) => `The network loses ${legName(leg)} from ${say.who}${say.forOrder}.`,
  'leg-delayed': ({ leg, span }, say) =>
    `The network holds up ${legName(leg)} from ${say.who}${say.forOrder} by ${spanText(span)}.`,
  'record-sent': ({ partition, offset, latency }, say) =>
    `The broker sends ${say.message} from ${say.place(partition, offset)} to ${say.who}${say.arrival(latency)}.`,
  'record-delivered': ({ partition, offset, attempt }, say) =>
    `${say.who} begins to handle ${say.message} from ${say.place(partition, offset)}${attempt > 1 ? ` (delivery ${attempt})` : ''}.`,
  'records-skipped': ({ partition, offset, count }, say) =>
    `${say.who} passes over ${counted(count, 'record')} of ${say.partition(partition)} from offset ${offset} on, which it does not subscribe to.`,
  'duplicate-suppressed': ({ attempt }, say) =>
    `${say.who} finds ${say.message} in its inbox and does nothing${attempt > 1 ? ` (delivery ${attempt})` : ''}.`,
  'delivery-duplicated': ({ partition, offset }, say) =>
    `${say.who} will be given the record of ${say.place(partition, offset)} twice.`,
  'commit-sent': ({ partition, offset, latency }, say) =>
    `${say.who} asks the broker to remember offset ${offset} of ${say.partition(partition)}${say.arrival(latency)}.`,
  'offset-committed': ({ partition, offset, group }, say) =>
    `The broker stores that ${say.group(group)} goes on at offset ${offset} of ${say.partition(partition)}.`,
  'commit-refused': ({ partition, offset, refusal }, say) =>
    `The broker refuses ${say.who} the commit of offset ${offset} of ${say.partition(partition)}: ${refusals[refusal] ?? 'unknown'}.`,
  'dead-lettered': ({ partition, offset, attempt }, say) =>
    `${say.who} gives ${say.message} up after ${counted(attempt, 'delivery').replace('deliverys', 'deliveries')}: the record of ${say.place(partition, offset)} is a dead letter.`,
  'member-joined': ({ group, member }, say) =>
    `${say.who} asks to join ${say.group(group)} as member ${member}.`,
  'rebalance-started': ({ group, generation, reason }, say) =>
    `${capital(say.group(group))} begins a rebalance in generation ${generation}: ${rebalanceReasons[reason] ?? 'unknown'}.`,
  'group-stable': ({ group, generation, members }, say) =>
    `${capital(say.group(group))} is stable in generation ${generation} with ${counted(members, 'member')}.`,
  'partition-assigned': ({ partition, generation, offset }, say) =>
    offset < 0
      ? `${say.who} may take records of ${say.partition(partition)} from epoch ${generation} on.`
      : `${say.who} owns ${say.partition(partition)} in generation ${generation} and reads it from offset ${offset}.`,
  'partition-revoked': ({ partition, generation }, say) =>
    `${say.who} gives up ${say.partition(partition)} in generation ${generation}.`,
  'member-expelled': ({ group, member }, say) =>
    `${capital(say.group(group))} has not heard from member ${member} for the session timeout and expels it.`,
  'member-fenced': ({ group, refusal }, say) =>
    `${say.who} learns that it no longer belongs to ${say.group(group)}: ${refusals[refusal] ?? 'unknown'}.`,
  'offset-out-of-range': ({ partition, asked, start }, say) =>
    `${say.who} wants offset ${asked} of ${say.partition(partition)}, which the log does not have: it begins at ${start}.`,
  'position-reset': ({ partition, offset, skipped }, say) =>
    `${say.who} begins ${say.partition(partition)} at offset ${offset} by auto.offset.reset${skipped > 0 ? ` and passes over ${counted(skipped, 'record')}` : ''}.`,
  'reset-failed': ({ partition }, say) =>
    `${say.who} has nowhere to begin ${say.partition(partition)}: auto.offset.reset is none.`,
  'offsets-expired': ({ partition, group }, say) =>
    `The broker forgets where ${say.group(group)} was in ${say.partition(partition)}.`,
  'partition-lost': ({ partition, generation }, say) =>
    `${say.who} finds that ${say.partition(partition)} of generation ${generation} is no longer its own.`,
  'member-left': ({ group, reason }, say) =>
    `${say.who} leaves ${say.group(group)}: ${leaveReasons[reason] ?? 'unknown'}.`,
  'poll-overdue': ({ group }, say) =>
    `${say.who} has not polled for max.poll.interval.ms: its own client takes it out of ${say.group(group)}.`,
  'group-attached': ({ group }, say) => `${capital(say.group(group))} is attached.`,
  'record-read': ({ partition, offset }, say) =>
    `${say.who} has read ${say.message} from ${say.place(partition, offset)}.`,
  'record-acquired': ({ partition, offset, deliveries }, say) =>
    `${say.who} acquires the record of ${say.place(partition, offset)} (delivery ${deliveries}).`,
  'record-acknowledged': ({ partition, offset, acknowledgement }, say) =>
    `${say.who} is done with the record of ${say.place(partition, offset)}: ${acknowledgements[acknowledgement] ?? 'unknown'}.`,
  'acquisition-expired': ({ partition, offset }, say) =>
    `The lock on the record of ${say.place(partition, offset)} runs out: another member may have it.`,
  'acquisition-ended': ({ partition, offset, reason }, say) =>
    `${say.who} no longer holds the record of ${say.place(partition, offset)}: ${acquisitionEnds[reason] ?? 'unknown'}. That it did does not count as a delivery.`,
  'acknowledgement-sent': ({ partition, offset, latency }, say) =>
    `${say.who} tells the broker how it is done with the record of ${say.place(partition, offset)}${say.arrival(latency)}.`,
  'acknowledgement-refused': ({ partition, offset, acknowledgement }, say) =>
    `${say.who} is too late with the record of ${say.place(partition, offset)} (${acknowledgements[acknowledgement] ?? 'unknown'}): it does not hold it any more. INVALID_RECORD_STATE.`,
  'share-start-moved': ({ partition, offset, group }, say) =>
    `${capital(say.group(group))} is done with ${say.partition(partition)} up to offset ${offset}: its share-partition start offset.`,
  'record-archived': ({ partition, offset, deliveries }, say) =>
    `The record of ${say.place(partition, offset)} was delivered ${deliveries} times and is delivered no more.`,
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
