/** Makes the faults that are left plainer: fields that nobody needs go, aims and amounts become small. */
import type { Fault, Target, When } from '../../scenario/index.ts';
import type { Input } from '../input.ts';
import { usualPauseMs } from './measures.ts';
import { attempt, lower, withFault, type Search } from './search.ts';

const dropsWhen = ['fromMs', 'message', 'step', 'attempt', 'nth', 'every', 'order'] as const;
const dropsTarget = ['instance', 'service'] as const;
const aims = ['order', 'nth', 'attempt'] as const;

/** Leaves out every field that is not needed for the failure. */
export function* fewerFields(input: Input): Search {
  let best = input;
  for (let index = 0; index < best.scenario.faults.length; index++) {
    for (const name of dropsWhen)
      best = yield* changed(best, index, (fault) =>
        fault.when[name] === undefined ? fault : { ...fault, when: without(name, fault.when) },
      );
    for (const name of dropsTarget)
      best = yield* changed(best, index, (fault) =>
        fault.target[name] === undefined
          ? fault
          : { ...fault, target: elsewhere(name, fault.target) },
      );
    best = yield* changed(best, index, ({ effect, ...fault }) =>
      effect.kind === 'crash'
        ? { ...fault, effect: { ...effect, restartAfterMs: usualPauseMs } }
        : { ...fault, effect },
    );
  }
  return best;
}

/** Makes every number of a fault as small as it can be. */
export function* smallerNumbers(input: Input): Search {
  let best = input;
  for (let index = 0; index < best.scenario.faults.length; index++) {
    for (const { min, value, set } of numbersOf(best, index))
      best = yield* lower(best, { min, value }, (to, number) => {
        const fault = to.scenario.faults[index];
        return fault === undefined ? to : withFault(to, index, set(fault, number));
      });
  }
  return best;
}

interface Numbered {
  readonly min: number;
  readonly value: number;
  readonly set: (fault: Fault, value: number) => Fault;
}

function numbersOf({ scenario }: Input, index: number): Numbered[] {
  const fault = scenario.faults[index];
  if (fault === undefined) return [];
  const { when } = fault;
  const numbers: Numbered[] = aims.map((name) => ({
    min: 1,
    value: when[name] ?? 0,
    set: (each, value) => ({ ...each, when: { ...each.when, [name]: value } }),
  }));
  if (when.atMs !== undefined)
    numbers.push({
      min: 0,
      value: when.atMs,
      set: (each, value) => ({ ...each, when: { ...each.when, atMs: value } }),
    });
  return [...numbers, ...amountsOf(fault)];
}

function amountsOf({ effect }: Fault): Numbered[] {
  switch (effect.kind) {
    case 'slow':
      return [
        { min: 2, value: effect.factor, set: setting('slow', 'factor') },
        { min: 1, value: effect.forMs, set: setting('slow', 'forMs') },
      ];
    case 'pause':
    case 'cut-off':
    case 'block-poll':
    case 'isolate-node':
      return [{ min: 1, value: effect.forMs, set: setting(effect.kind, 'forMs') }];
    case 'kill-node':
      return [
        { min: 1, value: effect.restartAfterMs, set: setting('kill-node', 'restartAfterMs') },
      ];
    case 'delay':
      return [{ min: 1, value: effect.byMs, set: setting('delay', 'byMs') }];
    case 'spike':
      return [
        { min: 1, value: effect.orders, set: setting('spike', 'orders') },
        { min: 1, value: effect.everyMs, set: setting('spike', 'everyMs') },
      ];
    default:
      return [];
  }
}

function setting(kind: Fault['effect']['kind'], name: string) {
  return (fault: Fault, value: number): Fault =>
    fault.effect.kind === kind ? { ...fault, effect: { ...fault.effect, [name]: value } } : fault;
}

function* changed(input: Input, index: number, change: (fault: Fault) => Fault): Search {
  const fault = input.scenario.faults[index];
  if (fault === undefined) return input;
  const next = change(fault);
  return next === fault ? input : yield* attempt(input, withFault(input, index, next));
}

function without(name: keyof When, { [name]: _dropped, ...rest }: When): When {
  return rest;
}

function elsewhere(name: keyof Target, { [name]: _dropped, ...rest }: Target): Target {
  return rest;
}
