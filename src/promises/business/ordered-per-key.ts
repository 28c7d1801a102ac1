/** The promise that what belongs together is heard in the order in which it was said. */
import { code, type Kind, type Trace } from '../../trace/index.ts';
import type { Checker } from '../checker.ts';
import { Findings, clause, type Breach } from '../findings.ts';
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
    const kind = isSent ? 'produce-sent' : 'record-appended';
    const said = [earlier, row].map((each) => firstOf(trace, kind, trace.message(each)));
    const though = isSent
      ? 'though it was sent before it'
      : 'though it stands before it in the log';
    return [
      clause(`${who} was first given ${what} at ${when},`, row),
      clause(`after ${other} at ${seconds(trace.time(earlier))},`, earlier),
      clause(though, ...said),
    ];
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

/** The first row of a kind about a message, -1 for none. Searches the trace: for sentences only. */
function firstOf(trace: Trace, kind: Kind, message: number): number {
  for (let row = 0; row < trace.length; row++) {
    if (trace.message(row) === message && trace.is(row, kind)) return row;
  }
  return -1;
}
