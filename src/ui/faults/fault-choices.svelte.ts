/** The faults that a reader can inject, each with the few choices that it leaves. What is chosen here is exactly what is sent. */
import { moments, points, type Leg, type Moment, type Point } from '../../trace/index.ts';
import type { Fault, Scenario } from '../../scenario/index.ts';

/** A named side of a named point, or the present moment. */
export type PointChoice = 'now' | `${Moment} ${Point}`;

/** Where a handler, a relay or a saga can be struck. */
export const pointChoices: readonly PointChoice[] = [
  'now',
  ...points.flatMap((point) => moments.map((moment): PointChoice => `${moment} ${point}`)),
];

/** The faults beyond a crash, in the order of the panel. */
export const faultKinds = ['slow', 'lose', 'delay', 'duplicate', 'poison', 'spike'] as const;
/** A kind of fault beyond a crash. */
export type FaultKind = (typeof faultKinds)[number];

/** What the panel says of each kind, and the key that injects it. */
export const faultTexts: Readonly<Record<FaultKind, { readonly name: string; readonly key: string; readonly icon: string }>> = {
  slow: { name: 'Slow consumer', key: 'w', icon: '◔' },
  lose: { name: 'Lose a message', key: 'l', icon: '⌀' },
  delay: { name: 'Delay a message', key: 'd', icon: '⇥' },
  duplicate: { name: 'Deliver twice', key: 't', icon: '⇉' },
  poison: { name: 'Poison message', key: 'x', icon: '☠' },
  spike: { name: 'Spike of orders', key: 'k', icon: '▲' },
};

/** The choices of the faults panel. */
export class FaultChoices {
  #point = $state.raw<PointChoice>('now');
  #service = $state.raw('');
  #leg = $state.raw<Leg>('produce-ack');

  get point(): PointChoice {
    return this.#point;
  }
  get service(): string {
    return this.#service;
  }
  get leg(): Leg {
    return this.#leg;
  }
  choosePoint(point: PointChoice): void {
    this.#point = point;
  }
  chooseService(service: string): void {
    this.#service = service;
  }
  chooseLeg(leg: Leg): void {
    this.#leg = leg;
  }

  /** The crash of a service at the chosen point. The first passage of the point from this instant on is struck. */
  crash(service: string, atMicros: number): Fault {
    const effect = { kind: 'crash', restartAfterMs: 2000 } as const;
    if (this.#point === 'now') return { when: { atMs: milliseconds(atMicros) }, target: { service }, effect };
    return { when: { point: this.#point, fromMs: milliseconds(atMicros) }, target: { service }, effect };
  }

  /** A fault of another kind, aimed at the chosen service and leg. */
  fault(kind: FaultKind, scenario: Scenario, atMicros: number): Fault {
    const fromMs = milliseconds(atMicros);
    const service = this.target(scenario);
    switch (kind) {
      case 'slow':
        return { when: { atMs: fromMs }, target: { service }, effect: { kind, factor: 8, forMs: 3000 } };
      case 'lose':
        return { when: { fromMs }, target: { service, leg: this.#leg }, effect: { kind } };
      case 'delay':
        return { when: { fromMs }, target: { service, leg: this.#leg }, effect: { kind, byMs: 500 } };
      case 'spike':
        return { when: { atMs: fromMs }, target: {}, effect: { kind, orders: 20, everyMs: 10 } };
      case 'duplicate':
      case 'poison':
        return { when: { fromMs }, target: { service }, effect: { kind } };
    }
  }

  /** The chosen service: at first the second of the scenario, which does real work. */
  target({ services }: Scenario): string {
    const chosen = services.find((service) => service.id === this.#service);
    return (chosen ?? services[1] ?? services[0])?.id ?? '';
  }
}

/** A letter for the crash of each service: the first of its name that nothing else uses. */
export function crashKeys({ services }: Scenario): ReadonlyMap<string, string> {
  const taken = new Set(Object.values(faultTexts).map(({ key }) => key));
  const keys = new Map<string, string>();
  for (const { id, name } of services) {
    const free = [...name.toLowerCase()].find((letter) => /[a-z]/.test(letter) && !taken.has(letter));
    if (free === undefined) continue;
    taken.add(free);
    keys.set(id, free);
  }
  return keys;
}

function milliseconds(micros: number): number {
  return Math.round(micros / 1000);
}
