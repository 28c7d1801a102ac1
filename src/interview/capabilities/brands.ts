/**
 * Where each capability is at home, as its makers' pages are generally known, with the day on which that was written down. Naming a brand is worth nothing, so this
 * table never enters a score; it is only asked whether a named brand has what was chosen.
 */
import type { CapabilityId } from './table.ts';

/** A product, and which of the capabilities that products have it offers. */
export interface Brand {
  readonly name: string;
  readonly has: readonly CapabilityId[];
}

/** The day on which the rows were written down. Products change: who shows a row says how old it is. */
export const brandsWrittenOn = '2026-11-21';

/** The products that a card may name. */
export const brands: readonly Brand[] = [
  { name: 'Apache Kafka', has: ['retained-log', 'lease-queue'] },
  { name: 'Apache Pulsar', has: ['retained-log', 'lease-queue'] },
  { name: 'Amazon Kinesis', has: ['retained-log'] },
  { name: 'Redpanda', has: ['retained-log'] },
  { name: 'NATS JetStream', has: ['retained-log', 'lease-queue'] },
  { name: 'Amazon SQS', has: ['lease-queue', 'dead-letters'] },
  { name: 'Google Pub/Sub', has: ['lease-queue', 'dead-letters'] },
  { name: 'RabbitMQ', has: ['lease-queue', 'dead-letters'] },
  { name: 'PostgreSQL', has: ['database-jobs', 'outbox', 'inbox'] },
  { name: 'Debezium', has: ['change-capture'] },
  { name: 'Temporal', has: ['durable-workflow'] },
  { name: 'AWS Step Functions', has: ['durable-workflow'] },
];

/** Capabilities that are bought: only of these can a brand be said to lack one. The others are a way of building. */
const bought: readonly CapabilityId[] = [
  'retained-log',
  'lease-queue',
  'database-jobs',
  'durable-workflow',
  'change-capture',
];

/** Whether a named brand contradicts what was chosen. An unknown brand is not known to contradict anything. */
export function contradicts(brand: string, capability: CapabilityId): boolean {
  const found = brands.find(({ name }) => name === brand);
  return found !== undefined && bought.includes(capability) && !found.has.includes(capability);
}
