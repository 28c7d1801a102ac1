/** The theme's colours for the canvas, which cannot read CSS variables by itself. */
import type { Cast, MessageKind } from '../../trace/index.ts';

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

/** The colour of a message: that of its sender, and the accent for an order to do something. */
export function messageHue(palette: Palette, cast: Cast, type: number, kind: MessageKind): string {
  const sender = cast.types[type]?.sender ?? -1;
  if (kind === 'command') return palette.accent;
  return palette.hues[sender < 0 ? 7 : sender % 8] ?? palette.ink;
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
