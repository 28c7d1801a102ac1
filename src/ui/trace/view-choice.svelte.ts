/** Which view of an order is open: it stays when the panel is closed and opened again. */

/** The views of an order. */
export const traceViews = ['Causes', 'Gantt', 'Sequence'] as const;
/** A view of an order. */
export type TraceView = (typeof traceViews)[number];

class ViewChoice {
  #view = $state.raw<TraceView>('Causes');

  get view(): TraceView {
    return this.#view;
  }
  choose(view: TraceView): void {
    this.#view = view;
  }
}

/** One for the page: nothing else depends on it, and a test of the page opens a page of its own. */
export const viewChoice = new ViewChoice();
