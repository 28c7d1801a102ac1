/** A worker without a thread: what it exposes stands at the other end of a channel. */
import { expose } from 'comlink';

/** Answers as a worker does. `isDeaf` makes it hang: it hears and says nothing more. */
export class FakeWorker extends EventTarget {
  readonly #port: MessagePort;
  isDeaf = false;

  constructor(api: object) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    expose(api, port2 as unknown as Parameters<typeof expose>[1]);
    port1.addEventListener('message', (event) => {
      if (!this.isDeaf)
        this.dispatchEvent(new MessageEvent('message', { data: event.data as unknown }));
    });
    port1.start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  terminate(): void {
    this.#port.close();
  }
}
