/** The page without a network, and what comes after it: a new version waits until the reader takes it. */
import { keepingName } from '../shell/keeping-name.ts';

const mostPatienceMs = 2_000;
/** What a reader asks for first goes before what is kept for later. */
const calmMs = 1_500;

/** Notes in this tab that the new version was taken, or finds the note and removes it. Without storage it is offered once more. */
function note(what: 'set' | 'take'): boolean {
  const key = `${keepingName} taken`;
  try {
    const was = sessionStorage.getItem(key) !== null;
    if (what === 'set') sessionStorage.setItem(key, 'yes');
    else sessionStorage.removeItem(key);
    return was;
  } catch {
    return false;
  }
}

const runKey = `${keepingName} run`;

/** Knows whether a newer version of the page waits. */
export class Updates {
  #waiting = $state.raw<ServiceWorker>();
  #isPutOff = $state.raw(false);

  /** Whether there is something to offer. */
  get isOffered(): boolean {
    return this.#waiting !== undefined && !this.#isPutOff;
  }

  /**
   * Lets the browser keep this version, once all that the reader waits for is there. Not in a frame of somebody else's
   * page, and not where a server builds the page anew at every save.
   */
  begin(): void {
    if (!('serviceWorker' in navigator) || globalThis.top !== globalThis.self) return;
    if (import.meta.env.DEV) return;
    // What was taken a moment ago may still wait for its turn, and is on view already.
    this.#isPutOff = note('take');
    const register = () => {
      navigator.serviceWorker
        .register(new URL('service-worker.js', document.baseURI))
        .then((registration) => this.#watch(registration))
        // Without it the page works as well, as long as there is a network.
        .catch(() => undefined);
    };
    const soon = () => setTimeout(register, calmMs);
    if (document.readyState === 'complete') soon();
    else addEventListener('load', soon, { once: true });
  }

  putOff(): void {
    this.#isPutOff = true;
  }

  /** The run that the page before this one put aside in this tab; empty for none. */
  get carried(): string {
    try {
      return sessionStorage.getItem(runKey) ?? '';
    } catch {
      return '';
    }
  }

  /** Puts a run aside for the page that comes next in this tab, or an empty text in its place. False where nothing can be kept. */
  carry(run: string): boolean {
    try {
      if (run === '') sessionStorage.removeItem(runKey);
      else sessionStorage.setItem(runKey, run);
      return true;
    } catch {
      return false;
    }
  }

  /** Lets the new version take over, and loads the page anew. What was put aside and what the address says is all that is left. */
  take(): void {
    const { serviceWorker } = navigator;
    const reload = () => {
      clearTimeout(patience);
      note('set');
      location.reload();
    };
    // A browser may put the change of workers off; then the old one hands out the new version.
    const patience = setTimeout(reload, mostPatienceMs);
    serviceWorker.addEventListener('controllerchange', reload, { once: true });
    serviceWorker.controller?.postMessage('step aside');
    this.#waiting?.postMessage('take over');
  }

  #watch(registration: ServiceWorkerRegistration): void {
    const look = () => {
      // A first version has nobody to wait for.
      if (registration.waiting !== null && navigator.serviceWorker.controller !== null)
        this.#waiting = registration.waiting;
    };
    look();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', look);
    });
  }
}
