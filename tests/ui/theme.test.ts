/** The themes' colours: every text can be read on everything that it stands on. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** The variables of each theme, by its name. */
function themesOf(css: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const [, name = '', body = ''] of css.matchAll(/\[data-theme='(\w+)'\] \{([^}]*)\}/g)) {
    const variables = [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)];
    found.set(name, new Map(variables.map(([, key = '', value = '']) => [key, value])));
  }
  return found;
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

const themes = themesOf(readFileSync('src/ui/theme.css', 'utf8'));
const grounds = ['paper', 'panel', 'sunken'];
/** A coloured text stands on the page, and on its own soft ground. */
const texts: Readonly<Record<string, readonly string[]>> = {
  ink: [...grounds, 'accent-soft', 'ok-soft', 'warn-soft', 'bad-soft'],
  'ink-2': grounds,
  'ink-3': grounds,
  accent: [...grounds, 'accent-soft'],
  ok: [...grounds, 'ok-soft'],
  warn: [...grounds, 'warn-soft'],
  bad: [...grounds, 'bad-soft'],
  'on-accent': ['accent'],
};

function pale(theme: string, least: number): string[] {
  const colours = themes.get(theme);
  const of = (name: string): string => {
    const colour = colours?.get(name);
    if (colour === undefined) throw new Error(`${theme} has no --${name}`);
    return colour;
  };
  return Object.entries(texts).flatMap(([text, on]) =>
    on
      .filter((ground) => contrast(of(text), of(ground)) < least)
      .map((ground) => `${text} on ${ground}: ${contrast(of(text), of(ground)).toFixed(2)}`),
  );
}

describe('the themes', () => {
  test('are three, with the same variables', () => {
    expect([...themes.keys()]).toEqual(['light', 'dark', 'projector']);
    const [light, ...others] = [...themes.values()].map((theme) => [...theme.keys()]);
    for (const other of others) expect(other).toEqual(light);
  });

  test.each(['light', 'dark'])('%s: every text has a contrast of 4.5 to 1', (theme) => {
    expect(pale(theme, 4.5)).toEqual([]);
  });

  test('projector: every text has a contrast of 7 to 1, every hue one of 4 to 1', () => {
    expect(pale('projector', 7)).toEqual([]);
    const colours = themes.get('projector');
    const hues = [...(colours ?? [])].filter(([name]) => name.startsWith('hue-'));
    expect(hues).toHaveLength(8);
    for (const [name, hue] of hues)
      expect([name, contrast(hue, colours?.get('panel') ?? hue) >= 4]).toEqual([name, true]);
  });

  test('alone decide about colour', () => {
    const files = readdirSync('src/ui', { recursive: true, encoding: 'utf8' });
    const own = files
      .filter((file) => file.endsWith('.svelte'))
      .flatMap((file) => {
        const text = readFileSync(`src/ui/${file}`, 'utf8').replaceAll(
          /<!--.*?-->|\/\*.*?\*\//gs,
          '',
        );
        const style = /<style>.*<\/style>/s.exec(text)?.[0] ?? '';
        const attributes = text.matchAll(
          /\b(?:fill|stroke|stop-color|color)="(?!none|url|var|\{)[^"]*"/g,
        );
        const literals = style.matchAll(
          /(?<=:[^;{}]*)(?:#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|lab|lch|oklch|oklab)\(|\b(?:black|white|red|green|blue|gray|grey|yellow|orange)\b(?!-))/gi,
        );
        return [...attributes, ...literals].map(([found]) => `${file}: ${found}`);
      });
    // What a camera reads is black on white, whatever the theme.
    expect(own.filter((line) => !line.startsWith('presenting/CodeSheet.svelte: fill='))).toEqual(
      [],
    );
  });
});
