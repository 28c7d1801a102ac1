/** The colours of the score: those of the stage, and the soft grounds of what is broken. */
import { paletteOf, type Palette } from '../stage/palette.ts';

/** Colours as CSS text. */
export interface ScorePalette extends Palette {
  readonly soft: string;
  readonly badSoft: string;
  readonly warn: string;
  readonly warnSoft: string;
  readonly sunken: string;
  readonly strong: string;
}

const known = new Map<string, ScorePalette>();

/** The colours of a theme, as they are in force at an element that carries its name. Read once. */
export function scorePaletteOf(theme: string, element: Element): ScorePalette {
  const before = known.get(theme);
  if (before !== undefined) return before;
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const palette = {
    ...paletteOf(theme, element),
    soft: read('--ink-2'),
    badSoft: read('--bad-soft'),
    warn: read('--warn'),
    warnSoft: read('--warn-soft'),
    sunken: read('--sunken'),
    strong: read('--line-strong'),
  };
  known.set(theme, palette);
  return palette;
}
