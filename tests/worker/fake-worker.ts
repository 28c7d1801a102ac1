/** A worker without a thread: what it exposes stands at the other end of a channel. */
import { expose } from 'comlink';

/** Answers as a worker does, until it is made to hang. */
export class FakeWorker extends EventTarget {
  readonly #port: MessagePort;
  #delayMs = 0;
  #questionsLeft = Infinity;
  /** A deaf worker hangs: it hears and says nothing more. */
  isDeaf = false;

  constructor(api: object) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    expose(api, port2 as unknown as Parameters<typeof expose>[1]);
    port1.addEventListener('message', (event) => {
      const tell = () => this.say(event.data);
      if (this.#delayMs === 0) tell();
      else setTimeout(tell, this.#delayMs);
    });
    port1.start();
  }

  /** Answers so many milliseconds later from now on. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Hangs after so many further questions. */
  hangAfter(questions: number): void {
    this.#questionsLeft = questions;
  }

  /** Says something to the page. */
  say(data: unknown): void {
    if (!this.isDeaf) this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#questionsLeft -= 1;
    if (this.#questionsLeft < 0) this.isDeaf = true;
    this.#port.postMessage(message, transfer);
  }

  terminate(): void {
    this.#port.close();
  }
}
