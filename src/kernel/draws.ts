/** Seeded randomness without state: a draw is a hash of the seed and of what is drawn, so the order of drawing never matters. */
import { assert } from './assert.ts';

/** The final mix of MurmurHash3 (Austin Appleby, public domain): every input bit reaches every output bit. */
export function mix(value: number): number {
  return mixed(value | 0) >>> 0;
}

/** The same bits as a signed number: with those an engine reckons on without turning them into fractions and back. */
function mixed(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const emptyName = 0x811c9dc5;

/** FNV-1a over the UTF-16 code units of a name: done once per name, at load. `before`: the hash of what comes before it. */
export function hashName(name: string, before = emptyName): number {
  let h = before | 0;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A whole number below `many`, from 32 uniform bits: by multiply-shift (bias below 2⁻³² × many). */
export function scaled(bits: number, many: number): number {
  return Math.floor((bits * many) / 0x1_0000_0000);
}

/** 32 uniform bits for a key, its parts one after the other, from what its purpose begins with: for what is drawn most. */
export function drawnOf(
  start: number,
  order: number,
  step: number,
  leg: number,
  attempt: number,
): number {
  let h = mixed((start + order) | 0);
  h = mixed(h ^ step);
  h = mixed(h ^ leg);
  return mixed((h + Math.imul(attempt, 0x9e3779b1)) | 0) >>> 0;
}

/** What a draw is about. Unused parts are 0. The same key gives the same draw in every style. */
export interface DrawKey {
  /** Which order, 0 when the draw is about none. */
  readonly order: number;
  /** Which step or message, as `hashName` of its id. */
  readonly step?: number;
  /** Which leg of the network, as `hashName` of its id. */
  readonly leg?: number;
  /** Which attempt, from 1. */
  readonly attempt?: number;
}

/** Keyed draws for one seed. Nothing is remembered between draws, so nothing needs a checkpoint. */
export class Draws {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = mixed(seed ^ 0x9e3779b9);
  }

  /** 32 uniform bits for this purpose (`hashName` of its name) and key. */
  bits(purpose: number, key: DrawKey): number {
    const { order, step = 0, leg = 0, attempt = 0 } = key;
    return drawnOf(this.startOf(purpose), order, step, leg, attempt);
  }

  /** What all draws for a purpose begin with: who draws for one alone works it out once. */
  startOf(purpose: number): number {
    return mixed(this.#seed ^ purpose);
  }

  /** A whole number from `min` to `max`, both possible, by multiply-shift (bias below 2⁻³² × span). */
  between(min: number, max: number, purpose: number, key: DrawKey): number {
    assert(
      Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max,
      () => `no whole number lies between ${min} and ${max}`,
    );
    return min + scaled(this.bits(purpose, key), max - min + 1);
  }

  /** True `inFavour` times of `of` on average. Never draws when the chance is nil. */
  chance(inFavour: number, of: number, purpose: number, key: DrawKey): boolean {
    return inFavour > 0 && this.between(1, of, purpose, key) <= inFavour;
  }
}
