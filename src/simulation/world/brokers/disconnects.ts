/** Connections that break: who has asked a node that stops learns of it at once, and asks again. */
import type { ProduceBatch } from '../events.ts';
import type { World } from '../world.ts';

const disconnectLeg = 41;
/** More than a batch has attempts: keeps the draws of each apart. */
const attempts = 4096;

/** The producer's connection to a node breaks, or is refused. Who wants no answer (acks=0) hears nothing. Source: NetworkClient#processDisconnection. */
export function disconnect(world: World, batch: ProduceBatch): void {
  const { kernel, network, producers } = world;
  const { actor, partition, id, attempt } = batch;
  if (producers.acksOf(actor) === '0') return;
  const latency = network.carryProtocol(actor, disconnectLeg + partition, id * attempts + attempt);
  kernel.after(latency, { kind: 'produce-failed', batch, error: 'NETWORK_EXCEPTION', cause: -1 });
}
