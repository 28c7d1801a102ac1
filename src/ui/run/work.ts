/** What a reader has put into the open run, and would not find again if something else were opened. */
import type { Lab } from './lab.svelte.ts';

/** All of it in words, as in `2 things, 3 branches, 1 bookmark`; empty when there is nothing. */
export function workIn({ run, travel }: Lab): string {
  const branches = travel.branching.all.length;
  return [
    counted(run.actions.length, 'thing', 'things'),
    // Without any other, what is open is the only one.
    counted(branches === 1 ? 0 : branches, 'branch', 'branches'),
    counted(travel.bookmarks.all.length, 'bookmark', 'bookmarks'),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function counted(number: number, one: string, many: string): string {
  return number === 0 ? '' : `${number} ${number === 1 ? one : many}`;
}
