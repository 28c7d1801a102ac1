/** The lab shown to a room: the clicker goes from one milestone to the next, or by whatever a step is in the lab. */
import { clock, sentence } from '../../projections/index.ts';
import { shortAddress } from '../links/print.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { plainStep } from '../travel/step-units.ts';
import { Curtain } from './curtain.svelte.ts';
import type { Show } from './show.ts';

/** The lab as it is shown. */
export class LabShow implements Show {
  readonly lab: Lab;
  readonly curtain: Curtain;

  constructor(lab: Lab) {
    this.lab = lab;
    this.curtain = new Curtain(lab.player);
  }

  get seed(): number {
    return this.lab.run.seed;
  }
  get isBusy(): boolean {
    return this.lab.player.seeking;
  }
  /** What a press of the clicker leads to: a single event is too little for a room, unless it was asked for by hand. */
  get unit(): string {
    return this.#isPlain ? 'milestone' : this.lab.travel.stepping.unit.name;
  }
  /** What happens at the moment on view, where a step has led to it; empty elsewhere. */
  get told(): string {
    const { run, player, selection } = this.lab;
    const { picked } = selection;
    const world = picked && run.world(picked.style);
    if (picked === undefined || world === undefined || picked.row >= world.rows) return '';
    const { trace, cast } = world;
    const time = trace.time(picked.row);
    return time === player.cursor ? `${clock(time)} ${sentence(trace, cast, picked.row)}` : '';
  }

  async go(by: number): Promise<void> {
    if (!this.curtain.opens()) return;
    const { stepping } = this.lab.travel;
    await (by > 0 ? stepping.forward(this.#isPlain) : stepping.back(this.#isPlain));
  }

  togglePlay(): void {
    if (this.curtain.isOpen) this.lab.togglePlay();
  }

  /** Goes to the beginning of the run: what was done to it stays. */
  async toBeginning(): Promise<void> {
    if (this.curtain.opens()) await this.lab.player.seek(0);
  }

  async addressOfMoment(): Promise<string> {
    const { lab } = this;
    lab.player.pause();
    const hash = (await shortAddress(lab)) ?? (await lab.links.addressOfMoment());
    if (hash === undefined) throw new Error('this run does not fit into a link');
    return new URL(hash, location.href).href;
  }

  close(): void {
    this.lab.player.pause();
  }

  get #isPlain(): boolean {
    return this.lab.travel.stepping.unit.id === plainStep.id;
  }
}
