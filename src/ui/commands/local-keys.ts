/** Keys that only what has the focus knows: the help lists them after those of the whole page. */
import type { Stroke } from './command.ts';

/** A part of the page, and its keys. */
export interface LocalKeys {
  readonly where: string;
  readonly lines: readonly { readonly keys: readonly Stroke[]; readonly name: string }[];
}

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;
const across = ['ArrowLeft', 'ArrowRight'] as const;
const along = ['ArrowUp', 'ArrowDown'] as const;

/** All of them, in the order of the page. */
export const localKeys: readonly LocalKeys[] = [
  {
    where: 'On a node of the stage',
    lines: [
      { keys: arrows, name: 'Go to the next node that way' },
      { keys: ['Enter', 'Shift+F10'], name: 'Open its card: what it does, and what can go wrong' },
      { keys: ['Escape'], name: 'Close the card' },
      { keys: ['+', '-', '0'], name: 'Nearer, further, all of it' },
      {
        keys: ['Shift+ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Shift+ArrowDown'],
        name: 'Move what is shown a little',
      },
    ],
  },
  {
    where: 'In the score',
    lines: [
      { keys: across, name: 'Go to the mark before, or to the next one' },
      { keys: along, name: 'Go from lane to lane' },
      { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], name: 'Move what is shown a little' },
      { keys: ['PageUp', 'PageDown'], name: 'Move it by a page' },
      { keys: ['+', '-'], name: 'Nearer, further' },
      { keys: ['Home', 'End'], name: 'Go to the beginning, or to what is known last' },
      { keys: ['Enter'], name: 'Pick what is nearest' },
      { keys: ['Escape'], name: 'Pick nothing, and follow no order' },
    ],
  },
  {
    where: 'In the panels',
    lines: [
      { keys: across, name: 'Go from tab to tab, or along a row of the log' },
      { keys: ['Home', 'End'], name: 'Go to the first, or to the last' },
      { keys: along, name: 'Pick the event before, or the next one; on their rim: their height' },
      { keys: ['PageUp', 'PageDown'], name: 'The same by ten events, or by more height' },
    ],
  },
  {
    where: 'In the editor',
    lines: [
      { keys: ['Ctrl+Space'], name: 'Offer what fits here' },
      { keys: ['Ctrl+f'], name: 'Find' },
      { keys: ['Ctrl+z', 'Ctrl+y'], name: 'Undo, redo what was typed' },
      { keys: ['Escape'], name: 'Leave the code: Tab goes on then' },
    ],
  },
];
