/** The produce requests that wait until enough replicas have their records. Source: DelayedProduce. */
import type { Scribe } from '../../kernel/index.ts';
import { answerToWaiting } from './high-watermark.ts';
import type { ProduceAnswer, ProduceError } from './steps.ts';

/** A request that waits, and what it will be told. */
export interface WaitingRequest {
  readonly request: number;
  /** It waits for a high watermark of this offset. */
  readonly requiredOffset: number;
  readonly answer: ProduceAnswer;
}

type Tell = (request: number, answer: ProduceAnswer) => void;

/** The requests that wait on one leader. */
export class WaitingRequests {
  readonly #tell: Tell;
  #waiting: readonly WaitingRequest[] = [];

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  add(waiting: WaitingRequest): void {
    this.#waiting = [...this.#waiting, waiting];
  }

  /** Answers those whose records are replicated now. */
  complete(now: { highWatermark: number; inSync: number; minInSync: number }): void {
    this.#release(({ requiredOffset, answer }) => {
      const told = answerToWaiting({ ...now, requiredOffset });
      if (told === 'wait') return undefined;
      return told === 'acknowledge' ? answer : failed(told);
    });
  }

  /** The producer waits no longer for a request. */
  timeOut(request: number): void {
    this.#release((each) => (each.request === request ? failed('REQUEST_TIMED_OUT') : undefined));
  }

  /** The leader is none any more: whether the records survive, nobody can say. */
  failAll(error: ProduceError): void {
    this.#release(() => failed(error));
  }

  transcribe(scribe: Scribe): void {
    this.#waiting = scribe.value(this.#waiting);
  }

  #release(answerTo: (waiting: WaitingRequest) => ProduceAnswer | undefined): void {
    const before = this.#waiting;
    const answers = before.map((waiting) => ({ waiting, answer: answerTo(waiting) }));
    this.#waiting = before.filter((_, index) => answers[index]?.answer === undefined);
    for (const { waiting, answer } of answers) {
      if (answer !== undefined) this.#tell(waiting.request, answer);
    }
  }
}

/** The answer to a request that failed. */
export function failed(error: ProduceError): ProduceAnswer {
  return { kind: 'failed', error };
}

/** What a producer that asked for no answer takes for one. */
export const unanswered: ProduceAnswer = {
  kind: 'acknowledged',
  baseOffset: -1,
  isDuplicate: false,
};
