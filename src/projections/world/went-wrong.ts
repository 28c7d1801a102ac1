/** What went wrong so far, place by place, in words: what the stage shows as badges, for those who do not see it. */
import type { Cast } from '../../trace/index.ts';
import { groupFailures, type Failure } from '../series/failures.ts';
import { actorName, partitionName } from '../words/names.ts';
import type { OutlineLine } from './outline.ts';

/** Each place in the order in which it was befallen first, with its reasons, the worst first; what was held off says so. */
export function wentWrong(failures: readonly Failure[], cast: Cast): readonly OutlineLine[] {
  const places = new Map<string, Failure[]>();
  for (const failure of failures) {
    const place = placeName(cast, failure);
    const known = places.get(place);
    if (known === undefined) places.set(place, [failure]);
    else known.push(failure);
  }
  const harm = failures.filter(({ isHarmless }) => !isHarmless).length;
  const heldOff = failures.length - harm;
  const heading = `Went wrong so far: ${harm === 0 ? 'nothing' : harm}${heldOff === 0 ? '' : `, and ${heldOff} held off`}`;
  return [
    { depth: 0, key: 'wrong', text: heading },
    ...[...places].flatMap(([place, own]) => linesOf(place, own)),
  ];
}

function linesOf(place: string, failures: readonly Failure[]): readonly OutlineLine[] {
  const key = `wrong ${place}`;
  const reasons = groupFailures(failures).map(({ reason, count }) => ({
    depth: 2,
    key: `${key} ${reason}`,
    text: count === 1 ? reason : `${reason}, ${count} times`,
  }));
  return [{ depth: 1, key, text: place }, ...reasons];
}

function placeName(cast: Cast, { actor, partition }: Failure): string {
  if (actor >= 0) return actorName(cast, actor);
  return partition >= 0 ? partitionName(cast, partition) : 'The cluster';
}
