/** Carries a pattern over the rows of a run, once each and in order, and says at which rows it is fulfilled. */
import { code } from '../../trace/index.ts';
import type {
  Bond,
  Expectation,
  Pattern,
  RowPattern,
  ThenPattern,
  TimesPattern,
} from './pattern.ts';
import { customerOfOrder } from './registers.ts';
import type { Told } from './told-run.ts';
import { actorOf, fieldOf, messageKindOf, messageNameOf, serviceOf } from './words.ts';

/** Sees each row once. */
type Sees = (row: number) => boolean;

/** Makes what carries a pattern over a run. */
export function matcherOf(told: Told, pattern: Pattern): Sees {
  if ('row' in pattern) return rowMatcher(told, pattern);
  if ('then' in pattern) return thenMatcher(told, pattern);
  if ('times' in pattern) return timesMatcher(told, pattern);
  const each = pattern.any.map((inner) => matcherOf(told, inner));
  // Each of them must see the row, whatever the others say.
  return (row) => each.map((sees) => sees(row)).includes(true);
}

function rowMatcher(told: Told, pattern: RowPattern): Sees {
  const { trace } = told;
  const kind = code[pattern.row];
  const { order, service, actor, message, carries } = pattern;
  const fields = Object.entries(pattern.where ?? {});
  return (row) =>
    trace.kind(row) === kind &&
    (order === undefined || trace.order(row) === order) &&
    (service === undefined || serviceOf(told, row) === service) &&
    (actor === undefined || actorOf(told, row) === actor) &&
    (message === undefined || messageNameOf(told, row) === message) &&
    (carries === undefined || messageKindOf(told, row) === carries) &&
    fields.every(([field, wanted]) => isAsExpected(fieldOf(told, row, field), wanted));
}

function thenMatcher(told: Told, { then, same }: ThenPattern): Sees {
  const each = then.map((inner) => matcherOf(told, inner));
  const reached = new Map<number, number>();
  return (row) => {
    const seen = each.map((sees) => sees(row));
    if (!seen.includes(true)) return false;
    const bond = bondOf(told, row, same);
    const at = reached.get(bond) ?? 0;
    if (seen[at] !== true || (same !== undefined && bond < 0)) return false;
    const isWhole = at + 1 === each.length;
    reached.set(bond, isWhole ? 0 : at + 1);
    return isWhole;
  };
}

function timesMatcher(told: Told, { times, of, same }: TimesPattern): Sees {
  const sees = matcherOf(told, of);
  const counts = new Map<number, number>();
  return (row) => {
    if (!sees(row)) return false;
    const bond = bondOf(told, row, same);
    if (same !== undefined && bond < 0) return false;
    const count = (counts.get(bond) ?? 0) + 1;
    counts.set(bond, count);
    return count >= times;
  };
}

/** What a row shares with others, -1 when it has no such thing. Without a bond all rows belong together. */
export function bondOf({ trace, cast }: Told, row: number, bond: Bond | undefined): number {
  switch (bond) {
    case undefined:
      return 0;
    case 'order':
      return trace.order(row);
    case 'customer':
      return customerOfOrder(trace, trace.order(row));
    case 'message':
      return trace.message(row);
    case 'actor':
      return trace.actor(row);
    case 'service':
      return cast.actors[trace.actor(row)]?.service ?? -1;
    case 'partition': {
      const event = trace.read(row);
      return 'partition' in event ? event.partition : -1;
    }
  }
}

/** Whether a value is what was expected. None is the word "nothing"; a word never lies within bounds of numbers. */
export function isAsExpected(said: number | string | null, wanted: Expectation): boolean {
  const value = said ?? 'nothing';
  if (typeof wanted !== 'object') return value === wanted;
  if (wanted.not !== undefined && value === wanted.not) return false;
  const { atLeast, atMost } = wanted;
  if (atLeast === undefined && atMost === undefined) return true;
  if (typeof value !== 'number') return false;
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
}
