/** Pages of their own beside the gallery, the lab and the lessons, each loaded when its address is followed. */
import type { Component } from 'svelte';
import type { Page } from './page.svelte.ts';

/** What such a page is given. */
export type RoomPage = Component<{ page: Page; takesFocus?: boolean }>;

type Load = () => Promise<{ readonly default: RoomPage }>;

const rooms: Readonly<Record<string, Load>> = {
  '#recall': () => import('../recall/RecallPage.svelte'),
  '#results': () => import('../results/ResultsPage.svelte'),
};

/** How the page of an address is loaded; undefined when it is none of these. */
export function roomOf(hash: string): Load | undefined {
  return Object.hasOwn(rooms, hash) ? rooms[hash] : undefined;
}
