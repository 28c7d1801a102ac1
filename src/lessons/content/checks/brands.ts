/** Names of products. They stay out of lessons, because whoever learns a product has not learned the idea. */
export const brands: readonly string[] = [
  ...['Kafka', 'RabbitMQ', 'Pulsar', 'Redpanda', 'Kinesis', 'NATS', 'Redis', 'ActiveMQ'],
  ...['SQS', 'SNS', 'EventBridge', 'Pub/Sub', 'Service Bus', 'Event Hubs', 'Confluent'],
  ...['Temporal', 'Camunda', 'Netflix Conductor', 'Step Functions', 'Restate', 'Airflow'],
  ...['Debezium', 'Celery', 'Sidekiq', 'Postgres', 'MySQL', 'Oracle', 'MongoDB'],
  ...['AWS', 'Azure', 'Google Cloud', 'Stripe', 'PayPal', 'Zookeeper', 'KRaft', 'XState'],
];
