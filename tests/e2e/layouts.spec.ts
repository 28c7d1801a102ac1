/**
 * The layouts that are kept are those that Mermaid makes, here and now. With `--update-snapshots` they are written anew:
 * `npx playwright test layouts --update-snapshots`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { Simulation } from '../../src/worker/simulation.ts';
import type { Geometry } from '../../src/ui/stage/geometry.ts';
import { readLayout, writeLayout, type KeptLayout } from '../../src/ui/stage/kept-layouts.ts';
import { planOf } from '../../src/ui/stage/plan.ts';
import { styles } from '../../src/trace/index.ts';
import type {} from './layout-parts.ts';
import { expect, test } from './fixtures.ts';

const place = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const keptFile = place('../../src/ui/stage/kept-layouts.json');
/** Fonts differ from system to system, and boxes are as large as their text: a tenth of the picture is no other layout. */
const tolerance = 0.1;

/** The flowcharts of all built-in scenarios in all of their styles. */
function flowcharts(): readonly string[] {
  const folder = place('../../scenarios');
  const texts = readdirSync(folder).flatMap((slug) => {
    const text = readFileSync(`${folder}/${slug}/scenario.json`, 'utf8');
    const simulation = new Simulation(() => 0);
    const loaded = simulation.load({ text, seed: 1, styles: [...styles] });
    return loaded.kind === 'loaded' ? loaded.worlds.map(({ cast }) => planOf(cast).layout) : [];
  });
  return [...new Set(texts)];
}

async function mermaidScript(): Promise<string> {
  const build = await rolldown({
    input: place('./layout-parts.ts'),
    platform: 'browser',
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'iife', codeSplitting: false });
  await build.close();
  return output[0].code;
}

/** Where everything stands, as shares of the whole picture. */
function shares({ boxes, edges }: Geometry): ReadonlyMap<string, number> {
  const xs = boxes.map(({ x }) => x);
  const ys = boxes.map(({ y }) => y);
  const across = Math.max(1, Math.max(...xs) - Math.min(...xs));
  const down = Math.max(1, Math.max(...ys) - Math.min(...ys));
  const of = (name: string, { x, y }: { readonly x: number; readonly y: number }) =>
    [
      [`${name} x`, (x - Math.min(...xs)) / across],
      [`${name} y`, (y - Math.min(...ys)) / down],
    ] as const;
  return new Map([
    ...boxes.flatMap((box) => of(box.id, box)),
    ...edges.flatMap(({ from, to, points }) =>
      [0, 16, 32].flatMap((index) => of(`${from}>${to} ${index}`, points[index] ?? { x: 0, y: 0 })),
    ),
  ]);
}

test('the layouts that are kept are those of Mermaid', async ({ page }, { config }) => {
  await page.addScriptTag({ content: await mermaidScript() });
  const layOut = (texts: readonly string[]) =>
    page.evaluate(async (all) => {
      const laid = [];
      for (const text of all) laid.push(await globalThis.layOutByMermaid(text));
      return laid;
    }, texts);
  if (config.updateSnapshots === 'changed' || config.updateSnapshots === 'all') {
    const texts = flowcharts();
    const laid = await layOut(texts);
    const layouts = laid.map((geometry, index) => writeLayout(texts[index] ?? '', geometry));
    writeFileSync(keptFile, `${JSON.stringify(layouts, undefined, 2)}\n`);
  }
  const kept = JSON.parse(readFileSync(keptFile, 'utf8')) as readonly KeptLayout[];
  expect(kept.length).toBeGreaterThan(5);
  const laid = await layOut(kept.map(({ text }) => text));
  for (const [index, layout] of kept.entries()) {
    const expected = shares(laid[index] ?? { boxes: [], edges: [] });
    const found = shares(readLayout(layout));
    expect([...found.keys()]).toEqual([...expected.keys()]);
    for (const [name, share] of found)
      expect(Math.abs(share - (expected.get(name) ?? 0)), `${name} of ${layout.text}`).toBeLessThan(
        tolerance,
      );
  }
});
