/** What keeping needs of a store of texts, so that it can be the browser's or a test's. */

/** What must stand under a key: this text, or nothing. */
export interface Standing {
  readonly key: string;
  readonly text: string | undefined;
}

/**
 * A store of texts. Every call may fail, by throwing whatever it likes and after having done its work or not;
 * keeping turns that into data. What is provided and what is done are one piece: nobody comes between.
 */
export interface Backend {
  get(key: string): Promise<string | undefined>;
  /** Sets a text provided that all of this stands; answers whether it did. */
  set(key: string, text: string, provided: readonly Standing[]): Promise<boolean>;
  /** Deletes a text provided that all of this stands; answers whether it did. */
  delete(key: string, provided: readonly Standing[]): Promise<boolean>;
  keys(): Promise<readonly string[]>;
}
