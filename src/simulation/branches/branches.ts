/** The branches of a run: what was tried from the same past, each as its inputs alone. Every future that was seen is kept until somebody deletes it; a branch is run again from its inputs, to the same hash. */
import type { Action } from '../run/action.ts';

/** All that makes a run what it is. */
export interface Inputs {
  /** The text of the scenario, with its repair if it is repaired. */
  readonly text: string;
  readonly seed: number;
  /** What was done, in the order of time. */
  readonly actions: readonly Action[];
}

/** One line of what might have been. */
export interface Branch {
  /** Unique, and never given again. */
  readonly id: number;
  readonly name: string;
  /** The branch that it left, undefined for one that left none, or whose parent was deleted. */
  readonly parent: number | undefined;
  /** Where it left its parent: up to this virtual instant they are the same. */
  readonly forkedAt: number;
  readonly inputs: Inputs;
}

/** All branches of what is open, and the one that is on view. Never empty. */
export interface Branches {
  readonly all: readonly Branch[];
  readonly current: number;
  readonly nextId: number;
}

/** What a new branch begins with. */
export interface Fork {
  /** The instant at which it leaves the current branch. */
  readonly atMicros: number;
  /** Absent: those of the current branch, with what was done up to that instant. */
  readonly inputs?: Inputs;
  /** Absent: the next of `Branch 2`, `Branch 3` … */
  readonly name?: string;
}

/** The longest name that a branch can have. */
const longestName = 60;

/** A run that has no branches yet: it is the first one itself. */
export function firstBranch(inputs: Inputs): Branches {
  const first: Branch = { id: 1, name: 'Original', parent: undefined, forkedAt: 0, inputs };
  return { all: [first], current: 1, nextId: 2 };
}

/** The branch of an id, if it is there. */
export function branchOf({ all }: Branches, id: number): Branch | undefined {
  return all.find((branch) => branch.id === id);
}

/** The branch that is on view. */
export function currentBranch(branches: Branches): Branch {
  return branchOf(branches, branches.current) as Branch;
}

/** Keeps what was done on the current branch. */
export function keepActions(branches: Branches, actions: readonly Action[]): Branches {
  return replace(branches, branches.current, (branch) => ({
    ...branch,
    inputs: { ...branch.inputs, actions },
  }));
}

/** Leaves the current branch at an instant, and goes on with a new one. The old one stays as it is. */
export function fork(branches: Branches, { atMicros, inputs, name }: Fork): Branches {
  const { id: parent, inputs: old } = currentBranch(branches);
  const { nextId } = branches;
  const made: Branch = {
    id: nextId,
    name: uniqueIn(branches, nextId, nameFrom(name, `Branch ${nextId}`)),
    parent,
    forkedAt: atMicros,
    inputs: inputs ?? {
      ...old,
      actions: old.actions.filter((action) => action.atMicros <= atMicros),
    },
  };
  return { all: [...branches.all, made], current: nextId, nextId: nextId + 1 };
}

/** Brings another branch on view. An id that does not exist changes nothing. */
export function switchTo(branches: Branches, id: number): Branches {
  return branchOf(branches, id) === undefined ? branches : { ...branches, current: id };
}

/** Gives a branch another name. An empty one leaves it as it is; one that another branch has gets a number. */
export function rename(branches: Branches, id: number, name: string): Branches {
  return replace(branches, id, (branch) => ({
    ...branch,
    name: uniqueIn(branches, id, nameFrom(name, branch.name)),
  }));
}

/** Deletes a branch, unless it is on view. Those that left it now leave its parent, where the two still were the same. */
export function remove(branches: Branches, id: number): Branches {
  const gone = branchOf(branches, id);
  if (gone === undefined || id === branches.current) return branches;
  const { parent, forkedAt } = gone;
  return {
    ...branches,
    all: branches.all
      .filter((branch) => branch !== gone)
      .map((branch) =>
        branch.parent === id
          ? { ...branch, parent, forkedAt: Math.min(branch.forkedAt, forkedAt) }
          : branch,
      ),
  };
}

/** Takes a deletion back: those that left the branch then leave it again. `before` is what there was before it. */
export function undelete(branches: Branches, gone: Branch, before: Branches): Branches {
  if (branchOf(branches, gone.id) !== undefined) return branches;
  const others = branches.all.map((branch) => {
    const old = branchOf(before, branch.id);
    if (old?.parent !== gone.id) return branch;
    return { ...branch, parent: gone.id, forkedAt: old.forkedAt };
  });
  const back = { ...gone, name: uniqueIn(branches, gone.id, gone.name) };
  return { ...branches, all: [...others, back].sort((a, b) => a.id - b.id) };
}

/** Up to which instant a branch is the past of the one on view, by where each left its parent: Infinity for that one itself, -1 for one that is no parent of it. */
export function sharedUpTo(branches: Branches, id: number): number {
  let shared = Number.POSITIVE_INFINITY;
  // A parent is always older than its branches, so this comes to an end.
  for (
    let branch = branchOf(branches, branches.current);
    branch !== undefined;
    branch = branch.parent === undefined ? undefined : branchOf(branches, branch.parent)
  ) {
    if (branch.id === id) return shared;
    shared = Math.min(shared, branch.forkedAt);
  }
  return -1;
}

/** How many actions two lists have in common from the beginning. */
export function sharedActions(first: readonly Action[], second: readonly Action[]): number {
  let shared = 0;
  while (
    shared < Math.min(first.length, second.length) &&
    (first[shared] === second[shared] ||
      JSON.stringify(first[shared]) === JSON.stringify(second[shared]))
  )
    shared += 1;
  return shared;
}

/** The instant up to which two runs are the same, by their inputs: where one does what the other does not; Infinity when they do the same. */
export function commonPast(first: Inputs, second: Inputs): number {
  if (first.text !== second.text || first.seed !== second.seed) return 0;
  const shared = sharedActions(first.actions, second.actions);
  const at = ({ actions }: Inputs) => actions[shared]?.atMicros ?? Number.POSITIVE_INFINITY;
  return Math.min(at(first), at(second));
}

function replace(branches: Branches, id: number, by: (branch: Branch) => Branch): Branches {
  return {
    ...branches,
    all: branches.all.map((branch) => (branch.id === id ? by(branch) : branch)),
  };
}

function nameFrom(given: string | undefined, otherwise: string): string {
  const name = shortened(given?.trim() ?? '', longestName);
  return name === '' ? otherwise : name;
}

/** A name that no other branch has: where one does, with a number after it. */
function uniqueIn({ all }: Branches, id: number, name: string): string {
  const taken = new Set(all.flatMap((branch) => (branch.id === id ? [] : [branch.name])));
  let unique = name;
  for (let number = 2; taken.has(unique); number++)
    unique = `${shortened(name, longestName - 1 - `${number}`.length)} ${number}`;
  return unique;
}

/** As much of a text as there is room for, cut between two words where it can be. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const part = text.slice(0, most - 1);
  const space = text[most - 1] === ' ' ? most - 1 : part.lastIndexOf(' ');
  return `${part.slice(0, space > most / 2 ? space : undefined).replace(/[\s,.:;]+$/, '')}…`;
}
