/** What the page has to say to its reader: short notices to see, and one line at a time to hear. */

/** A notice that stays for a while, until it is dismissed or pushed out by newer ones. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly deed: Deed | undefined;
}

/** What can be done about a notice. */
export interface Deed {
  /** What its button says. */
  readonly words: string;
  readonly run: () => void;
}

const mostShown = 2;
/** Long enough to read two sentences; what was said stays in the panels. */
const shownMs = 8000;
/** And to make up one's mind. */
const shownWithDeedMs = 20_000;
/** A screen reader needs about this long for a sentence: what comes sooner replaces what is still waiting. */
const quietMs = 1200;

/** Notices and announcements. */
export class Notices {
  #shown = $state.raw<readonly Notice[]>([]);
  #spoken = $state.raw('');
  #waiting: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #count = 0;

  get shown(): readonly Notice[] {
    return this.#shown;
  }
  /** The text of the live region. */
  get spoken(): string {
    return this.#spoken;
  }

  /** Shows a sentence and says it. */
  tell(text: string, deed?: Deed): void {
    const others = this.#shown.filter((notice) => notice.text !== text);
    const notice = { id: this.#count++, text, deed };
    this.#shown = [...others, notice].slice(-mostShown);
    const lasts = deed === undefined ? shownMs : shownWithDeedMs;
    setTimeout(() => this.dismiss(notice.id), lasts);
    this.say(text);
  }

  dismiss(id: number): void {
    this.#shown = this.#shown.filter((notice) => notice.id !== id);
  }

  /** Says a sentence in the live region, no more often than it can be heard. */
  say(text: string): void {
    if (this.#timer !== undefined) {
      this.#waiting = text;
      return;
    }
    this.#spoken = text;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#waiting;
      this.#waiting = undefined;
      if (next !== undefined) this.say(next);
    }, quietMs);
  }
}
