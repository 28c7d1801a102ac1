/** Lists that mostly stay empty or get one entry: engines give a list that grows from nothing room for many, and a list of one takes a fraction of that. */

/** The empty list. Nobody writes to it. */
export const none: never[] = [];

/** A list with one thing more. The first makes a list of its own. */
export function added<T>(list: T[], one: T): T[] {
  if (list.length === 0) return [one];
  list.push(one);
  return list;
}
