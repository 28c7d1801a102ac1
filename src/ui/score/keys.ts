/** The keys of the score, as long as it has the focus. */
import type { Style } from '../../trace/index.ts';
import type { ScoreDesk } from './desk.svelte.ts';

/** As much of a key press as matters. */
export interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const quarter = 0.25;
const page = 0.9;

/** What a key does, undefined when it is none of the score's. */
export function scoreKey(
  { key, shiftKey, ctrlKey, metaKey, altKey }: Press,
  desk: ScoreDesk,
  style: Style,
): (() => void) | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const { view, lab } = desk;
  const pan = (share: number) => () => view.pan(share, desk.playhead);
  switch (key) {
    case '+':
    case '=':
      return () => desk.zoom(0.5);
    case '-':
    case '_':
      return () => desk.zoom(2);
    case 'ArrowLeft':
      return shiftKey ? pan(-quarter) : () => void desk.goToMark(style, false);
    case 'ArrowRight':
      return shiftKey ? pan(quarter) : () => void desk.goToMark(style, true);
    case 'ArrowUp':
      return () => desk.moveRow(style, -1);
    case 'ArrowDown':
      return () => desk.moveRow(style, 1);
    case 'PageUp':
      return pan(-page);
    case 'PageDown':
      return pan(page);
    case 'Home':
      return () => desk.scrub(0);
    case 'End':
      return () => desk.scrub(lab.run.last);
    case 'Enter':
      return () => void desk.pickNearest(style);
    case 'Escape':
      return () => lab.selection.release();
    default:
      return undefined;
  }
}
