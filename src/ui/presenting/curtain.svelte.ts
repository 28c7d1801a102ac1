/** What stands between a room and what is shown to it: a black screen, and a picture that is held still. */
import type { Player } from '../run/player.svelte.ts';

/** The curtain of a presentation. */
export class Curtain {
  readonly #player: Pick<Player, 'pause'>;
  #isBlack = $state.raw(false);
  #isFrozen = $state.raw(false);

  constructor(player: Pick<Player, 'pause'>) {
    this.#player = player;
  }

  get isBlack(): boolean {
    return this.#isBlack;
  }
  /** Nothing moves but the votes. */
  get isFrozen(): boolean {
    return this.#isFrozen;
  }
  get isOpen(): boolean {
    return !this.#isBlack && !this.#isFrozen;
  }

  toggleBlack(): void {
    this.#isBlack = !this.#isBlack;
    if (this.#isBlack) this.#player.pause();
  }

  toggleFreeze(): void {
    this.#isFrozen = !this.#isFrozen;
    if (this.#isFrozen) this.#player.pause();
  }

  /** Whether one may go on. A black screen only comes back. */
  opens(): boolean {
    if (!this.#isBlack) return !this.#isFrozen;
    this.#isBlack = false;
    return false;
  }
}
