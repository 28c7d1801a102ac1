/** The settings of a producer. Spans are in µs, sizes in bytes. Source: ProducerConfig. */
import type { Micros } from '../../../kernel/index.ts';
import type { Acks } from '../../replication/steps.ts';
import type { SendSettings } from '../in-flight-sends.ts';

/** What a producer goes by. */
export interface ProducerSettings extends SendSettings {
  readonly acks: Acks;
  /** batch.size */
  readonly batchBytes: number;
  /** linger.ms */
  readonly linger: Micros;
  /** buffer.memory */
  readonly bufferBytes: number;
  /** max.block.ms */
  readonly maxBlock: Micros;
  /** delivery.timeout.ms */
  readonly deliveryTimeout: Micros;
  /** retry.backoff.ms and retry.backoff.max.ms */
  readonly retryBackoff: Micros;
  readonly retryBackoffMax: Micros;
}

/** The pause after so many failures: it doubles from try to try, up to a limit. Source: ExponentialBackoff, here without its jitter. */
export function backoff(settings: ProducerSettings, failures: number): Micros {
  const { retryBackoff, retryBackoffMax } = settings;
  const limit = Math.max(retryBackoffMax, retryBackoff);
  let pause: number = retryBackoff;
  for (let i = 1; i < failures && pause < limit; i++) pause *= 2;
  return Math.min(pause, limit) as Micros;
}
