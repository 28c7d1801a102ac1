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

/** Reads the colours that are in force at an element. */
export function readPalette(element: Element): Palette {
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
