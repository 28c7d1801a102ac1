/** What a reader chooses before a fault is injected. What is chosen here is exactly what is sent. */
import type { Fault, Scenario } from '../../scenario/index.ts';
import type { Leg } from '../../trace/index.ts';
import type { FaultKind, PointChoice } from './fault-kinds.ts';

/** As many as the format allows. */
const mostMatches = 1_000_000;

/** The choices of the faults panel. */
export class FaultChoices {
  #point = $state.raw<PointChoice>('now');
  #service = $state.raw('');
  #leg = $state.raw<Leg>('produce-ack');
  #nth = $state.raw(1);
  /** Whether anything may be struck by hand: in a lesson only its own controls change the run. */
  areOpen = $state(true);

  get point(): PointChoice {
    return this.#point;
  }
  get service(): string {
    return this.#service;
  }
  get leg(): Leg {
    return this.#leg;
  }
  /** Which match strikes, from 1: of the point, or of the messages. */
  get nth(): number {
    return this.#nth;
  }
  chooseNth(nth: number): void {
    if (Number.isInteger(nth) && nth >= 1 && nth <= mostMatches) this.#nth = nth;
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

  /** The crash of a service: now, or when it next passes the chosen point. The run resolves the moment. */
  crash(service: string): Fault {
    const when = this.#point === 'now' ? {} : { point: this.#point, ...this.#match };
    return { when, target: { service }, effect: { kind: 'crash', restartAfterMs: 2000 } };
  }

  /** A fault of another kind, aimed at the chosen leg, and at the chosen service unless another one is named. */
  fault(kind: FaultKind, scenario: Scenario, service = this.target(scenario)): Fault {
    switch (kind) {
      case 'slow':
        return { when: {}, target: { service }, effect: { kind, factor: 8, forMs: 3000 } };
      case 'lose':
        return { when: this.#match, target: { service, leg: this.#leg }, effect: { kind } };
      case 'delay':
        return {
          when: this.#match,
          target: { service, leg: this.#leg },
          effect: { kind, byMs: 500 },
        };
      case 'spike':
        return { when: {}, target: {}, effect: { kind, orders: 20, everyMs: 10 } };
      case 'duplicate':
      case 'poison':
        return { when: this.#match, target: { service }, effect: { kind } };
    }
  }

  /** The first match is the one that strikes when nothing is said. */
  get #match(): Fault['when'] {
    return this.#nth === 1 ? {} : { nth: this.#nth };
  }

  /** The chosen service: at first the second of the scenario, which does real work. */
  target({ services }: Scenario): string {
    const chosen = services.find((service) => service.id === this.#service);
    return (chosen ?? services[1] ?? services[0])?.id ?? '';
  }
}
