/** A run over a change of versions: all that was put into it as one text, with its branches and marks, and the way back from that text. */
import { readScenario, type LinkedRun, type LinkedSelection } from '../../scenario/index.ts';
import type { Style } from '../../trace/index.ts';
import { currentBranch, type Branch, type Branches } from '../../worker/index.ts';
import { comparison, outcomeOf } from '../links/comparison.ts';
import { linkTo, written } from '../links/make-link.ts';
import { wrongDeed } from '../links/open-link.ts';
import type { Lab } from '../run/lab.svelte.ts';
import type { Bookmark } from '../travel/bookmarks.svelte.ts';

/** Another version may write another shape: it is told by this number. */
const shape = 1;

interface Carried {
  readonly shape: typeof shape;
  /** What the address said: whoever goes elsewhere first does not want it back. */
  readonly address: string;
  readonly slug: string;
  readonly text: string;
  readonly repaired: boolean;
  readonly shown: readonly Style[];
  readonly at: number;
  readonly selection: LinkedSelection | undefined;
  readonly engine: string;
  /** What came of it; nothing where the simulation has stopped. */
  readonly runs: readonly LinkedRun[];
  readonly branches: Branches;
  readonly bookmarks: readonly Bookmark[];
  /** What stands in the editor, as long as the lab does not run it. */
  readonly unfinished: string | undefined;
}

/** All of the open run as a text. */
export async function packed(lab: Lab): Promise<string> {
  const { editing, travel, mending, run } = lab;
  const { session } = editing;
  session?.leave();
  const { styles, repaired, atMicros = 0, selection, engine, runs } = await linkTo(lab);
  const { book } = travel.branching;
  const all = book.all.map((each): Branch => {
    const { inputs } = travel.branching.of(each.id) ?? each;
    return { ...each, inputs: { ...inputs, actions: inputs.actions.map(written) } };
  });
  const carried: Carried = {
    ...{ shape, address: lab.address, slug: lab.slug, text: mending.ownText },
    ...{ repaired, shown: styles, at: atMicros, selection, engine },
    runs: run.failure === '' ? runs : [],
    branches: { ...book, all },
    bookmarks: travel.bookmarks.all,
    unfinished: session?.isBehind === true && !session.isOver ? session.text : undefined,
  };
  return JSON.stringify(carried);
}

/** Brings the run of a text back, where the address asks for it. False when it does not, or when nothing of it can be run here. */
export async function takeUp(lab: Lab, packedText: string, address: string): Promise<boolean> {
  const carried = carriedIn(packedText);
  if (carried?.address !== address) return false;
  const { slug, text, shown, repaired, at, branches, bookmarks } = carried;
  const all = branches.all.filter(isSound);
  const current = all.find(({ id }) => id === branches.current);
  const opening = { text, slug, shown, repaired };
  if (!(await lab.open({ ...opening, seed: currentBranch(branches).inputs.seed }))) return false;
  if (current !== undefined) {
    await lab.travel.restore({ ...branches, all }, bookmarks, at);
    await lab.mending.recognize(all.map(({ inputs }) => inputs.text));
    if (carried.selection !== undefined) lab.select(carried.selection);
  }
  const left = branches.all.length - all.length;
  lab.notices.tell(
    left > 0
      ? `Your run is back. ${left === 1 ? 'One of its branches does' : `${left} of its branches do`} not fit this version.`
      : await outcome(lab, carried),
  );
  if (carried.unfinished !== undefined) await lab.editing.open(carried.unfinished);
  return true;
}

async function outcome(lab: Lab, { engine, runs, at }: Carried): Promise<string> {
  if (runs.length === 0) return 'Your run is back, at its moment.';
  const here = { engine: lab.run.engine, runs: await outcomeOf(lab, at) };
  return comparison({ engine, runs }, here) === undefined
    ? 'Reproduced: your run is back at its moment, with the same fingerprint as before.'
    : `Your run is back at its moment, but it comes out differently here: engine ${lab.run.engine} in place of ${engine}.`;
}

function carriedIn(text: string): Carried | undefined {
  try {
    const read = JSON.parse(text) as Carried;
    return read.shape === shape ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this version can run a branch: the one that wrote it may have known more. */
function isSound({ inputs: { text, actions } }: Branch): boolean {
  const read = readScenario(text);
  return read.kind === 'scenario' && wrongDeed(actions.map(written), read.scenario) === undefined;
}
