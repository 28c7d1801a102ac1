/** Which processes are up, down, standing still or not started. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';

/** How a process is. */
export type Condition = 'up' | 'crashed' | 'paused' | 'stopped';

/** The processes of one run, by actor. */
export class Processes implements Listener {
  readonly kinds = [
    'process-crashed',
    'process-restarted',
    'process-paused',
    'process-resumed',
    'process-started',
    'process-stopped',
  ] as const;
  readonly #condition: Condition[];
  /** By actor: the row of the last change, -1 for none. */
  readonly #row: Int32Array;
  readonly #crashedRow: Int32Array;

  constructor(cast: Cast) {
    this.#condition = cast.actors.map(({ service, instance, kind }) => {
      const started = cast.services[service]?.started ?? Infinity;
      return kind === 'service' && instance >= started ? 'stopped' : 'up';
    });
    this.#row = new Int32Array(cast.actors.length).fill(-1);
    this.#crashedRow = new Int32Array(cast.actors.length).fill(-1);
  }

  /** Takes in a change of a process. */
  see(trace: Trace, row: number): void {
    const actor = trace.actor(row);
    if (actor < 0) return;
    const kind = trace.kind(row);
    const was = this.#condition[actor];
    if (kind === code['process-crashed']) this.#condition[actor] = 'crashed';
    else if (kind === code['process-stopped']) this.#condition[actor] = 'stopped';
    // A pause that ends while the process is down changes nothing.
    else if (kind === code['process-paused'])
      this.#condition[actor] = was === 'up' ? 'paused' : (was ?? 'up');
    else if (kind === code['process-resumed'])
      this.#condition[actor] = was === 'paused' ? 'up' : (was ?? 'up');
    else this.#condition[actor] = 'up';
    this.#row[actor] = row;
    if (kind === code['process-crashed']) this.#crashedRow[actor] = row;
  }

  /** How a process is now. */
  condition(actor: number): Condition {
    return this.#condition[actor] ?? 'up';
  }
  /** The row of its last change, -1 for none. */
  changedRow(actor: number): number {
    return this.#row[actor] ?? -1;
  }
  /** The row in which it crashed last, -1 for never. */
  crashedRow(actor: number): number {
    return this.#crashedRow[actor] ?? -1;
  }
}
