/** Names of products. They stay out of lessons, because whoever learns a product has not learned the idea. */
const brands: readonly string[] = [
  ...['Kafka', 'RabbitMQ', 'Pulsar', 'Redpanda', 'Kinesis', 'NATS', 'Redis', 'ActiveMQ'],
  ...['SQS', 'SNS', 'EventBridge', 'Pub/Sub', 'Service Bus', 'Event Hubs', 'Confluent'],
  ...['Temporal', 'Camunda', 'Netflix Conductor', 'Step Functions', 'Restate', 'Airflow'],
  ...['Debezium', 'Celery', 'Sidekiq', 'Postgres', 'MySQL', 'Oracle', 'MongoDB'],
  ...['AWS', 'Azure', 'Google Cloud', 'Stripe', 'PayPal', 'Zookeeper', 'KRaft', 'XState'],
];

/** The first product that a text names, undefined when it names none. */
export function brandIn(said: string): string | undefined {
  return brands.find((brand) => said.includes(brand));
}
