/** How the parts of a lesson reach the room. */
import { createContext } from 'svelte';
import type { LessonRoom } from './room.svelte.ts';

export const [useRoom, provideRoom] = createContext<LessonRoom>();
