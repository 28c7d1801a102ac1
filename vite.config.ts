/** How the page is served, built and unit-tested. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { galleryPlugin } from './src/setup/gallery.mjs';
import { interviewsPlugin } from './src/setup/interviews.mjs';
import { lessonsPlugin } from './src/setup/lessons.mjs';
import { offlinePlugin } from './src/setup/offline.mjs';

export default defineConfig(({ mode }) => ({
  // Relative addresses, so that the built folder works below any path of any static host.
  base: './',
  // Svelte's defaults are what we want, so there is no file of its settings to look for.
  plugins: [
    svelte({ configFile: false }),
    galleryPlugin(),
    lessonsPlugin(),
    interviewsPlugin(),
    offlinePlugin(),
  ],
  // The default format would inline dynamic imports into the worker.
  worker: { format: 'es' },
  build: { target: 'es2022', outDir: 'dist' },
  // Tests of rune classes need Svelte's client half; by itself Node would get the server half.
  ...(mode === 'test' ? { resolve: { conditions: ['browser'] } } : {}),
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**'],
    setupFiles: ['tests/support/property-seed.ts'],
    // Nothing that is tested keeps state in modules, and to load them anew for each file takes as long as the tests.
    isolate: false,
    // Vitest leaves a core idle unless it is told to take them all.
    maxWorkers: '100%',
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
}));
