/** The built-in scenarios, as the gallery shows them: carried out when the page was built. */
import text from 'virtual:gallery';
import type { Exhibit } from '../../projections/index.ts';

/** All of them, in the order of the alphabet. */
export const exhibits = JSON.parse(text) as readonly Exhibit[];
