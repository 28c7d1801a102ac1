/** Rules of producers and relays: what is sent twice must have a reason. */
import { code, produceErrors } from '../../trace/index.ts';
import { Column, columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

const sessionEnds: readonly number[] = [
  produceErrors.indexOf('OUT_OF_ORDER_SEQUENCE_NUMBER'),
  produceErrors.indexOf('INVALID_PRODUCER_EPOCH'),
];

/** P1: what an idempotent producer sends once is appended once. */
export function idempotentProducer({ accounts, cast, phrases }: Ground): Invariant {
  const { clients, logs } = accounts;
  // By producer: for each message, how often it was sent anew, less how often it was appended; and the last row that appended it.
  const open = columns(cast.actors.length);
  const appended = columns(cast.actors.length, -1);
  // By producer: the last row after which it may have begun to number its records anew.
  const session = new Float64Array(cast.actors.length).fill(-1);
  return invariant({
    id: 'P1',
    sentence:
      'What an idempotent producer sends once is appended once, however often the request is repeated.',
    formula:
      'With enable.idempotence (and the acks, retries and requests in flight that it needs), a message has at each row at most as many record-appended rows of a producer, of those that stand in the acting replica’s log, as produce-sent rows with attempt 1 of that producer. A batch that is out of order or given up ends the session in which the broker can recognise what came before.',
    kinds: ['produce-sent', 'record-appended', 'produce-failed', 'send-expired'],
    see(trace, row, broken) {
      const message = trace.message(row);
      const kind = trace.kind(row);
      if (kind === code['produce-sent']) {
        if (trace.c(row) === 1) open[trace.actor(row)]?.add(message, 1);
        return;
      }
      if (kind !== code['record-appended']) {
        const isOver = kind === code['send-expired'] || sessionEnds.includes(trace.c(row));
        if (isOver) session[trace.actor(row)] = row;
        return;
      }
      const producer = trace.c(row);
      const before = appended[producer]?.at(message) ?? -1;
      appended[producer]?.set(message, row);
      const replica = logs.replica(trace.a(row), trace.actor(row));
      const isSamePlace = before >= 0 && trace.b(before) === trace.b(row);
      const stands =
        before < 0 ||
        trace.a(before) !== trace.a(row) ||
        (isSamePlace && logs.before(trace.a(row)) > trace.b(row)) ||
        replica?.rowAt(trace.b(before)) === before;
      // A copy that was cut off does not count: this one takes its place.
      const left = stands ? (open[producer]?.add(message, -1) ?? 0) : 0;
      if (left >= 0) return;
      open[producer]?.set(message, 0);
      const known = clients.isConstant('enable.idempotence', 'acks', 'retries');
      if (!known || !clients.isIdempotent(producer)) return;
      // What counts is the session in which the first copy was sent.
      const sent = before < 0 || trace.cause(before) < 0 ? before : trace.cause(before);
      if (sent < (session[producer] ?? -1)) return;
      const what = phrases.messageOfOrder(trace, message, trace.order(row));
      const when = seconds(trace.time(row));
      const who = phrases.actor(producer);
      broken(row, () => `${what} was appended at ${when} more often than ${who} sent it.`);
    },
  });
}

/** O4: a relay sends again only what was stored again, or what it could not mark before a crash. */
export function relayRepeatsOnlyAfterCrash({ cast, phrases }: Ground): Invariant {
  const crashes = cast.actors.map(() => 0);
  const sent = columns(cast.actors.length);
  // By service: for each order, how often something about it was stored, or said again on demand.
  const stored = columns(cast.services.length);
  return invariant({
    id: 'O4',
    sentence:
      'A relay repeats a message only after a crash, when it had given it up, or when its service said it again.',
    formula:
      'A relay’s produce-sent rows with attempt 1 of one message are at most the store-committed and duplicate-suppressed rows of its service for that order, plus the relay’s process-crashed rows and its send-expired rows of the message.',
    kinds: [
      ...(['produce-sent', 'store-committed', 'duplicate-suppressed'] as const),
      ...(['process-crashed', 'send-expired'] as const),
    ],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      const actor = trace.actor(row);
      const service = cast.actors[actor]?.service ?? -1;
      if (kind === code['process-crashed']) crashes[actor] = (crashes[actor] ?? 0) + 1;
      else if (kind === code['send-expired']) sent[actor]?.add(trace.message(row), -1);
      else if (kind !== code['produce-sent']) stored[service]?.add(trace.order(row), 1);
      else if (trace.c(row) === 1 && cast.actors[actor]?.kind === 'relay') {
        const times = sent[actor]?.add(trace.message(row), 1) ?? 0;
        if (times <= (stored[service]?.at(trace.order(row)) ?? 0) + (crashes[actor] ?? 0)) return;
        const what = phrases.messageOfOrder(trace, trace.message(row), trace.order(row));
        const when = seconds(trace.time(row));
        broken(
          row,
          () => `${phrases.actor(actor)} sent ${what} again at ${when} without a reason.`,
        );
      }
    },
  });
}

/** O1: what is marked as sent was sent. */
export function markedIsInLog({ accounts, cast, phrases }: Ground): Invariant {
  const { clients } = accounts;
  const inLog = new Column();
  // By relay: for each row of its outbox, one more than the row of the trace that marked it.
  const marked = columns(cast.actors.length);
  const waitsForAnswer = (actor: number): boolean =>
    clients.isConstant('acks') && clients.ofActor(actor, 'acks') !== '0';
  return invariant({
    id: 'O1',
    sentence: 'The outbox marks as sent, once, only what stands in the log.',
    formula:
      'Each outbox-marked of a relay whose acks is not 0 has an earlier record-appended of the same message, and no two of one relay name the same row of the outbox.',
    kinds: ['record-appended', 'outbox-marked'],
    see(trace, row, broken) {
      const message = trace.message(row);
      if (trace.kind(row) === code['record-appended']) {
        inLog.set(message, 1);
        return;
      }
      const actor = trace.actor(row);
      const before = (marked[actor]?.at(trace.a(row)) ?? 0) - 1;
      marked[actor]?.set(trace.a(row), row + 1);
      const opening = (): string =>
        `${phrases.actor(actor)} marked ${phrases.message(trace, message)}`;
      if (before >= 0) broken(row, () => `${opening()} as sent twice.`, before);
      else if (inLog.at(message) !== 1 && waitsForAnswer(actor)) {
        broken(row, () => `${opening()} as sent, but it is not in the log.`);
      }
    },
  });
}
