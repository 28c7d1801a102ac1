/** Relays: each carries its service's outbox to the broker. read → send → mark; what was sent and not marked is sent again after a crash, as the same message. */
import { millis, type Scribe } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { ServicePlan } from '../../compile/plan.ts';
import { after, before } from '../faults/sides.ts';
import type { World } from '../world.ts';

const rowsPerRead = 100;

interface Relay {
  readonly actor: number;
  readonly service: ServicePlan;
  isUp: boolean;
  incarnation: number;
  isBusy: boolean;
  /** Rows that were read and are not marked, by message. Marking keeps the order of the rows. */
  reading: { readonly row: number; readonly message: number; isStored: boolean; cause: number }[];
}

/** All relays of a world, by actor. */
export class Relays {
  readonly #world: World;
  /** By actor; empty at the places of all others. */
  readonly #relays: (Relay | undefined)[];

  constructor(world: World) {
    this.#world = world;
    this.#relays = world.cast.actors.map(() => undefined);
    for (const service of world.plan.services) {
      if (service.relay >= 0)
        this.#relays[service.relay] = {
          actor: service.relay,
          service,
          isUp: true,
          incarnation: 1,
          isBusy: false,
          reading: [],
        };
    }
  }

  /** Whether an actor is a relay. */
  has(actor: number): boolean {
    return this.#relays[actor] !== undefined;
  }

  isAlive(actor: number, incarnation: number): boolean {
    const relay = this.#relays[actor];
    return relay?.isUp === true && relay.incarnation === incarnation;
  }

  incarnation(actor: number): number {
    return this.#relays[actor]?.incarnation ?? 0;
  }

  /** There may be rows to carry: the relay looks after its pause. */
  wake(service: ServicePlan): void {
    const relay = this.#relays[service.relay];
    if (
      relay === undefined ||
      !relay.isUp ||
      relay.isBusy ||
      this.#world.store(service.index).unsentCount === 0
    )
      return;
    relay.isBusy = true;
    const { actor, incarnation } = relay;
    this.#world.kernel.after(millis(service.settings.relayPollMs), {
      kind: 'relay-poll',
      actor,
      incarnation,
    });
  }

  /** The relay reads and sends. */
  onPoll(actor: number): void {
    const relay = this.#relays[actor];
    if (relay === undefined) return;
    const world = this.#world;
    const rows = world.store(relay.service.index).unsent(rowsPerRead);
    const first = rows[0]?.message ?? -1;
    const { incarnation } = relay;
    if (world.crashAtMessage(actor, first, incarnation, before.read, -1)) return;
    const cause = world.teller.tell(
      code['outbox-read'],
      actor,
      -1,
      -1,
      rows.length,
      -1,
      -1,
      first < 0 ? -1 : world.messages.row(first),
    );
    relay.reading = rows.map(({ row, message }) => ({
      row,
      message,
      isStored: false,
      cause: world.messages.row(message),
    }));
    if (world.crashAtMessage(actor, first, incarnation, after.read, cause)) return;
    for (const { message } of rows) {
      if (world.crashAtMessage(actor, message, incarnation, before.send, cause)) return;
      world.producers.publish(actor, message, cause);
      if (world.crashAtMessage(actor, message, incarnation, after.send, cause)) return;
    }
  }

  /** A message that the relay sent is stored: rows are marked in their order. */
  onAcknowledged(actor: number, message: number, cause: number): void {
    const relay = this.#relays[actor];
    if (relay === undefined) return;
    // The outbox may hold a message twice: each acknowledgement is for one of its rows.
    const entry = relay.reading.find((each) => each.message === message && !each.isStored);
    if (entry === undefined) return;
    entry.isStored = true;
    entry.cause = cause;
    while (relay.reading[0]?.isStored === true) {
      const { row, message: marked, cause: stored } = relay.reading[0];
      const { incarnation } = relay;
      if (this.#world.crashAtMessage(actor, marked, incarnation, before.mark, stored)) return;
      relay.reading.shift();
      this.#world.store(relay.service.index).markSent(row);
      const order = this.#world.messages.order(marked);
      const told = this.#world.teller.tell(
        code['outbox-marked'],
        actor,
        order,
        marked,
        row,
        -1,
        -1,
        stored,
      );
      if (this.#world.crashAtMessage(actor, marked, incarnation, after.mark, told)) return;
    }
    if (relay.reading.length > 0) return;
    relay.isBusy = false;
    this.wake(relay.service);
  }

  /** A row could not be delivered: it is still in the outbox, and is sent again after a pause. */
  onSendFailed(actor: number, message: number, cause: number): void {
    const relay = this.#relays[actor];
    if (relay === undefined) return;
    const { incarnation, service } = relay;
    const pause = millis(Math.max(1, service.settings.relayPollMs));
    this.#world.kernel.after(pause, { kind: 'relay-resend', actor, incarnation, message, cause });
  }

  /** The pause is over. */
  onResend(actor: number, incarnation: number, message: number, cause: number): void {
    if (this.isAlive(actor, incarnation)) this.#world.producers.publish(actor, message, cause);
  }

  /** The relay's memory is gone; its outbox is not. */
  crash(actor: number): void {
    const relay = this.#relays[actor];
    if (relay === undefined) return;
    relay.isUp = false;
    relay.isBusy = false;
    relay.reading = [];
    relay.incarnation += 1;
  }

  /** The relay runs again. */
  restart(actor: number): void {
    const relay = this.#relays[actor];
    if (relay === undefined) return;
    relay.isUp = true;
    this.wake(relay.service);
  }

  transcribe(scribe: Scribe): void {
    for (const relay of this.#relays) {
      if (relay === undefined) continue;
      relay.isUp = scribe.value(relay.isUp);
      relay.incarnation = scribe.value(relay.incarnation);
      relay.isBusy = scribe.value(relay.isBusy);
      relay.reading = scribe.each(relay.reading, (row) => scribe.record(row));
    }
  }
}
