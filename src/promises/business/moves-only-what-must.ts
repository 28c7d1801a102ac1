/** The promise that a rebalance takes nothing from an instance that it keeps. */
import { code } from '../../trace/index.ts';
import type { Checker } from '../checker.ts';
import { Findings, clause } from '../findings.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/** No member of the group gives a partition up and is the next to be given it, alive all the while. Counts partitions given up in vain. */
export function movesOnlyWhatMust(group: number, { cast, phrases }: Books): Checker {
  const findings = new Findings();
  const partitions = new Set(cast.groups[group]?.partitions);
  const members = new Set(cast.services[cast.groups[group]?.service ?? -1]?.instances);
  /** For each partition: the row in which it was last given up. */
  const givenUp = new Map<number, number>();
  return {
    kinds: ['partition-revoked', 'partition-lost', 'partition-assigned'],
    about: 'every moment',
    findings,
    see(trace, row) {
      const partition = trace.a(row);
      const actor = trace.actor(row);
      if (!members.has(actor) || !partitions.has(partition)) return;
      if (trace.kind(row) !== code['partition-assigned']) {
        if (trace.kind(row) === code['partition-revoked']) givenUp.set(partition, row);
        else givenUp.delete(partition);
        return;
      }
      const before = givenUp.get(partition);
      givenUp.delete(partition);
      if (before === undefined || trace.actor(before) !== actor) return;
      findings.add(trace, row, () => {
        const span = seconds(trace.time(row) - trace.time(before));
        const where = phrases.partition(partition);
        const gave = `${phrases.actor(actor)} gave ${where} up at ${seconds(trace.time(before))}`;
        return [
          clause(gave, before),
          clause(`and was given it again ${span} later:`, row),
          clause('nobody read it in between', before, row),
        ];
      });
    },
  };
}
