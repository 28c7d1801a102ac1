/** Whether a producer is idempotent: by default it is, unless another setting makes that impossible. */
import type { Acks } from '../../replication/steps.ts';

/** The settings that decide it. */
export interface IdempotenceSettings {
  readonly acks: Acks;
  readonly retries: number;
  /** max.in.flight.requests.per.connection */
  readonly maxInFlight: number;
  /** enable.idempotence, `undefined` where nobody said it. */
  readonly stated?: boolean | undefined;
  readonly isTransactional?: boolean;
}

/** The setting that contradicts enable.idempotence. */
export type IdempotenceConflict =
  'acks' | 'retries' | 'max.in.flight.requests.per.connection' | 'enable.idempotence';

/** What comes of the settings. With conflicts Kafka refuses to make the producer. */
export interface Idempotence {
  readonly isOn: boolean;
  readonly conflicts: readonly IdempotenceConflict[];
}

/** Silently off where it could not work, unless someone asked for it: then it is an error. Source: ProducerConfig#postProcessAndValidateIdempotenceConfigs. */
export function idempotence(settings: IdempotenceSettings): Idempotence {
  const { acks, retries, maxInFlight, stated, isTransactional = false } = settings;
  if (stated === false)
    return { isOn: false, conflicts: isTransactional ? ['enable.idempotence'] : [] };
  const against: IdempotenceConflict[] = [];
  if (acks !== 'all') against.push('acks');
  if (retries === 0) against.push('retries');
  if (maxInFlight > 5) against.push('max.in.flight.requests.per.connection');
  const isWanted = stated === true || isTransactional;
  return { isOn: against.length === 0, conflicts: isWanted ? against : [] };
}
