/** What every end-to-end test starts from: the address of the build, and calm motion. */
import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

interface Options {
  /** `reduce` makes a screenshot reproducible; a test of movement asks for `no-preference`. */
  readonly motion: 'reduce' | 'no-preference';
}

/**
 * For tests that only look at the same again in another size, theme or way: they would take longer than a person waits for
 * `npm test`, so only `npm run evidence` runs them.
 */
export const wide = { tag: '@wide' };

/** Open the page with `page.goto('./')`: a leading slash would leave the sub-path. */
export const test = base.extend<Options>({
  motion: ['reduce', { option: true }],
  // Playwright reads the names of the fixtures it needs from a destructured parameter.
  baseURL: async ({}, use) => {
    await use(process.env['BATON_ADDRESS']);
  },
  contextOptions: async ({ contextOptions, motion }, use) => {
    await use({ ...contextOptions, reducedMotion: motion });
  },
});
