/** What a key press asks of the page: looked up in the one table of commands. */
import { strokeOf } from '../commands/command.ts';
import { keyedCommands, type Doors, type KeyedCommand } from '../commands/keyed.ts';
import type { Lab } from '../run/lab.svelte.ts';

/** What the page knows beyond the lab. */
export interface PageKeys extends Doors {
  /** The control that has the focus was clicked, not reached by keyboard. */
  readonly reachedByPointer: boolean;
}

/** The command that a key press asks for, if any. Keys that a control needs for itself are left to it. */
export function commandOf(
  event: KeyboardEvent,
  lab: Lab,
  page: PageKeys,
): KeyedCommand | undefined {
  if (event.defaultPrevented || isTaken(event, page)) return undefined;
  const stroke = strokeOf(event);
  return keyedCommands(lab, page).find(({ keys }) => keys.includes(stroke));
}

const noDoors: Doors = {
  openHelp: () => undefined,
  openPalette: () => undefined,
  openExport: () => undefined,
  present: () => undefined,
};

/** The same in a room that takes only some of the lab's commands, by their ids, and has none of the lab's dialogs. */
export function roomCommandOf(
  event: KeyboardEvent,
  lab: Lab,
  {
    allowed,
    reachedByPointer,
  }: Pick<PageKeys, 'reachedByPointer'> & { readonly allowed: readonly string[] },
): KeyedCommand | undefined {
  const command = commandOf(event, lab, { ...noDoors, reachedByPointer });
  return command !== undefined && allowed.includes(command.id) ? command : undefined;
}

/** True where the key already means something: typing, choosing from a list, pressing a button, moving a slider, inside a dialog. */
function isTaken({ key, ctrlKey, metaKey, target }: KeyboardEvent, page: PageKeys): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('dialog') !== null) return true;
  // In a field Ctrl Z takes back what was typed there.
  if (target.matches('select, textarea, input:not([type="range"])'))
    return (!ctrlKey && !metaKey) || key.toLowerCase() === 'z';
  const hasEnds = target.matches('input[type="range"], [role="tab"], [role="grid"]');
  if (hasEnds && (key === 'Home' || key === 'End')) return true;
  return key === ' ' && !page.reachedByPointer && target.matches('button, summary, a');
}
