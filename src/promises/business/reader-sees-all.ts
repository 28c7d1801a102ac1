/** The promise that a reader handles every record that was stored in its topics. */
import type { Trace } from '../../trace/index.ts';
import { Dispatch, endings, type Checker } from '../checker.ts';
import { Findings } from '../findings.ts';
import type { Books } from './books.ts';
import { LostRecords } from './lost-records.ts';

/** At the end, the reader has read each message that stands in its topics' logs or was deleted from them. Counts messages. */
export function readerSeesAll(group: number, books: Books): Checker {
  const findings = new Findings();
  const records = new LostRecords(
    books,
    [group].filter((each) => each >= 0),
  );
  const dispatch = new Dispatch([records]);
  return {
    kinds: [...records.kinds, ...endings],
    about: 'the end',
    findings,
    see(trace: Trace, row: number) {
      if (!dispatch.seeRow(trace, row)) records.settle(trace, findings);
    },
  };
}
