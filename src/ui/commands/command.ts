/** What a reader can ask the page to do: one thing, by a key, from the help, or from the palette. */

/** The groups of the help and of the palette, in their order. */
export const commandGroups = [
  'Time',
  'Faults',
  'Panels',
  'Page',
  'Styles',
  'Switches',
  'Settings',
  'Scenarios',
] as const;
/** A group of commands. */
export type CommandGroup = (typeof commandGroups)[number];

/** One thing to do. */
export interface Command {
  /** Unique, and the same whenever the page is opened: what was used last is remembered by it. */
  readonly id: string;
  readonly group: CommandGroup;
  readonly name: string;
  /** The strokes that ask for it; any one of them does. */
  readonly keys?: readonly Stroke[];
  /** Further words by which it is found. */
  readonly also?: string;
  readonly run: () => unknown;
}

/** A key, with Shift or Ctrl where it takes them: `b`, `Space`, `Shift+.`, `Ctrl+k`. Letters are small. */
export type Stroke = string;

/** As much of a key press as decides what it means. */
export type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'
>;

/** The stroke that a press is; empty for one that is none of ours. Of Ctrl and ⌘ either will do. */
export function strokeOf({ key, code, shiftKey, ctrlKey, metaKey, altKey }: Press): Stroke {
  if (altKey) return '';
  // With Shift, the keys of comma and full stop give other characters on most keyboards.
  const name = code === 'Period' ? '.' : code === 'Comma' ? ',' : key === ' ' ? 'Space' : key;
  const isLetter = /^[a-z]$/i.test(name);
  const shift = shiftKey && (isLetter || name === '.' || name === ',') ? 'Shift+' : '';
  return `${ctrlKey || metaKey ? 'Ctrl+' : ''}${shift}${isLetter ? name.toLowerCase() : name}`;
}

const arrows: Readonly<Record<string, string>> = {
  ...{ ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' },
  '-': '−',
};

/** A stroke as the caps of its keys: `Ctrl+k` is `Ctrl` and `K`, and on a Mac `⌘` and `K`. */
export function capsOf(stroke: Stroke, isMac: boolean): readonly string[] {
  // The plus that is a key itself stands at the end.
  return stroke.split(/\+(?=.)/).map((cap) => {
    if (cap === 'Ctrl' && isMac) return '⌘';
    return arrows[cap] ?? (cap.length === 1 ? cap.toUpperCase() : cap);
  });
}
