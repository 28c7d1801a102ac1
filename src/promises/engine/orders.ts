/** Rules of orders: how they end, and that a compensation undoes what was done. */
import { code, outcomes } from '../../trace/index.ts';
import { Dispatch } from '../checker.ts';
import { Column } from '../folds/column.ts';
import { Effects } from '../folds/effects.ts';
import { Orders } from '../folds/orders.ts';
import { seconds, times } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** SG1: an order ends once. */
export function endsOnce(): Invariant {
  const ended = new Column(-1);
  return invariant({
    id: 'SG1',
    sentence: 'An order ends at most once.',
    formula: 'No two order-ended rows name one order, and each names an outcome.',
    kinds: ['order-ended'],
    see(trace, row, broken) {
      const order = trace.order(row);
      const before = ended.at(order);
      const outcome = outcomes[trace.a(row)];
      const what = (): string =>
        `Order ${order} ended ${outcome ?? 'in no known way'} at ${seconds(trace.time(row))}`;
      if (before >= 0) broken(row, () => `${what()}, after it had ended.`, before);
      else if (outcome === undefined) broken(row, () => `${what()}.`);
      if (before < 0) ended.set(order, row);
    },
  });
}

/** SG3: where nothing was repeated, a compensated order leaves nothing behind. */
export function compensationUndoes({ cast, phrases }: Ground): Invariant {
  const orders = new Orders();
  const effects = new Effects(cast.steps.length);
  const books = new Dispatch([orders, effects]);
  const appended = new Column();
  // Orders whose messages, calls or deliveries were repeated: whoever keeps no inbox does those twice, as it should.
  const repeated = new Column();
  let crashed = false;

  return invariant({
    id: 'SG3',
    sentence:
      'A compensated order is undone once where it was done once, and not where it was not.',
    formula:
      'At run-drained, for each order that ended compensated, each undoable step was applied as often as undone, at most once. Exempt are runs with a crash or an expulsion, and orders with a repeated delivery, call, message or record.',
    about: 'the end',
    kinds: [
      ...[...orders.kinds, ...effects.kinds],
      ...(['record-delivered', 'call-received', 'call-timed-out', 'message-created'] as const),
      ...(['record-appended', 'delivery-duplicated', 'process-crashed'] as const),
      ...(['member-expelled', 'run-drained'] as const),
    ],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      const order = trace.order(row);
      if (books.seeRow(trace, row)) return;
      if (kind === code['process-crashed'] || kind === code['member-expelled']) crashed = true;
      else if (kind === code['record-delivered'] || kind === code['message-created']) {
        if (trace.c(row) > 1) repeated.set(order, 1);
      } else if (kind === code['call-received']) {
        if (trace.b(row) > 1) repeated.set(order, 1);
      } else if (kind === code['record-appended']) {
        if (appended.add(trace.message(row), 1) > 1) repeated.set(order, 1);
      } else if (kind !== code['run-drained']) repeated.set(order, 1);
      if (kind !== code['run-drained'] || crashed) return;
      for (let each = 0; each < orders.length; each++) {
        if (orders.outcome(each) !== 'compensated' || repeated.at(each) === 1) continue;
        const step = cast.steps.findIndex(
          (known, index) => known.undoable && effects.of(index).net(each) !== 0,
        );
        if (step < 0) continue;
        const effect = effects.of(step);
        const net = effect.net(each);
        const what = net > 0 ? `is in force ${times(net)}` : 'was undone more often than done';
        const rows = [effect.firstAppliedRow(each), effect.lastUndoneRow(each)];
        const last = Math.max(effect.lastRow(each), orders.decidedRow(each));
        broken(
          last,
          () => `Order ${each} ended compensated, but “${phrases.step(step)}” ${what}.`,
          ...rows,
        );
      }
    },
  });
}
