/** How the parts of an interview reach the room. */
import { createContext } from 'svelte';
import type { InterviewRoom } from './room.svelte.ts';

export const [useRoom, provideRoom] = createContext<InterviewRoom>();
