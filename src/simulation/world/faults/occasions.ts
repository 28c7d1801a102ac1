/** Where and on what a process is at work, as faults see it. */
import type { Plan } from '../../compile/plan.ts';
import type { MessageTable } from '../message-table.ts';
import type { Occasion } from './fault-book.ts';

/** The occasions of one world. */
export class Occasions {
  readonly #plan: Plan;
  readonly #messages: MessageTable;

  constructor(plan: Plan, messages: MessageTable) {
    this.#plan = plan;
    this.#messages = messages;
  }

  /** What a process is about to do with a message, -1 for none. */
  of(actor: number, message: number, attempt: number): Occasion {
    const { cast, services } = this.#plan;
    const { service, instance } = cast.actors[actor] ?? { service: -1, instance: 0 };
    if (message < 0) return { service, instance, order: -1, step: -1, type: -1, attempt };
    const type = this.#messages.type(message);
    const own = services[service]?.hearers[type]?.[0]?.step ?? -1;
    return {
      service,
      instance,
      order: this.#messages.order(message),
      step: own >= 0 ? own : (cast.types[type]?.step ?? -1),
      type,
      attempt,
    };
  }
}
