/** Row locks of the services' stores: one job at a time works on an order in a machine, the others wait their turn. Locks are memory: a crash frees them. */
import { FewMap, added, none, type Kind, type Scribe } from '../../../kernel/index.ts';
import type { Job, JobDescription } from './job.ts';
import type { ServiceProcess } from '../process.ts';

/** A lock that somebody holds. */
export interface Lock {
  /** Of the machine's instance: unique in a world. */
  readonly key: number;
  /** Counts locks, from 0: those that are freed together are passed on in this order. */
  readonly serial: number;
  holder: Job;
  readonly waiting: Job[];
}

/** All row locks of a world. */
export class Locks {
  readonly #locks = new FewMap<Lock>();
  #taken = 0;

  /** Takes the lock of a machine's instance, or queues for it. True when the job holds it. */
  acquire(key: number, job: Job): boolean {
    const lock = this.#locks.get(key);
    if (lock === undefined) {
      const own = { key, serial: this.#taken++, holder: job, waiting: [] };
      this.#locks.set(key, own);
      job.locks = added(job.locks, own);
      return true;
    }
    if (lock.holder === job) return true;
    lock.waiting.push(job);
    return false;
  }

  /** Frees all that a job holds; the jobs that now hold a lock are returned, to go on. */
  release(job: Job): readonly Job[] {
    if (job.locks.length === 0) return none;
    const freed = job.locks;
    job.locks = none;
    return this.#passOn(freed);
  }

  /** Frees all that the jobs of a crashed process hold or wait for. */
  releaseAll(process: ServiceProcess): readonly Job[] {
    for (const lock of this.#locks.values()) {
      const staying = lock.waiting.filter((job) => job.process !== process);
      lock.waiting.splice(0, lock.waiting.length, ...staying);
    }
    const held = [...this.#locks.values()].filter(({ holder }) => holder.process === process);
    for (const { holder } of held) holder.locks = none;
    return this.#passOn(held);
  }

  /** Who holds a lock knows of it, too. */
  transcribe(scribe: Scribe, jobs: Kind<Job, JobDescription>): void {
    scribe.map(this.#locks, (now) => {
      const lock: Lock = {
        key: scribe.value(now?.key ?? 0),
        serial: scribe.value(now?.serial ?? 0),
        holder: scribe.known(now?.holder, jobs),
        waiting: scribe.each(now?.waiting ?? [], (job) => scribe.known(job, jobs)),
      };
      if (now === undefined) lock.holder.locks = added(lock.holder.locks, lock);
      return lock;
    });
    this.#taken = scribe.value(this.#taken);
  }

  #passOn(freed: readonly Lock[]): readonly Job[] {
    let next: Job[] = none;
    for (const lock of freed.length > 1 ? freed.toSorted(bySerial) : freed) {
      const heir = lock.waiting.shift();
      if (heir === undefined) {
        this.#locks.delete(lock.key);
      } else {
        lock.holder = heir;
        heir.locks = added(heir.locks, lock);
        next = added(next, heir);
      }
    }
    return next;
  }
}

function bySerial(one: Lock, other: Lock): number {
  return one.serial - other.serial;
}
