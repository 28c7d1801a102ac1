/** How the parts of the page reach the lab without passing it through every hand. */
import { createContext } from 'svelte';
import type { Lab } from './lab.svelte.ts';

export const [useLab, provideLab] = createContext<Lab>();
