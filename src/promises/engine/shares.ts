/** Rules of share groups: a record has one holder at a time, and a bounded number of deliveries. */
import { code, acknowledgements } from '../../trace/index.ts';
import { columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

const released = acknowledgements.indexOf('released');
/** Marks a record that is done with for good. */
const over = -2;

/** group.share.delivery.count.limit, its default. Source: ShareGroupConfig. */
const deliveryLimit = 5;

/** G15: one holder at a time. */
export function oneHolder({ accounts, cast, phrases }: Ground): Invariant {
  const { groups } = accounts;
  // By group and partition: for each offset, the row that acquired it, -1 while it is free, -2 when it is over; and the message.
  const held = cast.groups.map(() => columns(cast.partitions.length, -1));
  return invariant({
    id: 'G15',
    sentence:
      'In a share group a record has one holder at a time, and is delivered no more often than the limit allows.',
    formula:
      'Between two record-acquired rows of one group, partition and offset there is a record-acknowledged as released or an acquisition-expired; none comes after one accepted or rejected, or after a record-archived. The deliveries of each record-acquired is at most group.share.delivery.count.limit.',
    kinds: ['record-acquired', 'record-acknowledged', 'acquisition-expired', 'record-archived'],
    see(trace, row, broken) {
      const group = groups.of(trace.actor(row));
      const kind = trace.kind(row);
      const offset = trace.b(row);
      const at = held[group]?.[trace.a(row)];
      const before = at?.at(offset) ?? -1;
      const place = (): string => phrases.place(trace.a(row), offset);
      const who = (): string => phrases.actor(trace.actor(row));
      if (kind === code['record-archived']) at?.set(offset, over);
      else if (kind === code['acquisition-expired']) at?.set(offset, before === over ? over : -1);
      else if (kind === code['record-acknowledged']) {
        at?.set(offset, trace.c(row) === released ? -1 : over);
        if (before >= 0 && trace.actor(before) === trace.actor(row)) return;
        broken(
          row,
          () =>
            `${who()} was done with ${place()} at ${seconds(trace.time(row))} without holding it.`,
        );
      } else {
        at?.set(offset, row);
        if (before === over) {
          broken(row, () => `${who()} acquired ${place()} after the group was done with it.`);
        } else if (before >= 0) {
          broken(
            row,
            () =>
              `${who()} acquired ${place()}, which ${phrases.actor(trace.actor(before))} holds.`,
            before,
          );
        } else if (trace.c(row) > deliveryLimit) {
          broken(
            row,
            () =>
              `${place()} was delivered for the ${trace.c(row)}th time; the limit is ${deliveryLimit}.`,
          );
        }
      }
    },
  });
}
