/** What own scenarios are called: in the browser's store, in addresses and as files. */

const longest = 40;
const room = 'own/';

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

/** The id for a new scenario of this title, where these are taken. */
export function freeId(title: string, taken: readonly string[]): string {
  const id = idOf(title);
  for (let turn = 1; ; turn++) {
    const tried = turn === 1 ? id : `${id.slice(0, longest - 4).replace(/-$/, '')}-${turn}`;
    if (!taken.includes(tried)) return tried;
  }
}

/** What the address calls an own scenario. */
export function ownSlug(id: string): string {
  return `${room}${id}`;
}

/** The id of the own scenario that an address names; undefined when it names none. */
export function ownIdOf(slug: string): string | undefined {
  const id = slug.startsWith(room) ? slug.slice(room.length) : '';
  return /^[a-z][a-z0-9-]{0,39}$/.test(id) ? id : undefined;
}

/** The name of the file in which a scenario of this title is taken along. */
export function fileName(title: string): string {
  return `${idOf(title)}.json`;
}
