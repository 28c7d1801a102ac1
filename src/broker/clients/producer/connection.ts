/** A producer's connection to one node: so many requests may be on their way at once, and their answers come in their order. Source: NetworkClient, InFlightRequests. */

/** A request to one node: a batch for each of some partitions. */
export interface Request {
  readonly connection: Connection;
  readonly serial: number;
  /** Batches that are not answered yet. */
  unanswered: number;
}

/** The requests on their way to one node. */
export class Connection {
  readonly #open: Request[] = [];
  #nextSerial = 0;

  /** Whether no other request may leave. Source: InFlightRequests#canSendMore. */
  isFull(maxInFlight: number): boolean {
    const oldest = this.#open[0];
    return oldest !== undefined && this.#nextSerial - oldest.serial >= maxInFlight;
  }

  /** Begins a request, which has no batch yet. */
  begin(): Request {
    const request = { connection: this, serial: this.#nextSerial++, unanswered: 0 };
    this.#open.push(request);
    return request;
  }

  /** One batch of a request is answered. */
  answer(request: Request): void {
    request.unanswered -= 1;
    if (request.unanswered > 0) return;
    const at = this.#open.indexOf(request);
    if (at >= 0) this.#open.splice(at, 1);
  }
}
