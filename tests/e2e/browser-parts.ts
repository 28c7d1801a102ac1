/** The rooms that a test tries in a real browser, under a name that the page has not. */
import * as keeping from '../../src/keeping/index.ts';
import * as scenario from '../../src/scenario/index.ts';

const parts = { keeping, scenario };

/** What a test finds in the page. */
export type Parts = typeof parts;

declare global {
  var batonParts: Parts;
}

globalThis.batonParts = parts;
