/** The promise that a service keeps up: what it has not yet committed stays below a bound. */
import type { Checker } from '../checker.ts';
import { Findings, clause } from '../findings.ts';
import { counted, seconds, wereOf } from '../phrases.ts';
import type { Books } from './books.ts';

/**
 * The group's lag is the sum over its partitions of high watermark − next offset to read, where what is deleted counts
 * as read; it is at most `bound` at every moment from the group's start on. Counts how often it rose above.
 */
export function boundedLag(group: number, bound: number, books: Books): Checker {
  const findings = new Findings();
  const { groups, lags } = books.accounts;
  let before = 0;
  return {
    kinds: lags.kinds,
    about: 'every moment',
    findings,
    see(trace, row) {
      const lag = lags.total(group);
      const isRising = before <= bound && lag > bound;
      before = lag;
      if (!isRising) return;
      findings.add(trace, row, () => {
        const service = books.phrases.group(group);
        const behind = `${service} fell ${counted(lag, 'record')} behind at ${seconds(trace.time(row))};`;
        const oldest = groups
          .partitionsOf(group)
          .map((partition) => lags.oldest(trace, { group, partition }))
          .filter((put) => put >= 0);
        const since = Math.min(row, ...oldest);
        return [
          clause(behind, row),
          clause(
            `the one that waits longest has been there since ${seconds(trace.time(since))},`,
            since,
          ),
          clause(`and at most ${bound} ${wereOf(bound)} promised`, row),
        ];
      });
    },
  };
}
