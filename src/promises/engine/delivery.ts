/** The rule that at-least-once delivery loses nothing: what is committed was done. */
import { Dispatch } from '../checker.ts';
import { code } from '../../trace/index.ts';
import { columns } from '../folds/column.ts';
import { Handling } from '../folds/handling.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** G9: an at-least-once service commits only what it finished. */
export function committedIsDone({ scenario, cast, phrases }: Ground): Invariant {
  const handling = new Handling(cast);
  const log = new Dispatch([handling]);
  const committed = columns(cast.groups.length);
  const careful = cast.groups.map((group) => {
    const id = cast.services[group.service]?.id;
    return scenario.services.find((service) => service.id === id)?.delivery !== 'at-most-once';
  });
  return invariant({
    id: 'G9',
    sentence: 'A service that delivers at least once commits only what it finished.',
    formula:
      'Before an offset-committed of an at-least-once service, each record below it, of a type that the service hears, was stored, suppressed, ignored, skipped or dead-lettered by the group.',
    kinds: [...handling.kinds, 'offset-committed'],
    see(trace, row, broken) {
      log.seeRow(trace, row);
      if (trace.kind(row) !== code['offset-committed']) return;
      const group = trace.c(row);
      const partition = trace.a(row);
      const from = committed[group]?.at(partition) ?? 0;
      committed[group]?.set(partition, Math.max(from, trace.b(row)));
      if (careful[group] !== true) return;
      for (let offset = from; offset < trace.b(row); offset++) {
        const message = handling.messageAt(partition, offset);
        if (!handling.owes(group, message)) continue;
        const when = seconds(trace.time(row));
        const what = `${phrases.group(group)} committed past ${phrases.message(trace, message)}`;
        const appended = handling.appendRowAt(partition, offset);
        broken(row, () => `${what} at ${when} before it was finished.`, appended);
        return;
      }
    },
  });
}
