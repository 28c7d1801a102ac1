/** Processes that stand still: whatever is due for one waits until it goes on, and so do its heartbeats. A handler that hangs only holds up its own work. */
import { FewMap, type Micros, type Scribe } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { WorldEvent } from '../events.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

/** All pauses of a world. */
export class Pauses {
  readonly #world: World;
  /** Until when each paused process stands still. */
  readonly #paused = new FewMap<Micros>();
  /** Until when the handlers of each process hang. */
  readonly #blocked = new FewMap<Micros>();
  #pauses = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Whether anything stands still at all. */
  get isAny(): boolean {
    return this.#paused.size > 0 || this.#blocked.size > 0;
  }

  /** Whether a process stands still. */
  has(actor: number): boolean {
    return this.#paused.has(actor);
  }

  /** Stops a process for a while, as a long garbage collection does. */
  pause({ actor }: ServiceProcess, span: Micros, fault: number): void {
    const { teller, kernel } = this.#world;
    const struck = teller.tell(code['fault-struck'], actor, -1, -1, fault, -1, -1, -1);
    teller.tell(code['process-paused'], actor, -1, -1, span, fault, -1, struck);
    this.#paused.set(actor, (kernel.now + span) as Micros);
    this.#pauses += 1;
    kernel.after(span, { kind: 'resume', actor, pause: this.#pauses, fault });
  }

  /** Makes the handlers of a process hang for a while; its heartbeats go on. */
  block({ actor }: ServiceProcess, span: Micros, fault: number): void {
    const { teller, kernel } = this.#world;
    const struck = teller.tell(code['fault-struck'], actor, -1, -1, fault, -1, -1, -1);
    teller.tell(code['handler-blocked'], actor, -1, -1, span, fault, -1, struck);
    this.#blocked.set(actor, (kernel.now + span) as Micros);
  }

  /** A paused process goes on. What waited for it is due now, in its order. False where it does not stand still any more. */
  resume(actor: number, fault: number): boolean {
    if (!this.#paused.delete(actor)) return false;
    this.#world.teller.tell(code['process-resumed'], actor, -1, -1, fault, -1, -1, -1);
    return true;
  }

  /** A crash ends whatever stood still. */
  forget(actor: number): void {
    this.#paused.delete(actor);
    this.#blocked.delete(actor);
  }

  /** Puts an event off when it is for somebody who stands still. True when it did. */
  defers(event: WorldEvent): boolean {
    const actor = receiver(event);
    const until = this.#paused.get(actor) ?? this.#blockedUntil(event, actor);
    const { kernel } = this.#world;
    if (until === undefined) return false;
    if (until <= kernel.now) {
      this.#blocked.delete(actor);
      return false;
    }
    kernel.postpone(until, event);
    return true;
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#paused);
    scribe.map(this.#blocked);
    this.#pauses = scribe.value(this.#pauses);
  }

  #blockedUntil({ kind }: WorldEvent, actor: number): Micros | undefined {
    return kind === 'job-continues' ? this.#blocked.get(actor) : undefined;
  }
}

/** The process that would take an event in, -1 when it is for a broker or for nobody. */
function receiver(event: WorldEvent): number {
  switch (event.kind) {
    case 'join-answered':
    case 'sync-answered':
    case 'heartbeat-due':
    case 'heartbeat-refused':
    case 'poll-check':
    case 'auto-commit':
    case 'process-timer':
    case 'job-continues':
    case 'produce-due':
    case 'transaction-answered':
    case 'transaction-due':
    case 'share-heartbeat-answered':
    case 'share-heartbeat-due':
      return event.actor;
    case 'share-acknowledgement-answered':
    case 'share-acknowledgement-lost':
      return event.acknowledgement.actor;
    case 'produce-answered':
    case 'produce-failed':
    case 'produce-timeout':
      return event.batch.actor;
    case 'records-arrive':
    case 'fetch-timeout':
    case 'fetch-failed':
      return event.fetch.actor;
    case 'commit-answered':
    case 'commit-timeout':
      return event.commit.actor;
    case 'call-arrives':
      return event.call.callee;
    case 'reply-arrives':
      return event.call.caller;
    default:
      return -1;
  }
}
