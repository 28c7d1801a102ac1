/** How large an input is, in all the ways in which a shrink makes it smaller. */
import type { Fault } from '../../scenario/index.ts';
import type { Input } from '../input.ts';

/** Each measure may only fall. */
export interface Measures {
  readonly faults: number;
  /** Fields of faults that somebody had to give. */
  readonly fields: number;
  /** Orders, matches and deliveries at which faults aim, added up. */
  readonly aims: number;
  /** Times, spans, factors and further orders of faults, added up. */
  readonly amounts: number;
  readonly orders: number;
  readonly instances: number;
  readonly partitions: number;
  /** Chances that are not nil: of loss, refusal and failure. */
  readonly chances: number;
  readonly styles: number;
  readonly seed: number;
}

/** The measures of an input. */
export function measuresOf({ scenario, seed }: Input): Measures {
  const { faults, workload, services, broker, flow, network, styles } = scenario;
  const chances = [
    network.loss,
    ...flow.steps.flatMap(({ refusal, failure }) => [refusal, failure]),
  ];
  return {
    faults: faults.length,
    fields: sum(faults.map(fieldsOf)),
    aims: sum(faults.map(({ when }) => sum([when.order, when.nth, when.attempt]))),
    amounts: sum(faults.map(amountOf)),
    orders: workload.orders,
    instances: sum(services.map(({ instances }) => instances)),
    partitions: sum(broker.topics.map(({ partitions }) => partitions)),
    chances: chances.filter((chance) => chance.in > 0).length,
    styles: styles.length,
    seed,
  };
}

/** Whether no measure is larger and at least one is smaller. */
export function isSmaller(one: Measures, other: Measures): boolean {
  const pairs = Object.entries(one).map(([name, value]) => {
    const against: Readonly<Record<string, number>> = { ...other };
    return [value, against[name] ?? 0] as const;
  });
  return pairs.every(([a, b]) => a <= b) && pairs.some(([a, b]) => a < b);
}

/** How long a crashed process stays down when nobody says how long. */
export const usualPauseMs = 2_000;

function fieldsOf({ when, target, effect }: Fault): number {
  const own = Object.keys(effect).length - 1;
  const isUsual = effect.kind === 'crash' && effect.restartAfterMs === usualPauseMs;
  return Object.keys(when).length + Object.keys(target).length + own - (isUsual ? 1 : 0);
}

function amountOf({ when, effect }: Fault): number {
  const at = (when.atMs ?? 0) + (when.fromMs ?? 0);
  switch (effect.kind) {
    case 'slow':
      return at + effect.factor + effect.forMs;
    case 'delay':
      return at + effect.byMs;
    case 'spike':
      return at + effect.orders + effect.everyMs;
    default:
      return at;
  }
}

function sum(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((total, each) => total + (each ?? 0), 0);
}
