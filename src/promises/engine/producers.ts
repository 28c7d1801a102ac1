/** Rules of producers and relays: what is sent twice must have a reason. */
import { code } from '../../trace/index.ts';
import { Column, columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Complaint, type Ground, type Invariant } from './invariant.ts';
import type { Trace } from '../../trace/index.ts';

/** Watches for a second copy of a message by the same producer, who neither crashed in between nor lacks idempotence. */
function noSecondCopy({ scenario, cast, phrases }: Ground, cares: (producer: number) => boolean) {
  const idempotent = scenario.broker.settings['enable.idempotence'] !== false;
  // By producer: for each message, one more than the row of its last append; and the row of its last crash.
  const appended = columns(cast.actors.length);
  const crashed = new Int32Array(cast.actors.length).fill(-1);
  return (trace: Trace, row: number, broken: Complaint): void => {
    if (trace.kind(row) === code['process-crashed']) {
      crashed[trace.actor(row)] = row;
      return;
    }
    const producer = trace.c(row);
    const topic = cast.topics[cast.partitions[trace.a(row)]?.topic ?? -1];
    // A consumer that lost its partition may give up the same record again: each is a produce of its own.
    if (!idempotent || !cares(producer) || topic?.carries === 'dead-letters') return;
    const message = trace.message(row);
    const before = (appended[producer]?.at(message) ?? 0) - 1;
    if (before >= 0 && (crashed[producer] ?? -1) < before) {
      const what = phrases.messageOfOrder(trace, message, trace.order(row));
      const who = phrases.actor(producer);
      broken(
        row,
        () => `${what} was appended again for ${who} at ${seconds(trace.time(row))}.`,
        before,
      );
    }
    appended[producer]?.set(message, row + 1);
  };
}

/** P1: an idempotent producer’s message is appended once. */
export function idempotentProducer(ground: Ground): Invariant {
  const isRelay = ground.cast.actors.map((actor) => actor.kind === 'relay');
  return invariant({
    id: 'P1',
    sentence: 'A message of an idempotent producer is appended once.',
    formula:
      'With enable.idempotence, two record-appended rows of one message and one producer have a process-crashed of that producer between them. Relays have O4; dead letters are exempt.',
    kinds: ['record-appended', 'process-crashed'],
    see: noSecondCopy(ground, (producer) => isRelay[producer] !== true),
  });
}

/** O4: a relay sends twice only what it could not mark. */
export function relayRepeatsOnlyAfterCrash(ground: Ground): Invariant {
  const isRelay = ground.cast.actors.map((actor) => actor.kind === 'relay');
  return invariant({
    id: 'O4',
    sentence: 'A relay repeats a message only after it crashed between sending and marking.',
    formula:
      'With enable.idempotence, two record-appended rows of one message by one relay have a process-crashed of that relay between them.',
    kinds: ['record-appended', 'process-crashed'],
    see: noSecondCopy(ground, (producer) => isRelay[producer] === true),
  });
}

/** O1: what is marked as sent was sent. */
export function markedIsInLog({ phrases }: Ground): Invariant {
  const inLog = new Column();
  return invariant({
    id: 'O1',
    sentence: 'The outbox marks as sent only what stands in the log.',
    formula: 'Each outbox-marked has an earlier record-appended of the same message.',
    kinds: ['record-appended', 'outbox-marked'],
    see(trace, row, broken) {
      const message = trace.message(row);
      if (trace.kind(row) === code['record-appended']) inLog.set(message, 1);
      else if (inLog.at(message) !== 1) {
        const who = phrases.actor(trace.actor(row));
        broken(
          row,
          () =>
            `${who} marked ${phrases.message(trace, message)} as sent, but it is not in the log.`,
        );
      }
    },
  });
}
