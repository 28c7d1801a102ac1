/** The house style that a linter does not see, as tests: names, first lines, sizes, leftovers. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Source {
  /** The path from the project's root, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

const sourcesIn = (folder: string): readonly Source[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs|svelte)$/.test(name))
    .map((name) => path.join(folder, name).split(path.sep).join('/'))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));

const product = sourcesIn('src');
const everything = [...product, ...sourcesIn('tests')];
const scripts = (sources: readonly Source[]): readonly Source[] =>
  sources.filter(({ file }) => !file.endsWith('.svelte'));

/** The files that a test objects to: the failure then names them all at once. */
const offending = (sources: readonly Source[], isWrong: (source: Source) => boolean): string[] =>
  sources.filter(isWrong).map(({ file }) => file);

const lineCount = (text: string): number => text.trimEnd().split('\n').length;

/** Comments may name what code may not use, for instance to say why. */
const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');

const foldersIn = (folder: string): readonly string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe('the folders of src', () => {
  test.each(foldersIn('src'))('%s has a line in src/README.md', (folder) => {
    const map = path.join(root, 'src/README.md');
    expect(existsSync(map), 'src/README.md is the map of the house').toBe(true);
    const names = readFileSync(map, 'utf8').split(/[^\w/-]+/);
    expect(names.some((name) => [`${folder}/`, `src/${folder}/`].includes(name))).toBe(true);
  });

  test('are nouns of the subject, not drawers for the rest', () => {
    const drawers = /(^|\/)(utils|common|shared|helpers|types|stores)\//;
    expect(offending(product, ({ file }) => drawers.test(file))).toEqual([]);
  });
});

describe('every file', () => {
  test('begins with a comment that says what it is', () => {
    expect(offending(scripts(everything), ({ text }) => !/^(\/\*\*|\/\/)/.test(text))).toEqual([]);
  });

  test('has at most 400 lines, or 250 when it is a component', () => {
    const limit = (file: string): number => (file.endsWith('.svelte') ? 250 : 400);
    expect(offending(product, ({ file, text }) => lineCount(text) > limit(file))).toEqual([]);
  });

  test('is finished', () => {
    expect(offending(product, ({ text }) => /\b(TODO|FIXME|XXX)\b/.test(text))).toEqual([]);
  });

  test('lists what it exports', () => {
    expect(
      offending(scripts(product), ({ text }) => /^\s*export \*/m.test(withoutComments(text))),
    ).toEqual([]);
  });
});

test('no test is skipped or run alone', () => {
  const marks = /\b(test|it|describe)\.(only|todo|fails)\b/;
  const tests = everything.filter(({ file }) => /\.(test|spec)\.ts$/.test(file));
  expect(
    offending(tests, ({ file, text }) => !file.endsWith('tidy.test.ts') && marks.test(text)),
  ).toEqual([]);
});

test('the pure folders know neither the clock nor chance', () => {
  const pure =
    /^src\/(kernel|trace|broker|services|scenario|simulation|promises|projections|hunt)\//;
  const impure = /\b(Date\.now|Math\.random|performance\.now|setTimeout|setInterval)\b/;
  expect(
    offending(product, ({ file, text }) => pure.test(file) && impure.test(withoutComments(text))),
  ).toEqual([]);
});
