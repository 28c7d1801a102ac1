/** Conditions in words for people, and in a short form for links. */
import type { BreakCondition } from './condition.ts';

/** The highest lag that a breakpoint can wait for: more records than any run has. */
export const mostLag = 999_999_999;

/** Whether a breakpoint can wait for a lag above this. */
export function isLag(above: number): boolean {
  return Number.isInteger(above) && above >= 0 && above <= mostLag;
}

/** What a breakpoint waits for, in a few words: `OrderPlaced is made`, `lag of payment above 5`. */
export function conditionWords(condition: BreakCondition): string {
  switch (condition.kind) {
    case 'message':
      return `${condition.type} is made`;
    case 'delivery':
      return `${condition.type} is delivered`;
    case 'state':
      return `${condition.machine} becomes ${condition.state}`;
    case 'lag':
      return `lag of ${condition.group} above ${condition.above}`;
    case 'commit':
      return `before a commit of ${condition.group}`;
    case 'promise':
      return condition.id === undefined ? 'any promise broken' : `promise ${condition.id} broken`;
    case 'fault':
      return 'a fault strikes';
    case 'dead-letter':
      return 'a dead letter';
  }
}

/** The short form: the kind and its parts, parted by colons. Equal conditions have equal forms. */
export function writeCondition(condition: BreakCondition): string {
  return [condition.kind, ...partsOf(condition)].map(encodeURIComponent).join(':');
}

/** Reads the short form; undefined for what is not one. Names are not looked up: what a world does not have, it never meets. */
export function readCondition(text: string): BreakCondition | undefined {
  const [kind, first = '', second = '', ...rest] = text.split(':').map(decoded);
  if (rest.length > 0) return undefined;
  switch (kind) {
    case 'message':
    case 'delivery':
      return first !== '' && second === '' ? { kind, type: first } : undefined;
    case 'state':
      return first !== '' && second !== '' ? { kind, machine: first, state: second } : undefined;
    case 'lag':
      return first !== '' && /^\d+$/.test(second) && isLag(Number(second))
        ? { kind, group: first, above: Number(second) }
        : undefined;
    case 'commit':
      return first !== '' && second === '' ? { kind, group: first } : undefined;
    case 'promise':
      if (second !== '') return undefined;
      return first === '' ? { kind } : { kind, id: first };
    case 'fault':
    case 'dead-letter':
      return first === '' && second === '' ? { kind } : undefined;
    default:
      return undefined;
  }
}

function partsOf(condition: BreakCondition): readonly string[] {
  switch (condition.kind) {
    case 'message':
    case 'delivery':
      return [condition.type];
    case 'state':
      return [condition.machine, condition.state];
    case 'lag':
      return [condition.group, String(condition.above)];
    case 'commit':
      return [condition.group];
    case 'promise':
      return condition.id === undefined ? [] : [condition.id];
    case 'fault':
    case 'dead-letter':
      return [];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken escape in a link that was cut: not a name of anything.
    return '';
  }
}
