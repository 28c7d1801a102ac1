/** How tabs tell each other that a document is another one now. */

/** Something was saved or removed. What it is now must be read. */
export interface Notice {
  readonly key: string;
}

/** Where tabs tell each other. What is told here is never heard by the teller. */
export interface Channel {
  tell(notice: Notice): void;
  /** Listens until the answer is called. */
  hear(listener: (notice: Notice) => void): () => void;
}

/** For a page without other tabs. */
export const noChannel: Channel = { tell: () => undefined, hear: () => () => undefined };
