/** The dead letters of a moment in words, and what would bring one where there is none. */
import { actorName, messageName, partitionName, type GivenUp } from '../../projections/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import type { Moment } from '../run/moments.svelte.ts';

/** One record that was given up, in words. */
export interface LetterLine {
  readonly row: number;
  readonly time: number;
  /** What was given up: `CardCharged of order 8`. */
  readonly name: string;
  /** By whom, after how many tries, and why. */
  readonly why: string;
  /** Where it came from, and where it lies now. */
  readonly where: string;
}

/** What was given up, newest first. */
export function letterLines(
  { cast, trace }: Pick<Moment, 'cast' | 'trace'>,
  records: readonly GivenUp[],
): readonly LetterLine[] {
  const placed = ({ partition, offset }: { partition: number; offset: number }) =>
    `${partitionName(cast, partition)} at offset ${offset}`;
  return records
    .map((record): LetterLine => {
      const { row, time, order, message, actor, letter } = record;
      const name = messageName(trace, cast, message);
      const now =
        letter === undefined
          ? 'It stays there, and its group delivers it no more.'
          : `As a dead letter it lies in ${placed(letter)}.`;
      return {
        ...{ row, time },
        name: order < 0 ? name : `${name} of order ${order}`,
        why: whyText(record, actorName(cast, actor)),
        where: `It came from ${placed(record)}. ${now}`,
      };
    })
    .reverse();
}

function whyText({ kind, tries, reason, expired }: GivenUp, who: string): string {
  if (kind === 'dead-lettered')
    return `${who} gave it up after ${times(tries, 'try', 'tries')}${reason === '' ? '' : `: ${reason}`}.`;
  const how = expired
    ? `the lock of ${who} on it ran out`
    : `${who} gave it back${reason === '' ? '' : ` (${reason})`}`;
  return `Archived after ${times(tries, 'delivery', 'deliveries')}: the last time ${how}.`;
}

function times(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** How many were given up by whom: `Shipping 2, Payment 1`. */
export function letterSums(
  { cast }: Pick<Moment, 'cast'>,
  records: readonly GivenUp[],
): readonly { readonly name: string; readonly count: number }[] {
  const counts = new Map<number, number>();
  for (const { actor } of records) {
    const service = cast.actors[actor]?.service ?? -1;
    counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return [...counts].map(([service, count]) => ({
    name: cast.services[service]?.name ?? 'nobody',
    count,
  }));
}

/** What each consumer of the scenario does with a record that it cannot handle. */
export function givingUpRules(
  { services }: Scenario,
  { cast, style }: Pick<Moment, 'cast' | 'style'>,
): readonly string[] {
  if (style === 'direct')
    return [
      'Direct calls have no dead letters: a call that fails is answered as failed, and what then is the affair of the caller.',
    ];
  return services.flatMap(({ id, name, deadLetter, group }) => {
    const listens = (cast.services.find((each) => each.id === id)?.group ?? -1) >= 0;
    if (!listens) return [];
    if (deadLetter !== undefined)
      return [
        `${name} gives a record up after ${times(deadLetter.afterAttempts, 'try', 'tries')}, ${deadLetter.backoffMs} ms apart.`,
      ];
    return [
      group === 'share'
        ? `${name} gives a record back where share.acknowledgement.mode is explicit; its share group archives it at group.share.delivery.count.limit.`
        : `${name} never gives a record up: it tries again for ever, and what stands behind it in the partition waits.`,
    ];
  });
}
