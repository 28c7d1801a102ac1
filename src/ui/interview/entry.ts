/** Entries of lists to pick from. */

/** Words with an id. */
export interface Named {
  readonly id: string;
  readonly text: string;
}

/** The entries of a table of words. */
export function entriesOf(table: Readonly<Record<string, string>>): readonly Named[] {
  return Object.entries(table).map(([id, text]) => ({ id, text }));
}
