/** The address of the gallery, from anywhere on the page: an empty fragment, so that nothing is loaded anew. */
export const home = '#';
