/** Reads what a person typed: verbs, options, and clear sentences for what is neither. */
import { styles, type Style } from '../trace/index.ts';

/** Something is wrong with the command itself: exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The options and the words of one command. */
export interface Typed {
  readonly words: readonly string[];
  /** Values by option, in the order in which they were typed. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly flags: ReadonlySet<string>;
}

/**
 * Sorts what was typed into words, options with a value, and flags.
 * @throws UsageError for an unknown option or a missing value.
 */
export function readArguments(
  typed: readonly string[],
  known: { readonly options: readonly string[]; readonly flags: readonly string[] },
): Typed {
  const words: string[] = [];
  const options = new Map<string, string[]>();
  const flags = new Set<string>();
  for (let i = 0; i < typed.length; i++) {
    const part = typed[i] ?? '';
    if (!part.startsWith('--')) {
      words.push(part);
      continue;
    }
    const equals = part.indexOf('=');
    const name = equals < 0 ? part.slice(2) : part.slice(2, equals);
    if (known.flags.includes(name) && equals < 0) flags.add(name);
    else if (known.options.includes(name)) {
      const value = equals < 0 ? typed[++i] : part.slice(equals + 1);
      if (value === undefined) throw new UsageError(`--${name} needs a value`);
      options.set(name, [...(options.get(name) ?? []), value]);
    } else {
      const all = [...known.options, ...known.flags].map((each) => `--${each}`).join(', ');
      throw new UsageError(
        `there is no option --${name} here; known are ${all === '' ? 'none' : all}`,
      );
    }
  }
  return { words, options, flags };
}

/** The last value of an option, if it was typed. */
export function option(typed: Typed, name: string): string | undefined {
  return typed.options.get(name)?.at(-1);
}

/** A seed: a whole number from 0 to 4,294,967,295. `name` is the option that it was typed for. */
export function readSeed(text: string, name: string): number {
  const seed = Number(text);
  if (text.trim() === '' || !Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
    throw new UsageError(`--${name} must be a whole number from 0 to 4294967295, got "${text}"`);
  }
  return seed;
}

const microsPer: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
};

/** A span of virtual time such as `60s`, `1500ms` or `2m`, in microseconds. */
export function readSpan(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(us|ms|s|m|h)$/.exec(text);
  if (match === null)
    throw new UsageError(`--until must be a span such as 60s, 1500ms or 2m, got "${text}"`);
  return Math.round(Number(match[1]) * (microsPer[match[2] ?? ''] ?? 0));
}

/** `both` (the default) is choreography and orchestration; `all` adds the direct baseline. */
export function readStyles(text: string): readonly Style[] {
  if (text === 'both') return ['choreography', 'orchestration'];
  if (text === 'all') return styles;
  const style = styles.find((each) => each === text);
  if (style === undefined)
    throw new UsageError(
      `--style must be choreography, orchestration, direct, both or all, got "${text}"`,
    );
  return [style];
}
