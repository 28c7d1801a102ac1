/** Asks a browser: serves the page that works, hands it one question after the other, and takes its replies. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Question, Reply } from './page.ts';

/** A page that has said nothing for so long will not any more. */
const patienceMs = 300_000;

/** What the page is made of. */
export interface PageFiles {
  /** The bundled page. */
  readonly script: string;
  /** The worker of the built page. */
  readonly worker: string;
}

/** One open page, which is asked and replies. */
export class Examiner {
  readonly #files: PageFiles;
  readonly #server: Server;
  /** The page that waits for a question. */
  #waiting: ((question: Question) => void) | undefined;
  /** A question that waits for the page. */
  #next: Question | undefined;
  #onReply: (reply: Reply) => void = () => undefined;

  constructor(files: PageFiles) {
    this.#files = files;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** Begins to serve; returns the address to open. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        const at = this.#server.address();
        if (at === null || typeof at === 'string') throw new Error('The server has no port.');
        resolve(`http://127.0.0.1:${at.port}/`);
      });
    });
  }

  /** Asks one question. A page that gives no sign replies with a failure. */
  ask(question: Exclude<Question, { kind: 'done' }>): Promise<Reply> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => resolve({ kind: 'failure', message: 'the page gives no sign' }),
        patienceMs,
      );
      this.#onReply = (reply) => {
        clearTimeout(timer);
        resolve(reply);
      };
      this.#hand(question);
    });
  }

  /** Lets the page go, and ends. */
  close(): Promise<void> {
    this.#hand({ kind: 'done' });
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #hand(question: Question): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#next = question;
    else waiting(question);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const say = (type: string, text: string) =>
      response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(text);
    if (request.url === '/')
      say(
        'text/html',
        '<!doctype html><html data-worker="worker.js"><title>Evidence</title><script type="module" src="page.js"></script></html>',
      );
    else if (request.url === '/page.js') say('text/javascript', this.#files.script);
    else if (request.url === '/worker.js') say('text/javascript', this.#files.worker);
    else if (request.url === '/question')
      say('application/json', JSON.stringify(await this.#question()));
    else if (request.url === '/reply') {
      let body = '';
      for await (const part of request) body += String(part);
      response.writeHead(204).end();
      this.#onReply(JSON.parse(body) as Reply);
    } else response.writeHead(404).end();
  }

  #question(): Promise<Question> {
    const next = this.#next;
    this.#next = undefined;
    return next === undefined
      ? new Promise((resolve) => {
          this.#waiting = resolve;
        })
      : Promise.resolve(next);
  }
}
