/** The theme's colours for the canvas, which cannot read CSS variables by itself. */

/** Colours as CSS text. */
export interface Palette {
  readonly hues: readonly string[];
  readonly accent: string;
  readonly panel: string;
  readonly bad: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
}

const known = new Map<string, Palette>();

/** The colours of a theme, as they are in force at an element that carries its name. Read once. */
export function paletteOf(theme: string, element: Element): Palette {
  const before = known.get(theme);
  if (before !== undefined) return before;
  const palette = readPalette(element);
  known.set(theme, palette);
  return palette;
}

function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    hues: Array.from({ length: 8 }, (_, index) => read(`--hue-${index}`)),
    accent: read('--accent'),
    panel: read('--panel'),
    bad: read('--bad'),
    ink: read('--ink'),
    faint: read('--ink-3'),
    line: read('--line'),
  };
}
