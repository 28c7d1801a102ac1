/** Readers at work: fetch → store-commit → offset-commit. A reader keeps what it read in a store of its own, so that a crash loses nothing but what was not committed. */
import { hashName, type Micros } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';
import { after, before, type Side } from '../faults/sides.ts';
import type { Job } from './job.ts';

const readPurpose = hashName('read');

/** The readings of all readers of a world. */
export class Reading {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Whether a process only reads. */
  isOf({ service }: ServiceProcess): boolean {
    return service.reader !== undefined;
  }

  /** Begins to work on a record, for as long as this reader takes over this message. */
  begin(job: Job): void {
    const { kernel, draws, plan } = this.#world;
    const { actor, incarnation, service, slowness } = job.process;
    const { minMs, maxMs } = service.reader?.work ?? { minMs: 0, maxMs: 0 };
    const drawn = draws.between(minMs * 1000, maxMs * 1000, readPurpose, {
      order: job.order,
      step: plan.hashes.services[service.index] ?? 0,
      leg: plan.hashes.types[job.type] ?? 0,
    });
    kernel.after(Math.round(drawn * slowness) as Micros, {
      kind: 'job-continues',
      actor,
      incarnation,
      job: job.id,
      step: 'work',
      timer: '',
      token: 0,
    });
  }

  /** The work is done: the record is kept as the last one of its key. False when a crash struck. */
  keep(job: Job): boolean {
    if (this.#strikes(job, before['store-commit'])) return false;
    const { messages, teller } = this.#world;
    const { message, order, record, process } = job;
    job.cause = teller.tell(
      code['record-read'],
      process.actor,
      order,
      message,
      record?.partition ?? -1,
      record?.offset ?? -1,
      messages.keyNumber(message),
      job.cause,
    );
    return !this.#strikes(job, after['store-commit']);
  }

  #strikes(job: Job, side: Side): boolean {
    return this.#world.crashIfStruck(job.process.actor, job, side, job.cause);
  }
}
