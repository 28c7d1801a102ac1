/** What a broken promise may be owed to and could have been otherwise: the faults that led to it, and the switches that were off where it broke. */
import { setPath, type Fault, type Scenario } from '../../scenario/index.ts';
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Inputs, Verdict } from '../../worker/index.ts';
import { mended } from './mend.ts';

/** A cause that the run could have gone without. */
export type Cause =
  | { readonly kind: 'fault'; readonly index: number }
  | { readonly kind: 'switch'; readonly service: string; readonly name: 'inbox' | 'outbox' }
  /** The scenario is set wrongly on purpose. */
  | { readonly kind: 'repair' };

/** A run in which a promise was broken. */
export interface BrokenRun {
  readonly trace: Trace;
  readonly cast: Cast;
  readonly verdict: Verdict;
  /** Whether a switch was on when the promise broke. */
  readonly isOn: (service: string, name: 'inbox' | 'outbox') => boolean;
}

/** Where a row of this kind names its fault. */
const faultField: ReadonlyMap<number, 'a' | 'c'> = new Map([
  [code['fault-struck'], 'a'],
  [code['process-crashed'], 'c'],
  [code['leg-lost'], 'c'],
  [code['leg-delayed'], 'c'],
  [code['delivery-duplicated'], 'c'],
  [code['process-slowed'], 'c'],
]);
const mostFaults = 3;

/** The causes that a verdict points at, faults first. */
export function causesOf({ trace, cast, verdict, isOn }: BrokenRun): readonly Cause[] {
  const cited = [...verdict.witness, ...verdict.why.flatMap((each) => each.rows)];
  const rows = ancestry(trace, cited);
  // Of many faults those that the sentence itself names come first, and then the latest: what was long ago led to less.
  const named = faultsAt(trace, [...inOrder(cited).reverse(), ...rows.toReversed()]);
  // A crash is not always among the ancestors of what it led to: then those that struck before come into question.
  const faults = named.length > 0 ? named : struckBefore(trace, verdict.firstRow);
  const services = new Set(rows.map((row) => cast.actors[trace.actor(row)]?.service ?? -1));
  const switches = [...services].flatMap((index): Cause[] => {
    const { id = '', reader = true } = cast.services[index] ?? {};
    if (reader) return [];
    const names = (['inbox', 'outbox'] as const).filter((name) => !isOn(id, name));
    return names.map((name) => ({ kind: 'switch', service: id, name }));
  });
  return [
    ...faults.slice(0, mostFaults).map((index): Cause => ({ kind: 'fault', index })),
    ...switches,
  ];
}

/** All rows that led to these, themselves included, in the order of the trace. */
function ancestry(trace: Trace, rows: readonly number[]): readonly number[] {
  const found = new Set<number>();
  for (const row of rows)
    for (let at = row; at >= 0 && !found.has(at); at = trace.cause(at)) found.add(at);
  return inOrder([...found]);
}

function inOrder(rows: readonly number[]): number[] {
  return [...rows].sort((a, b) => a - b);
}

/** The faults that these rows name, each once. */
function faultsAt(trace: Trace, rows: readonly number[]): readonly number[] {
  return [...new Set(rows.map((row) => faultAt(trace, row)).filter((index) => index >= 0))];
}

function faultAt(trace: Trace, row: number): number {
  const field = faultField.get(trace.kind(row));
  return field === undefined ? -1 : trace[field](row);
}

/** The faults that struck before a row, the latest first. */
function struckBefore(trace: Trace, end: number): readonly number[] {
  const found = new Set<number>();
  for (let row = end; row >= 0; row--) {
    const fault = faultAt(trace, row);
    if (fault >= 0) found.add(fault);
  }
  return [...found];
}

/** The same run without a cause: the inputs, or undefined where they cannot be written. */
export function inputsWithout(
  cause: Cause,
  { text, seed, actions }: Inputs,
  scenario: Scenario,
): Inputs | undefined {
  if (cause.kind === 'repair') {
    const done = mended(text, scenario.repair?.set ?? []);
    return 'text' in done ? { text: done.text, seed, actions } : undefined;
  }
  if (cause.kind === 'switch') {
    const { service, name } = cause;
    const set = setPath(text, [`services.${service}.${name}=true`]);
    const kept = actions.filter(
      (action) => !(action.kind === 'switch' && action.service === service && action.name === name),
    );
    return set.kind === 'text' ? { text: set.text, seed, actions: kept } : undefined;
  }
  const { faults } = scenario;
  if (cause.index >= faults.length) {
    const live = actions.filter(({ kind }) => kind === 'inject')[cause.index - faults.length];
    return { text, seed, actions: actions.filter((action) => action !== live) };
  }
  const kept: readonly Fault[] = faults.filter((_, index) => index !== cause.index);
  const set = setPath(text, [`faults=${JSON.stringify(kept)}`]);
  return set.kind === 'text' ? { text: set.text, seed, actions } : undefined;
}
