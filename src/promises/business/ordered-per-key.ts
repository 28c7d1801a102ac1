/** The promise that what belongs together is heard in the order in which it was said. */
import { code, type Trace } from '../../trace/index.ts';
import type { Checker } from '../checker.ts';
import { Findings, type Breach } from '../findings.ts';
import { Precedence, type Overtaken } from '../folds/precedence.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/**
 * For each group and topic, the first deliveries of the messages of one key follow the order in which their producer
 * first sent them; those of different producers the order in which they first were appended. Counts deliveries out of order.
 */
export function orderedPerKey(books: Books): Checker {
  const findings = new Findings();
  const { cast, phrases, accounts } = books;
  const precedence = new Precedence(cast, accounts);

  function tell(trace: Trace, { row, earlier, isSent }: Overtaken): Breach {
    const what = `${phrases.messageOfOrder(trace, trace.message(row), trace.order(row))}`;
    const other = phrases.messageOfOrder(trace, trace.message(earlier), trace.order(earlier));
    const who = phrases.serviceOf(trace.actor(row));
    const when = `${seconds(trace.time(row))}`;
    const after = `after ${other} at ${seconds(trace.time(earlier))}`;
    const though = isSent
      ? 'though it was sent before it'
      : 'though it stands before it in the log';
    const sentence = `${who} was first given ${what} at ${when}, ${after}, ${though}.`;
    return { sentence, witness: [earlier, row] };
  }

  return {
    kinds: precedence.kinds,
    about: 'every moment',
    findings,
    see(trace, row) {
      precedence.see(trace, row);
      const { overtaken } = precedence;
      if (overtaken === undefined || trace.kind(row) !== code['record-delivered']) return;
      findings.add(trace, row, () => tell(trace, overtaken));
    },
  };
}
