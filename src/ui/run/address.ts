/** What a link says: the scenario, the seed, the styles on view and the moment. Lives in the hash, so that no host ever sees it. */
import { styles, type Style } from '../../trace/index.ts';

/** What is said in the address. */
export interface Address {
  readonly slug: string;
  /** Absent: the scenario's own. */
  readonly seed?: number;
  readonly shown: readonly Style[];
  /** Whether a scenario that is set wrongly on purpose is shown with its repair. */
  readonly repaired?: boolean;
  /** The virtual instant in microseconds. */
  readonly at?: number;
  /** The short forms of the breakpoints. */
  readonly breaks?: readonly string[];
}

/** A link that says more was not written here. */
const mostBreaks = 50;
const both: readonly Style[] = ['choreography', 'orchestration'];

/** Reads the hash of an address; what cannot be read is left at its default. */
export function readAddress(hash: string, fallbackSlug: string): Address {
  const said = new URLSearchParams(hash.replace(/^#/, ''));
  const seed = wholeNumber(said.get('seed'));
  const at = wholeNumber(said.get('at'));
  const breaks = said.getAll('break').slice(0, mostBreaks);
  return {
    slug: said.get('s') ?? fallbackSlug,
    shown: readStyles(said.get('style')),
    ...(seed === undefined || seed > 0xffffffff ? {} : { seed }),
    ...(said.get('repaired') === 'yes' ? { repaired: true } : {}),
    ...(at === undefined ? {} : { at }),
    ...(breaks.length === 0 ? {} : { breaks }),
  };
}

/** The hash that says this. */
export function writeAddress({ slug, seed, shown, repaired, at, breaks }: Address): string {
  // A slash needs no escape here, as in `own/my-shop`.
  const parts = [`s=${encodeURIComponent(slug).replaceAll('%2F', '/')}`];
  if (seed !== undefined) parts.push(`seed=${seed}`);
  parts.push(`style=${writeStyles(shown)}`);
  if (repaired === true) parts.push('repaired=yes');
  if (at !== undefined && at > 0) parts.push(`at=${Math.round(at)}`);
  // A colon needs no escape here, and is easier to read.
  for (const each of breaks ?? [])
    parts.push(`break=${encodeURIComponent(each).replaceAll('%3A', ':')}`);
  return `#${parts.join('&')}`;
}

function readStyles(text: string | null): readonly Style[] {
  if (text === null || text === 'both') return both;
  if (text === 'all') return styles;
  const named = text.split(',');
  const known = styles.filter((style) => named.includes(style));
  return known.length === 0 ? both : known;
}

function writeStyles(shown: readonly Style[]): string {
  if (shown.length === styles.length) return 'all';
  return both.every((style) => shown.includes(style)) ? 'both' : shown.join(',');
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
