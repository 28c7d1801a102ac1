/** Who published a record learns what became of it: a relay, or the handler that publishes directly. */
import { code } from '../../../trace/index.ts';
import type { OutgoingRecord, ProduceBatch } from '../events.ts';
import type { World } from '../world.ts';

/** A record is stored, as far as the producer was to know: whoever published it goes on. */
export function tellStored(
  world: World,
  batch: ProduceBatch,
  { message, cause }: OutgoingRecord,
  offset: number,
): void {
  const order = world.messages.order(message);
  const { actor, partition, attempt } = batch;
  const row = world.teller.tell(
    code['produce-acked'],
    actor,
    order,
    message,
    partition,
    offset,
    attempt,
    cause,
  );
  if (world.relays.has(actor)) world.relays.onAcknowledged(actor, message, row);
  else world.jobs.onAcknowledged(world.process(actor), message, row);
}

/** A record was given up by its producer: whoever published it sends it anew, as a program does that means it. */
export function tellFailed(world: World, actor: number, message: number, cause: number): void {
  if (world.relays.has(actor)) world.relays.onSendFailed(actor, message, cause);
  else world.jobs.onSendFailed(world.process(actor), message, cause);
}
