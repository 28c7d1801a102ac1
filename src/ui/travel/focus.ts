/** Where the focus goes when the button that had it is gone: to its neighbour, so that whoever uses the keyboard goes on from there. */
import { tick } from 'svelte';

/** Takes an entry out of its list by one of its buttons: the focus goes to the same button of the entry in its place, or of the last one, or to the first control below an empty list. */
export async function removeEntry(pressed: HTMLElement, remove: () => void): Promise<void> {
  const list = pressed.closest('ul');
  const removers = () => [...(list?.querySelectorAll<HTMLElement>('[data-removes]') ?? [])];
  const place = removers().indexOf(pressed);
  remove();
  await tick();
  const left = removers();
  const below = list?.parentElement?.querySelector<HTMLElement>('ul ~ * :is(button, select)');
  takeUp(left[place] ?? left.at(-1) ?? below);
}

/** Focuses an element, unless the reader has gone elsewhere in the meantime. */
export function takeUp(element: HTMLElement | null | undefined): void {
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body) element?.focus();
}
