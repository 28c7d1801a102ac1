/** What the errors of a produce request mean to the producer: whether to ask again, and whether the records may be stored all the same. */

/** Source: the subclasses of RetriableException in org.apache.kafka.common.errors. */
const retriable: ReadonlySet<string> = new Set([
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  'NOT_LEADER_OR_FOLLOWER',
  'LEADER_NOT_AVAILABLE',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
]);

/** After these nobody knows whether the leader has stored the records. */
const uncertain: ReadonlySet<string> = new Set([
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
]);

/** Whether asking again can help. A batch out of order fits in once those before it have arrived. Source: Sender#canRetry, TransactionManager#canRetry. */
export function mayRetry(error: string, isIdempotent: boolean): boolean {
  return retriable.has(error) || (isIdempotent && error === 'OUT_OF_ORDER_SEQUENCE_NUMBER');
}

/** Whether the records may be in the log although the request failed. */
export function mayBeStored(error: string): boolean {
  return uncertain.has(error);
}
