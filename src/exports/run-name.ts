/** Which run an export is of, and the ids and instants that follow from it. */
import type { Scenario } from '../scenario/index.ts';
import type { Cast, Style, Trace } from '../trace/index.ts';

/** What an export says about where it comes from. */
export interface RunName {
  /** The scenario's id, or the name of its file. */
  readonly slug: string;
  readonly seed: number;
  readonly style: Style;
  readonly engine: string;
  /** The run hash: all ids are drawn from it. */
  readonly hash: string;
}

/** A run as exports read it. */
export interface ToldRun {
  readonly name: RunName;
  readonly scenario: Scenario;
  readonly trace: Trace;
  readonly cast: Cast;
}

/** The instant at which every run begins: midnight of 1 January 2026, UTC, in seconds since 1970. */
const epochSeconds = 1_767_225_600;

/** An instant of a run as nanoseconds since 1970, as text: it is too large for a number. */
export function unixNanos(micros: number): string {
  const whole = Math.round(micros);
  const seconds = epochSeconds + Math.floor(whole / 1_000_000);
  return `${seconds}${String(whole % 1_000_000).padStart(6, '0')}000`;
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** An instant of a run after RFC 3339. A run may last for a year, and what it began a little longer. */
export function timestamp(micros: number): string {
  const whole = Math.round(micros);
  const seconds = Math.floor(whole / 1_000_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  let day = Math.floor(seconds / 86_400);
  let month = 0;
  // Years that follow each other here are no leap years.
  for (; day >= (daysOfMonths[month % 12] ?? 31); month++) day -= daysOfMonths[month % 12] ?? 31;
  const date = [2026 + Math.floor(month / 12), two((month % 12) + 1), two(day + 1)].join('-');
  return `${date}T${time.map(two).join(':')}.${String(whole % 1_000_000).padStart(6, '0')}Z`;
}

/** Mixes 32 bits without losing any: other bits give other bits. The last step of MurmurHash3. */
function mixed(bits: number): number {
  let mix = bits ^ (bits >>> 16);
  mix = Math.imul(mix, 0x85ebca6b);
  mix ^= mix >>> 13;
  mix = Math.imul(mix, 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}

/** FNV-1a over the code units of a text. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mixed(hash);
}

const hex = (bits: number) => (bits >>> 0).toString(16).padStart(8, '0');

/** Ids of traces and spans: the same for the same run, and never the same for two things of one run. */
export class Ids {
  readonly #words: readonly number[];

  constructor({ slug, seed, style, engine, hash }: RunName) {
    const run = [slug, seed, style, engine, hash].join(' ');
    // An id of nothing but zeroes is no id: the first word is never zero.
    this.#words = [0, 1, 2].map((word) => hashOf(`${word} ${run}`) || 1);
  }

  /** The trace of an order: 16 bytes in hex. That of order -1 holds what is about no order. */
  trace(order: number): string {
    return this.#words.map(hex).join('') + hex(mixed(order ^ (this.#words[2] ?? 0)));
  }

  /** A span: 8 bytes in hex. `part` says which of the spans that begin with this row. */
  span(row: number, part: number): string {
    return hex(this.#words[0] ?? 1) + hex(mixed((row * 16 + part) ^ (this.#words[1] ?? 0)));
  }
}

/** The name of an exported file: `baton-order-fulfilment-choreography-seed7.csv`. Nothing in it can leave its folder. */
export function exportName(slug: string, style: string, seed: number, ending: string): string {
  const safe = slug.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  const parts = ['baton', safe === '' ? 'run' : safe.slice(0, 80), style, `seed${seed}`];
  return `${parts.filter((part) => part !== '').join('-')}.${ending}`;
}
