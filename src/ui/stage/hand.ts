/** The hand on a diagram: a click is told from a drag, two fingers zoom, the wheel zooms with Ctrl and pans what is zoomed, a right click or a long press asks what can be done. */
import type { Place } from './geometry.ts';
import type { StageView } from './view.svelte.ts';

/** Pixels that a pointer may move and still have clicked. */
const slack = 5;
const wheelPerFactor = 300;

/** What a hand does at a place of the drawing. */
export interface Gestures {
  readonly click: (at: Place, event: PointerEvent) => void;
  /** The menu is asked for; false when there is none here, and then the browser shows its own. */
  readonly menu: (at: Place, event: PointerEvent) => boolean;
}

/** Attaches the hand to an element. */
export function hand(view: StageView, { click, menu }: Gestures) {
  return (element: HTMLElement): (() => void) => {
    const pointers = new Map<number, PointerEvent>();
    let travelled = 0;

    const share = ({ clientX, clientY }: { clientX: number; clientY: number }): Place => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: (clientX - left) / width, y: (clientY - top) / height };
    };
    const onwheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && view.isWhole) return;
      event.preventDefault();
      if (event.ctrlKey) view.nearer(2 ** (-event.deltaY / wheelPerFactor), share(event));
      else
        view.pan({
          x: event.deltaX / element.clientWidth,
          y: event.deltaY / element.clientHeight,
        });
    };
    const onpointerdown = (event: PointerEvent): void => {
      if (pointers.size === 0) travelled = 0;
      pointers.set(event.pointerId, event);
    };
    const onpointermove = (event: PointerEvent): void => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      pointers.set(event.pointerId, event);
      const [from, to] = [share(before), share(event)];
      travelled += Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY);
      const other = [...pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
      if (other !== undefined) {
        const middle = { x: (to.x + share(other).x) / 2, y: (to.y + share(other).y) / 2 };
        view.nearer(spread(event, other) / Math.max(1, spread(before, other)), middle);
      } else if (!view.isWhole && travelled > slack) {
        element.setPointerCapture(event.pointerId);
        view.pan({ x: from.x - to.x, y: from.y - to.y });
      }
    };
    const onpointerup = (event: PointerEvent): void => {
      if (!pointers.delete(event.pointerId)) return;
      const isClick = pointers.size === 0 && travelled <= slack && event.button === 0;
      if (isClick) click(view.under(share(event)), event);
    };
    const oncontextmenu = (event: PointerEvent): void => {
      if (!menu(view.under(share(event)), event)) return;
      event.preventDefault();
      // A finger that rests does not click when it is lifted.
      pointers.clear();
    };
    const onpointercancel = ({ pointerId }: PointerEvent): void => void pointers.delete(pointerId);

    const listeners = {
      ...{ onwheel, onpointerdown, onpointermove, onpointerup, onpointercancel },
      oncontextmenu,
    };
    const each = Object.entries(listeners) as [string, EventListener][];
    for (const [name, listener] of each) element.addEventListener(name.slice(2), listener);
    return () => {
      for (const [name, listener] of each) element.removeEventListener(name.slice(2), listener);
    };
  };
}

function spread(one: PointerEvent, other: PointerEvent): number {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}
