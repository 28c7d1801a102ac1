/** The built-in scenarios: every folder of `scenarios` that holds a scenario file, found when the page is built. */

/** What the page opens with. */
export const initialSlug = 'order-fulfilment';

const files = import.meta.glob<string>('/scenarios/*/scenario.json', {
  query: '?raw',
  import: 'default',
});

/** A built-in scenario, before its file is read. */
export interface Entry {
  readonly slug: string;
  readonly name: string;
  readonly read: () => Promise<string>;
}

/** All built-in scenarios, by slug. */
export const catalogue: readonly Entry[] = Object.entries(files)
  .map(([path, read]) => {
    const slug = path.split('/').at(-2) ?? '';
    return { slug, name: nameOf(slug), read };
  })
  .sort(
    (a, b) =>
      Number(b.slug === initialSlug) - Number(a.slug === initialSlug) || (a.slug < b.slug ? -1 : 1),
  );

/** The built-in scenario of a slug, if there is one. */
export function entryOf(slug: string): Entry | undefined {
  return catalogue.find((entry) => entry.slug === slug);
}

function nameOf(slug: string): string {
  const words = slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
