/** Rules of cause and effect among rows and messages. */
import { kinds } from '../../trace/index.ts';
import { Column } from '../folds/column.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** C3: causes come first. */
export function causesComeFirst(): Invariant {
  return invariant({
    id: 'C3',
    sentence: 'A cause comes before its effect.',
    formula: 'Each row’s cause is -1 or the index of an earlier row.',
    kinds,
    see(trace, row, broken) {
      const cause = trace.cause(row);
      if (cause >= -1 && cause < row) return;
      broken(row, () => `A ${kinds[trace.kind(row)] ?? 'row'} names a cause that comes after it.`);
    },
  });
}

/** C2: a message was made because of one that existed. */
export function causationExists({ phrases }: Ground): Invariant {
  const created = new Column(-1);
  return invariant({
    id: 'C2',
    sentence: 'A message that was made because of another comes after it.',
    formula:
      'Each message-created is the first of its message, and its causation is -1 or a message that was created earlier.',
    kinds: ['message-created'],
    see(trace, row, broken) {
      const message = trace.message(row);
      const causation = trace.b(row);
      const what = (): string => phrases.type(trace.a(row));
      const before = created.at(message);
      if (before >= 0) broken(row, () => `${what()} was made twice under one number.`, before);
      else if (causation >= 0 && created.at(causation) < 0) {
        broken(row, () => `${what()} was made because of a message that does not exist yet.`);
      }
      created.set(message, row);
    },
  });
}

/** C4: what follows from an order’s message is about that order. */
export function correlationStays({ phrases }: Ground): Invariant {
  const created = new Column(-1);
  return invariant({
    id: 'C4',
    sentence: 'A message is about the same order as the message that led to it.',
    formula: 'A message-created with a causation has the order of that message.',
    kinds: ['message-created'],
    see(trace, row, broken) {
      const before = created.at(trace.b(row));
      created.set(trace.message(row), row);
      if (before < 0 || trace.order(before) === trace.order(row)) return;
      const what = phrases.type(trace.a(row));
      const orders = `order ${trace.order(row)}, but it follows from one of order ${trace.order(before)}`;
      broken(row, () => `${what} is about ${orders}.`, before);
    },
  });
}

/** X3: in a choreography nobody tells another what to do. */
export function noCommandsInChoreography({ cast, phrases }: Ground): Invariant {
  const forbidden = cast.types.map(
    (type) => cast.style === 'choreography' && type.kind === 'command' && type.topic >= 0,
  );
  return invariant({
    id: 'X3',
    sentence: 'In a choreography services say what happened, not what others must do.',
    formula: 'In a choreography no message-created has a type of kind command with a topic.',
    kinds: ['message-created'],
    see(trace, row, broken) {
      if (forbidden[trace.a(row)] !== true) return;
      const who = phrases.actor(trace.actor(row));
      broken(row, () => `${who} gave the command ${phrases.type(trace.a(row))}.`);
    },
  });
}
