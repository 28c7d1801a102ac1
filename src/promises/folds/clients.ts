/** How clients and topics are set, as far as it can be relied on: a setting that is changed in the run is no ground for a rule. */
import {
  assumedValue,
  brokerSetting,
  brokerSettings,
  type BrokerSettingName,
  type Reader,
  type Scenario,
  type Service,
  type SettingValue,
} from '../../scenario/index.ts';
import type { Cast, Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';

/** The settings of one world. */
export class Clients implements Listener {
  readonly kinds = ['setting-changed'] as const;
  readonly #scenario: Scenario;
  readonly #cast: Cast;
  readonly #services: readonly (Service | Reader | undefined)[];
  readonly #changed = new Set<string>();

  constructor(scenario: Scenario, cast: Cast) {
    this.#scenario = scenario;
    this.#cast = cast;
    const all = [...scenario.services, ...scenario.readers];
    this.#services = cast.services.map(({ id }) => all.find((each) => each.id === id));
  }

  /** Takes in a changed setting. */
  see(trace: Trace, row: number): void {
    const name = brokerSettings[trace.a(row)]?.name;
    if (name !== undefined) this.#changed.add(name);
  }

  /** Whether a setting has been what it is since the run began. */
  isConstant(...names: readonly BrokerSettingName[]): boolean {
    return names.every((name) => !this.#changed.has(name));
  }

  /** What a service's clients are set to; -1 stands for the client. */
  of(service: number, name: BrokerSettingName): SettingValue | undefined {
    return this.#services[service]?.settings[name] ?? this.#general(name);
  }
  /** What the clients of a process are set to. */
  ofActor(actor: number, name: BrokerSettingName): SettingValue | undefined {
    return this.of(this.#cast.actors[actor]?.service ?? -1, name);
  }
  /** What the clients of a group are set to. */
  ofGroup(group: number, name: BrokerSettingName): SettingValue | undefined {
    return this.of(this.#cast.groups[group]?.service ?? -1, name);
  }
  /** What the topic of a partition is set to. */
  ofPartition(partition: number, name: BrokerSettingName): SettingValue | undefined {
    const topic = this.#cast.topics[this.#cast.partitions[partition]?.topic ?? -1]?.id;
    const stated = this.#scenario.broker.topics.find(({ id }) => id === topic);
    return stated?.settings[name] ?? this.#general(name);
  }

  /** The switches of a service or a reader. */
  service(service: number): Service | Reader | undefined {
    return this.#services[service];
  }
  /** The switches of the service or the reader behind a group. */
  serviceOfGroup(group: number): Service | Reader | undefined {
    return this.#services[this.#cast.groups[group]?.service ?? -1];
  }
  /** Whether a group commits what earlier polls returned, done or not. */
  commitsByItself(group: number): boolean {
    return this.ofGroup(group, 'enable.auto.commit') === true;
  }
  /** Whether a service's consumers see committed records only; `undefined` where that was changed in the run. */
  readsCommitted(service: number): boolean | undefined {
    const isShare = this.#cast.groups.some((each) => each.isShare && each.service === service);
    const name = isShare ? 'share.isolation.level' : 'isolation.level';
    return this.isConstant(name) ? this.of(service, name) === 'read_committed' : undefined;
  }
  /** Whether a producer is recognised when it repeats itself. Kafka switches it off silently where other settings rule it out. */
  isIdempotent(actor: number): boolean {
    return (
      this.ofActor(actor, 'enable.idempotence') === true &&
      this.ofActor(actor, 'acks') === 'all' &&
      Number(this.ofActor(actor, 'retries')) > 0 &&
      Number(this.ofActor(actor, 'max.in.flight.requests.per.connection')) <= 5
    );
  }

  #general(name: BrokerSettingName): SettingValue | undefined {
    const setting = brokerSetting(name);
    const stated = this.#scenario.broker.settings[name];
    return stated ?? (setting === undefined ? undefined : assumedValue(setting));
  }
}
