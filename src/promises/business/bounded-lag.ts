/** The promise that a service keeps up: what it has not yet committed stays below a bound. */
import { code } from '../../trace/index.ts';
import type { Checker } from '../checker.ts';
import { Findings } from '../findings.ts';
import { Column } from '../folds/column.ts';
import { counted, seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/**
 * The group's lag is the sum over its partitions of log end − committed offset; it is at most `bound` at every moment.
 * Counts how often it rose above.
 */
export function boundedLag(group: number, bound: number, books: Books): Checker {
  const findings = new Findings();
  const partitions = new Set(books.cast.groups[group]?.partitions);
  const committed = new Column();
  let lag = 0;
  return {
    kinds: ['record-appended', 'offset-committed'],
    about: 'every moment',
    findings,
    see(trace, row) {
      const partition = trace.a(row);
      if (!partitions.has(partition)) return;
      if (trace.kind(row) === code['offset-committed']) {
        if (trace.c(row) !== group) return;
        lag -= trace.b(row) - committed.at(partition);
        committed.set(partition, trace.b(row));
        return;
      }
      lag++;
      if (lag !== bound + 1) return;
      findings.add(trace, row, () => {
        const service = books.phrases.group(group);
        const behind = `${service} fell ${counted(lag, 'record')} behind at ${seconds(trace.time(row))}`;
        return { sentence: `${behind}; at most ${bound} were promised.`, witness: [row] };
      });
    },
  };
}
