/** The last moment at which a page can still save. */

/** Calls back whenever the page may be about to go; until the answer is called. */
export function whenLeaving(
  page: Pick<Window, 'addEventListener' | 'removeEventListener'> & { readonly document: Document },
  save: () => void,
): () => void {
  const { document } = page;
  const hidden = () => {
    if (document.visibilityState === 'hidden') save();
  };
  // On phones a hidden page may never be heard of again; elsewhere only pagehide comes.
  document.addEventListener('visibilitychange', hidden);
  page.addEventListener('pagehide', save);
  return () => {
    document.removeEventListener('visibilitychange', hidden);
    page.removeEventListener('pagehide', save);
  };
}
