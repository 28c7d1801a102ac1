/** The clients: one per order. Each calls, waits, asks again and, at worst, gives up. */
import { Table, type Micros, type Scribe } from '../../../kernel/index.ts';
import { stateOf, type Request, type Snapshot } from '../../../services/index.ts';
import { code, type Answer } from '../../../trace/index.ts';
import type { World } from '../world.ts';

/** A client as it is between two events: a value, which is replaced. */
interface Client {
  readonly snapshot: Snapshot;
  readonly timers: readonly Timer[];
  readonly cause: number;
}

/** A wait of a client: a new one of the same name has another token. */
interface Timer {
  readonly id: string;
  readonly token: number;
}

/** A client that does something. */
interface Acting {
  timers: readonly Timer[];
  cause: number;
}

const noTimers: readonly Timer[] = [];

const eventOf: Readonly<Partial<Record<Answer, string>>> = {
  'accepted, pending': 'pending',
  completed: 'completed',
  cancelled: 'cancelled',
};

/** All clients of a world, by order. */
export class Clients {
  readonly #world: World;
  readonly #clients = new Table<Client>();
  #nextToken = 1;

  constructor(world: World) {
    this.#world = world;
  }

  /** A client decides to order. */
  order(order: number): void {
    const { orders, teller, plan, clientActor } = this.#world;
    const cause = teller.tell(
      code['order-placed'],
      clientActor,
      order,
      -1,
      orders.price(order),
      orders.quantity(order),
      orders.customer(order),
      -1,
    );
    this.#clients.set(order, {
      snapshot: this.#world.runner.begin(plan.client.logic),
      timers: noTimers,
      cause,
    });
    this.#send(order, 'ordered');
  }

  /** A wait of the client is over. */
  onTimer(order: number, id: string, token: number): void {
    const timers = this.#clients.get(order)?.timers ?? noTimers;
    if (timers.some((each) => each.id === id && each.token === token)) this.#send(order, id);
  }

  /** The client has its answer. */
  onAnswer(order: number, answer: Answer, cause: number): void {
    const client = this.#clients.get(order);
    const event = eventOf[answer];
    if (client === undefined || event === undefined) return;
    this.#clients.set(order, { snapshot: client.snapshot, timers: client.timers, cause });
    this.#send(order, event);
  }

  transcribe(scribe: Scribe): void {
    scribe.memento(this.#clients);
    this.#nextToken = scribe.value(this.#nextToken);
  }

  #send(order: number, type: string): void {
    const before = this.#clients.get(order);
    if (before === undefined) return;
    const client: Acting = { timers: before.timers, cause: before.cause };
    const { plan, teller, clientActor } = this.#world;
    const from = stateOf(before.snapshot);
    const { snapshot, requests, ignored } = this.#world.runner.step(
      plan.client.logic,
      before.snapshot,
      { type },
    );
    const to = stateOf(snapshot);
    const { index } = plan.client;
    const { codes } = this.#world.machine(index);
    if (from !== to)
      client.cause = teller.tell(
        code['state-changed'],
        clientActor,
        order,
        -1,
        index,
        codes(from),
        codes(to),
        client.cause,
      );
    else if (ignored)
      teller.tell(
        code['event-ignored'],
        clientActor,
        order,
        -1,
        index,
        codes(to),
        -1,
        client.cause,
      );
    for (const request of requests) this.#perform(order, client, request);
    const { timers, cause } = client;
    this.#clients.set(order, { snapshot, timers, cause });
  }

  #perform(order: number, client: Acting, request: Request): void {
    const { kernel, teller, calls, clientActor, plan } = this.#world;
    if (request.kind === 'timer') {
      const token = this.#nextToken++;
      const { id } = request;
      client.timers = [...client.timers.filter((each) => each.id !== id), { id, token }];
      kernel.after(
        request.delay as Micros,
        { kind: 'client-timer', order, id: request.id, token },
        'background',
      );
      this.#world.addObligation(1);
    } else if (request.kind === 'cancel') {
      const others = client.timers.filter(({ id }) => id !== request.id);
      if (others.length < client.timers.length) this.#world.addObligation(-1);
      client.timers = others.length === 0 ? noTimers : others;
    } else if (request.type === 'call') {
      calls.place(order, Number(request.params['attempt']), client.cause);
    } else if (request.type === 'noteTimeout') {
      const owner = plan.services[plan.owner]?.instances[0] ?? -1;
      client.cause = teller.tell(
        code['call-timed-out'],
        clientActor,
        order,
        -1,
        owner,
        Number(request.params['attempt']),
        -1,
        client.cause,
      );
    } else if (request.type === 'abandon') {
      teller.tell(
        code['order-abandoned'],
        clientActor,
        order,
        -1,
        plan.scenario.workload.client.attempts,
        -1,
        -1,
        client.cause,
      );
    }
  }
}
