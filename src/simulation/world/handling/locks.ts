/** Row locks of the services' stores: one job at a time works on an order in a machine, the others wait their turn. Locks are memory: a crash frees them. */
import type { Job } from './job.ts';
import type { ServiceProcess } from '../process.ts';

interface Lock {
  holder: Job;
  readonly waiting: Job[];
}

/** All row locks of a world. */
export class Locks {
  readonly #locks = new Map<string, Lock>();

  /** Takes the lock, or queues for it. True when the job holds it. */
  acquire(service: number, key: number, job: Job): boolean {
    const name = `${service}:${key}`;
    const lock = this.#locks.get(name);
    if (lock === undefined) {
      this.#locks.set(name, { holder: job, waiting: [] });
      return true;
    }
    if (lock.holder === job) return true;
    lock.waiting.push(job);
    return false;
  }

  /** Frees all that a job holds; the jobs that now hold a lock are returned, to go on. */
  release(job: Job): Job[] {
    return this.#passOn((holder) => holder === job);
  }

  /** Frees all that the jobs of a crashed process hold or wait for. */
  releaseAll(process: ServiceProcess): Job[] {
    for (const lock of this.#locks.values()) {
      const staying = lock.waiting.filter((job) => job.process !== process);
      lock.waiting.splice(0, lock.waiting.length, ...staying);
    }
    return this.#passOn((holder) => holder.process === process);
  }

  #passOn(isFreed: (holder: Job) => boolean): Job[] {
    const next: Job[] = [];
    for (const [name, lock] of this.#locks) {
      if (!isFreed(lock.holder)) continue;
      const heir = lock.waiting.shift();
      if (heir === undefined) {
        this.#locks.delete(name);
      } else {
        lock.holder = heir;
        next.push(heir);
      }
    }
    return next;
  }
}
