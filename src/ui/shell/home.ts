/** The address of the gallery, from anywhere on the page: an empty fragment, so that nothing is loaded anew. */
export const home = '#';
/** The address of the questions that come back. */
export const recallAddress = '#recall';
/** The address of a teacher's desk. */
export const resultsAddress = '#results';
