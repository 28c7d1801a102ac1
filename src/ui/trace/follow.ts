/** Keeps what happened last on view while time goes to and fro, for as long as the reader has not scrolled it away. */

const margin = 24;

/** For a view that marks its newest part with `data-newest` and stands in a panel that scrolls. */
export class Follower {
  #newest: Element | undefined;
  #wasSeen: boolean | undefined;

  /** To be called before the view changes: whether the reader sees what is newest until then. */
  look(): void {
    if (this.#newest?.isConnected === true) this.#wasSeen = isSeen(this.#newest);
  }

  /**
   * To be attached anew for each newest row: where the one before was on view, this one is brought there. A view that is
   * opened while its order is under way begins there. Only the panel scrolls and what is in it, never the page.
   */
  follow(newest: number, isUnderWay: boolean): (view: HTMLElement) => void {
    return (view) => {
      const part = view.querySelector('[data-newest]');
      if (newest < 0 || part === null) return;
      this.#newest = part;
      if (this.#wasSeen ?? isUnderWay)
        for (const scroller of scrollersOf(part)) bring(part, scroller);
    };
  }
}

/** What scrolls around a part, up to its panel. */
function scrollersOf(part: Element): readonly Element[] {
  const found: Element[] = [];
  for (let at = part.parentElement; at !== null; at = at.parentElement) {
    const scrolls = /auto|scroll/.test(getComputedStyle(at).overflowY);
    if (scrolls && at.scrollHeight > at.clientHeight) found.push(at);
    if (at.role === 'tabpanel') return found;
  }
  // Outside of a panel there is nothing but the page.
  return [];
}

function isSeen(part: Element): boolean {
  const { top, bottom } = part.getBoundingClientRect();
  return scrollersOf(part).every((scroller) => {
    const frame = scroller.getBoundingClientRect();
    return bottom > frame.top && top < frame.bottom;
  });
}

function bring(part: Element, scroller: Element): void {
  const { top, bottom } = part.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  if (bottom > frame.bottom - margin) scroller.scrollTop += bottom - frame.bottom + margin;
  else if (top < frame.top + margin) scroller.scrollTop += top - frame.top - margin;
}
