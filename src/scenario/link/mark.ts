/** How a link is told from the rest of an address, before any of it is read. A page needs this at once, and the codec only when there is a link. */

/** What the fragment of a link of this version begins with. */
export const mark = '1.';

/** Whether the fragment of an address, with or without its hash sign, is a link of this kind, of any version. */
export function isLink(fragment: string): boolean {
  return /^#?\d+\./.test(fragment);
}
