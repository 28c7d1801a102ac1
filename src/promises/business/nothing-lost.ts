/** The promise that nothing said is lost: it reaches the log, and every subscriber finishes it. */
import type { Trace } from '../../trace/index.ts';
import { Dispatch, endings, type Checker } from '../checker.ts';
import { Findings } from '../findings.ts';
import type { Books } from './books.ts';
import { LostFacts } from './lost-facts.ts';
import { LostRecords } from './lost-records.ts';

/**
 * At the end, each record in the log, or deleted from it, is finished by each group of a service that hears its type,
 * and each message that was stored with a transaction is in the log. Synchronous calls are exempt; what a transaction
 * aborted was not said. Counts messages, once for each group.
 */
export function nothingLost(books: Books): Checker {
  const findings = new Findings();
  const records = new LostRecords(books);
  const facts = new LostFacts(books);
  const parts = [records, facts];
  const dispatch = new Dispatch(parts);
  return {
    kinds: [...new Set([...parts.flatMap((part) => part.kinds), ...endings])],
    about: 'the end',
    findings,
    see(trace: Trace, row: number) {
      if (dispatch.seeRow(trace, row)) return;
      records.settle(trace, findings);
      facts.settle(trace, findings);
    },
  };
}
