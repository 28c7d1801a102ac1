/** A producer's connection to one node: so many requests may be on their way at once. Source: NetworkClient, InFlightRequests. */

import { present, type Kind, type Scribe } from '../../../kernel/index.ts';

/** A request to one node: a batch for each of some partitions. */
export interface Request {
  readonly connection: Connection;
  /** Batches that are not answered yet. */
  unanswered: number;
}

/** The requests on their way to one node. */
export class Connection {
  /** There are a few at most: max.in.flight.requests.per.connection. */
  #open: Request[] = [];

  /** Whether no other request may leave. Source: InFlightRequests#canSendMore. */
  isFull(maxInFlight: number): boolean {
    return this.#open.length >= maxInFlight;
  }

  /** Begins a request, which has no batch yet. */
  begin(): Request {
    const request = { connection: this, unanswered: 0 };
    this.#open.push(request);
    return request;
  }

  /** One batch of a request is answered. */
  answer(request: Request): void {
    request.unanswered -= 1;
    if (request.unanswered > 0) return;
    this.#open = this.#open.filter((each) => each !== request);
  }

  /** `requests` is how this connection's requests are written, for batches refer to them too. */
  transcribe(scribe: Scribe, requests: Kind<Request, undefined>): void {
    this.#open = scribe.each(this.#open, (request) => scribe.known(request, requests));
  }
}

/** How the requests of a connection are written into a checkpoint, and made anew. */
export function requestsOf(connection: Connection): Kind<Request, undefined> {
  return {
    describe: () => undefined,
    make: () => ({ connection, unanswered: 0 }),
    transcribe: (request, scribe) => {
      request.unanswered = scribe.value(request.unanswered);
    },
  };
}

/** A request of a connection that was written before. */
export const openRequest: Kind<Request, undefined> = {
  describe: () => undefined,
  make: () => present<Request>(undefined, 'the connection of a request'),
  transcribe: () => undefined,
};
