/** A short address of a moment with the fingerprint of its run: short enough to be typed by hand or read off a wall, and whoever opens it hears whether the run is the same. */
import type { Style } from '../../trace/index.ts';
import { writeAddress, type Address } from '../run/address.ts';
import { entryOf } from '../run/catalogue.ts';
import type { Lab } from '../run/lab.svelte.ts';
import type { Asked } from '../run/named.ts';

/** The fingerprint that an address demands; empty when it demands none. */
function printIn(hash: string): string {
  const print = new URLSearchParams(hash.replace(/^#/, '')).get('print') ?? '';
  return /^[0-9a-f]{4,64}$/.test(print) ? print : '';
}

/** As much of a fingerprint as an address carries: of the first style on view. */
export function shortPrint(
  prints: readonly { readonly style: Style; readonly hash: string }[],
  shown: readonly Style[],
): string {
  return prints.find(({ style }) => style === shown[0])?.hash.slice(0, 8) ?? '';
}

/** The address with its fingerprint. */
export function withPrint(address: string, print: string): string {
  return print === '' ? address : `${address}&print=${print}`;
}

/** The address of the moment on view, where nothing was done to the run of a built-in scenario; undefined where only a whole link can tell it. */
export async function shortAddress(lab: Lab): Promise<string | undefined> {
  const { run, mending, player, slug, shown } = lab;
  const at = Math.floor(player.cursor);
  const isPlain = run.actions.length === 0 && run.failure === '';
  if (!isPlain || (await entryOf(slug)?.read()) !== mending.text) return undefined;
  const print = shortPrint(await run.fingerprints(at), shown);
  const said = { slug, seed: run.seed, shown, repaired: mending.isDone, at };
  return withPrint(writeAddress(said), print);
}

/** Opens a built-in scenario where an address with a fingerprint says, and tells whether it is the same run; false when there is no such scenario. */
export async function openPrinted(lab: Lab, { said, hash, isWanted }: Asked): Promise<boolean> {
  const text = await entryOf(said.slug)?.read();
  if (text === undefined || !(await lab.open({ ...said, text }, isWanted))) return false;
  await tellWhetherSame(lab, { said, hash, title: lab.run.scenario?.title ?? said.slug });
  return true;
}

/** Tells whether the run that was opened is the one that its address was made from, when the address says which. */
export async function tellWhetherSame(
  lab: Lab,
  { said, hash, title }: { readonly said: Address; readonly hash: string; readonly title: string },
): Promise<void> {
  const wanted = printIn(hash);
  if (wanted === '') return;
  const print = shortPrint(await lab.run.fingerprints(said.at ?? 0), said.shown);
  const isSame = print.startsWith(wanted) || wanted.startsWith(print);
  lab.notices.tell(
    isSame
      ? `The same moment of “${title}”: this run has the fingerprint ${wanted}, as the one that is shown.`
      : `This run of “${title}” is another one than is shown: its fingerprint is ${print}, not ${wanted}. One of the pages is of another version: reload both.`,
  );
}
