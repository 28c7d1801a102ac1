/** O: what was made ready for the nights: right things found, less those that help nobody. */
import { costly, type Case, type Reason } from '../axis.ts';

/** The reasons of the axis. */
export function operationsReasons({ interview, round }: Case): readonly Reason[] {
  const right = interview.operations.filter((each) => each.right === true);
  const found = right.filter(({ id }) => round.operations.includes(id));
  const decoys = round.operations.length - found.length;
  const points = Math.max(0, Math.round((5 * (found.length - decoys)) / right.length));
  const left = right.filter(({ id }) => !round.operations.includes(id));
  const words = [
    ...(left.length === 0 ? [] : [`Missing: ${left.map(({ text }) => text).join('; ')}.`]),
    ...(decoys === 0 ? [] : [`${decoys} of the chosen help nobody.`]),
  ];
  return costly([{ points: 5 - points, says: words.join(' ') }]);
}
