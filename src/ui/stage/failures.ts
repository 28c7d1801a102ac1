/** What went wrong at each node of a stage: lately, for its badge, or in the whole run so far, for its card. */
import {
  Failures,
  groupFailures,
  type Failure,
  type FailureGroup,
} from '../../projections/index.ts';
import type { Trace } from '../../trace/index.ts';
import type { Moment } from '../run/moments.svelte.ts';
import type { Plan } from './plan.ts';

/** How long a badge stays, in virtual microseconds; above the real pace as long as a reader sees it as long. */
const recent = 1_500_000;
const mostBadges = 12;

const known = new WeakMap<Trace, Failures>();

/** What went wrong in the run of a moment, read once. */
export function failuresOf({ trace, cast }: Pick<Moment, 'trace' | 'cast'>): Failures {
  const before = known.get(trace);
  if (before !== undefined) return before;
  const made = new Failures(trace, cast);
  known.set(trace, made);
  return made;
}

/** Where a failure stands. */
type Places = Pick<Plan, 'nodeOfActor' | 'nodeOfPartition'>;

function nodeOf(plan: Places, { actor, partition }: Failure): string | undefined {
  const own = actor < 0 ? undefined : plan.nodeOfActor(actor);
  return own ?? (partition < 0 ? undefined : plan.nodeOfPartition(partition));
}

/** The badge of a node: what happened there lately, the worst first. */
export interface Badge {
  readonly node: string;
  readonly groups: readonly FailureGroup[];
}

/** The badges of a stage at a moment, those with the latest failures if there are too many. */
export function badgesAt(moment: Moment, plan: Places, speed: number): readonly Badge[] {
  const since = moment.time - recent * Math.max(1, speed);
  const byNode = new Map<string, Failure[]>();
  for (const failure of failuresOf(moment).between(since, moment.row)) {
    const node = nodeOf(plan, failure);
    if (node === undefined) continue;
    const own = byNode.get(node);
    if (own === undefined) byNode.set(node, [failure]);
    else own.push(failure);
  }
  return [...byNode]
    .toSorted(([, one], [, other]) => (other.at(-1)?.row ?? 0) - (one.at(-1)?.row ?? 0))
    .slice(0, mostBadges)
    .map(([node, failures]) => ({ node, groups: groupFailures(failures) }));
}

/** All that went wrong at a node so far. */
export function failuresAt(moment: Moment, plan: Places, node: string): readonly FailureGroup[] {
  const all = failuresOf(moment).between(-1, moment.row);
  return groupFailures(all.filter((failure) => nodeOf(plan, failure) === node));
}

/** `redelivered ×3`. */
export function groupText({ reason, count }: FailureGroup): string {
  return count === 1 ? reason : `${reason} ×${count}`;
}

/** A badge in the letters that it has room for: how many other reasons there are gives way first, and then the number. */
export function badgeText({ groups }: Badge, letters: number): string {
  const [first] = groups;
  if (first === undefined) return '';
  const more = groups.length > 1 ? ` +${groups.length - 1}` : '';
  const texts = [groupText(first) + more, groupText(first)];
  return texts.find(({ length }) => length <= letters) ?? first.reason;
}
