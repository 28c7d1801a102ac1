/** The end-to-end tests: one Chromium against the built folder, served below a sub-path. */
import { defineConfig } from '@playwright/test';
import { findBrowser, launchArguments } from './src/setup/browser.mjs';

const browser = findBrowser();
/** `BATON_E2E=wide` runs what `npm test` leaves out, `all` runs everything. */
const { BATON_E2E: extent = 'usual' } = process.env;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './tests/e2e/serve-build.ts',
  ...(extent === 'usual' ? { grepInvert: /@wide/ } : {}),
  ...(extent === 'wide' ? { grep: /@wide/ } : {}),
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // A test that passes at the second try hides a fault, in the page or in itself.
  retries: 0,
  // Machines differ, and one that others use too may be ten times slower: slow is no failure.
  timeout: 360_000,
  expect: { timeout: 60_000 },
  use: {
    browserName: 'chromium',
    launchOptions: {
      args: launchArguments,
      ...(browser === undefined ? {} : { executablePath: browser }),
    },
    screenshot: 'only-on-failure',
    // Kept for the tests of it: to keep the whole page anew for each test costs more than most tests do.
    serviceWorkers: 'block',
  },
  projects: [{ name: 'chromium' }],
});
