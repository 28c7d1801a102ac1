/** What own scenarios are called: in the browser's store, in addresses and as files. */

const longest = 40;

/** The id that a title leads to: its words in lower case, as ids of scenarios are written. */
export function idOf(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const id = words
    .join('-')
    .replace(/^[^a-z]+/, '')
    .slice(0, longest)
    .replace(/-$/, '');
  return id === '' ? 'scenario' : id;
}

/** The name of the file in which a scenario of this title is taken along. */
export function fileName(title: string): string {
  return `${idOf(title)}.json`;
}
