/** A producer's connection to one node: so many requests may be on their way at once. Source: NetworkClient, InFlightRequests. */

/** A request to one node: a batch for each of some partitions. */
export interface Request {
  readonly connection: Connection;
  /** Batches that are not answered yet. */
  unanswered: number;
}

/** The requests on their way to one node. */
export class Connection {
  readonly #open = new Set<Request>();

  /** Whether no other request may leave. Source: InFlightRequests#canSendMore. */
  isFull(maxInFlight: number): boolean {
    return this.#open.size >= maxInFlight;
  }

  /** Begins a request, which has no batch yet. */
  begin(): Request {
    const request = { connection: this, unanswered: 0 };
    this.#open.add(request);
    return request;
  }

  /** One batch of a request is answered. */
  answer(request: Request): void {
    request.unanswered -= 1;
    if (request.unanswered === 0) this.#open.delete(request);
  }
}
