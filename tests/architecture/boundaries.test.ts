/**
 * The arrows between the folders, tried with planted violations. A guard that is silently off looks
 * exactly like a clean project, so each kind of violation is planted here and must be caught.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Made once: reading the configuration takes longer than linting all of these texts.
const linter = new ESLint({ cwd: root });

const arrow = 'boundaries/dependencies';
const library = 'no-restricted-imports';
const property = 'no-restricted-properties';
const syntax = 'no-restricted-syntax';

/** The rules that a text breaks when it stands in this place; the text is never written there. */
async function rulesBrokenBy(place: string, text: string): Promise<readonly (string | null)[]> {
  const [result] = await linter.lintText(text, { filePath: path.join(root, place) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

/** A file that really is inside a folder but is not its face, as an import from a sibling folder. */
function insideOf(layer: string): string {
  const inner = readdirSync(path.join(root, 'src', layer), { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .find((file) => file.endsWith('.ts') && file !== 'index.ts');
  if (inner === undefined) throw new Error(`src/${layer} has no file besides its index.ts.`);
  return `../${layer}/${inner}`;
}

const importing = (address: string): string => `import '${address}';\n`;

beforeAll(async () => {
  await rulesBrokenBy('src/trace/planted.ts', '');
});

describe('the arrows between the folders', () => {
  test.each([
    ['kernel', 'trace'],
    ['trace', 'kernel'],
    ['services', 'broker'],
    ['broker', 'services'],
    ['scenario', 'simulation'],
    ['promises', 'simulation'],
    ['projections', 'simulation'],
    ['worker', 'kernel'],
    ['ui', 'kernel'],
    ['ui', 'simulation'],
    ['ui', 'broker'],
    ['setup', 'kernel'],
  ])('%s may not import %s', async (from, to) => {
    const broken = await rulesBrokenBy(`src/${from}/planted.ts`, importing(`../${to}/index.ts`));
    expect(broken).toContain(arrow);
  });

  test.each([
    ['broker', 'kernel'],
    ['services', 'kernel'],
    ['services', 'trace'],
    ['simulation', 'broker'],
    ['worker', 'simulation'],
    ['ui', 'projections'],
  ])('%s may import the face of %s', async (from, to) => {
    const broken = await rulesBrokenBy(`src/${from}/planted.ts`, importing(`../${to}/index.ts`));
    expect(broken).toEqual([]);
  });

  test('the kernel may not import the page', async () => {
    expect(await rulesBrokenBy('src/kernel/planted.ts', importing(insideOf('ui')))).toContain(
      arrow,
    );
  });

  test('no folder may import past the index.ts of another', async () => {
    const text = importing(insideOf('kernel'));
    expect(await rulesBrokenBy('src/broker/planted.ts', text)).toContain(arrow);
  });

  test('a type is an import like any other', async () => {
    const text =
      "import type * as kernel from '../kernel/index.ts';\nexport type Kernel = typeof kernel;\n";
    expect(await rulesBrokenBy('src/ui/planted.ts', text)).toContain(arrow);
  });

  test('an import at run time is an import like any other', async () => {
    const text = "export const kernel = import('../kernel/index.ts');\n";
    expect(await rulesBrokenBy('src/ui/planted.ts', text)).toContain(arrow);
  });

  test('a Svelte file is bound by the same arrows', async () => {
    const text = `<script lang="ts">\n  import '../kernel/index.ts';\n</script>\n`;
    expect(await rulesBrokenBy('src/ui/Planted.svelte', text)).toContain(arrow);
  });

  test('the product may not import its tests', async () => {
    const text = importing('../../tests/e2e/server.ts');
    expect(await rulesBrokenBy('src/cli/planted.ts', text)).toContain(arrow);
  });

  test('a test may import whatever it tests', async () => {
    const text = importing(`../src/${insideOf('kernel').slice('../'.length)}`);
    expect(await rulesBrokenBy('tests/planted.test.ts', text)).toEqual([]);
  });

  test('a folder that nobody planned is reported', async () => {
    const broken = await rulesBrokenBy('src/utils/planted.ts', 'export const planted = 1;\n');
    expect(broken).toContain('boundaries/no-unknown-files');
  });
});

describe('the home of each library', () => {
  test.each([
    ['xstate', 'ui'],
    ['xstate', 'broker'],
    ['comlink', 'simulation'],
    ['comlink', 'ui'],
    ['mermaid', 'projections'],
    ['uplot', 'worker'],
    ['svelte', 'worker'],
  ])('%s does not live in %s', async (name, layer) => {
    const file = `src/${layer}/planted.ts`;
    expect(await rulesBrokenBy(file, importing(name))).toContain(library);
    expect(await rulesBrokenBy(file, importing(`${name}/inner`))).toContain(library);
    expect(await rulesBrokenBy(file, `export const it = import('${name}');\n`)).toContain(syntax);
  });

  test.each([
    ['xstate', 'services'],
    ['comlink', 'worker'],
    ['mermaid', 'ui'],
  ])('%s lives in %s', async (name, layer) => {
    expect(await rulesBrokenBy(`src/${layer}/planted.ts`, importing(name))).toEqual([]);
  });
});

describe('purity', () => {
  test.each([
    ['Math.random()', property],
    ['Math.log(2)', property],
    ['Math.pow(2, 3)', property],
    ['Date.now()', property],
    ['new Date(0)', syntax],
    ["'a'.localeCompare('b')", syntax],
    ['(1234.5).toLocaleString()', syntax],
    ["new Intl.NumberFormat('en')", syntax],
    ['globalThis.size ** 0.5', syntax],
  ])('the pure folders may not say %s', async (expression, rule) => {
    for (const layer of ['kernel', 'projections']) {
      const text = `export const planted: unknown = ${expression};\n`;
      expect(await rulesBrokenBy(`src/${layer}/planted.ts`, text)).toContain(rule);
    }
  });

  test('exact arithmetic is welcome', async () => {
    const text = 'export const planted = Math.sqrt(Math.imul(3, 5)) + 2 ** 32;\n';
    expect(await rulesBrokenBy('src/kernel/planted.ts', text)).toEqual([]);
  });

  test('a machine names its actions, guards and delays', async () => {
    const machine = (slot: string): string =>
      `import { setup } from 'xstate';\nexport const m = setup({}).createMachine({ ${slot} });\n`;
    for (const slot of [
      'entry: () => {}',
      'entry: [() => {}]',
      'entry: assign({})',
      'on: { A: { guard: () => true } }',
      "after: { 100: 'later' }",
    ]) {
      expect(await rulesBrokenBy('src/services/planted.machine.ts', machine(slot))).toContain(
        syntax,
      );
    }
    const named = machine("entry: 'publish', after: { patience: 'late' }");
    expect(await rulesBrokenBy('src/services/planted.machine.ts', named)).toEqual([]);
  });

  test('a machine may not leave virtual time', async () => {
    const text = "import { fromPromise } from 'xstate';\nexport const planted = fromPromise;\n";
    expect(await rulesBrokenBy('src/simulation/planted.ts', text)).toContain(syntax);
  });
});

describe('markup', () => {
  test('the page takes no markup from a string', async () => {
    const html = '<script lang="ts">\n  const { text } = $props();\n</script>\n\n{@html text}\n';
    expect(await rulesBrokenBy('src/ui/Planted.svelte', html)).toContain('svelte/no-at-html-tags');
    const bound =
      '<script lang="ts">\n  let t = $state("");\n</script>\n\n<p bind:innerHTML={t} contenteditable="true"></p>\n';
    expect(await rulesBrokenBy('src/ui/Planted.svelte', bound)).toContain(syntax);
    for (const statement of [
      "node.innerHTML = '<b>'",
      "node.insertAdjacentHTML('beforeend', '<b>')",
    ]) {
      const text = `export function show(node: Element): void {\n  ${statement};\n}\n`;
      expect(await rulesBrokenBy('src/ui/planted.ts', text)).toContain(syntax);
    }
  });
});

test('a face lists what it shows', async () => {
  const text = "export * from './event-queue.ts';\n";
  expect(await rulesBrokenBy('src/kernel/planted.ts', text)).toContain(syntax);
});

test('a file past 400 lines is reported', async () => {
  const text = 'export {};\n'.repeat(401);
  expect(await rulesBrokenBy('src/kernel/planted.ts', text)).toContain('max-lines');
});
