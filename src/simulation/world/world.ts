/** One world: a plan, a seed, a clock and all that happens. `step` takes the next event and nothing else moves it. */
import {
  Draws,
  Kernel,
  present,
  restoreCheckpoint,
  takeCheckpoint,
  toMicros,
  type Checkpoint,
  type Micros,
  type Scribe,
} from '../../kernel/index.ts';
import type { Fault } from '../../scenario/index.ts';
import { Store, xstateRunner, type MachineRunner, type Snapshot } from '../../services/index.ts';
import { code, type Cast, type Trace } from '../../trace/index.ts';
import {
  brokerActor,
  clientActor,
  type MachinePlan,
  type Plan,
  type ServicePlan,
} from '../compile/plan.ts';
import { engine } from '../engine.ts';
import { start, stock } from './beginning.ts';
import { BrokerHost } from './brokers/broker-host.ts';
import { GroupHost } from './brokers/group-host.ts';
import { Calls } from './calling/calls.ts';
import { Clients } from './calling/clients.ts';
import { Commits } from './consuming/commits.ts';
import { Assignments } from './consuming/assignments.ts';
import { Consumers } from './consuming/consumers.ts';
import { Departures } from './consuming/departures.ts';
import { Polling } from './consuming/polling.ts';
import type { WorldEvent } from './events.ts';
import { dispatch } from './dispatch.ts';
import { FaultBook, type Occasion } from './faults/fault-book.ts';
import { Incidents } from './faults/incidents.ts';
import { momentCode, pointCode, type Side } from './faults/sides.ts';
import { Instances } from './faults/instances.ts';
import { Occasions } from './faults/occasions.ts';
import { Pauses } from './faults/pauses.ts';
import { jobsOf } from './handling/job.ts';
import { Jobs } from './handling/jobs.ts';
import { Membership } from './consuming/membership.ts';
import { Machines, type MachineNames } from './machines.ts';
import { MessageTable } from './message-table.ts';
import { Network } from './network.ts';
import { Orders } from './orders.ts';
import { ServiceProcess } from './process.ts';
import { Producers } from './producing/producers.ts';
import { Relays } from './producing/relays.ts';
import { Limits, type Reached, type WorldCaps } from './caps.ts';
import { WorldSettings } from './settings.ts';
import { Teller } from './teller.ts';
import { transcribeRooms } from './rooms.ts';

/** A switch of a service that can be flipped while the run goes on. */
export type Switch = 'inbox' | 'outbox';

/** How a world is run, beside what it is. */
export interface WorldOptions {
  readonly caps?: Partial<WorldCaps>;
  /** What runs the machines: XState itself, or their tables. The run is the same. */
  readonly runner?: MachineRunner;
  /** The trace of another world, which nobody reads any more: this one writes over it. */
  readonly worn?: Trace | undefined;
}

/** One style's world. */
export class World {
  readonly plan: Plan;
  readonly kernel: Kernel<WorldEvent>;
  readonly teller: Teller;
  readonly draws: Draws;
  readonly orders: Orders;
  readonly messages: MessageTable;
  readonly faults: FaultBook;
  readonly occasions: Occasions;
  readonly network: Network;
  readonly settings: WorldSettings;
  readonly broker: BrokerHost;
  readonly groups: GroupHost;
  readonly producers: Producers;
  readonly relays: Relays;
  readonly consumers: Consumers;
  readonly commits: Commits;
  readonly calls: Calls;
  readonly clients: Clients;
  readonly jobs: Jobs;
  readonly membership: Membership;
  readonly incidents: Incidents;
  readonly pauses: Pauses;
  readonly instances: Instances;
  readonly assignments: Assignments;
  readonly departures: Departures;
  readonly polling: Polling;
  readonly clientActor = clientActor;
  readonly brokerActor = brokerActor;
  /** How jobs are written into checkpoints. */
  readonly jobKind = jobsOf((actor) => this.process(actor));
  readonly #limits: Limits;
  /** By actor; empty at the places of all others. */
  readonly #processes: (ServiceProcess | undefined)[];
  readonly #stores: readonly Store[];
  /** What runs them changes nothing. No checkpoint holds it. */
  #machines: Machines;
  readonly #switches: { inbox: boolean; outbox: boolean }[];
  /** Deadlines and client waits that still stand: they keep a run going, though their events alone would not. */
  #obligations = 0;
  /** What a user is still to do: it keeps a run going too. No checkpoint holds it, for another user may do something else. */
  #expected = 0;
  /** Whether it would have ended, if it did not wait for a user. The next action begins anew. */
  hasRested = false;
  #ending: 'running' | 'drained' | 'capped' = 'running';

  constructor(
    plan: Plan,
    seed: number,
    { caps = {}, runner = xstateRunner, worn }: WorldOptions = {},
  ) {
    this.plan = plan;
    this.#limits = new Limits(caps);
    this.kernel = new Kernel(this.#limits.caps);
    this.teller = new Teller(this.kernel, worn);
    this.draws = new Draws(seed);
    const { scenario, cast } = plan;
    this.settings = new WorldSettings(plan);
    this.orders = new Orders(this.draws, scenario.workload);
    this.messages = new MessageTable(plan, this.orders);
    this.faults = new FaultBook(plan, []);
    this.occasions = new Occasions(plan, this.messages);
    this.network = new Network({
      plan,
      draws: this.draws,
      kernel: this.kernel,
      faults: this.faults,
      teller: this.teller,
      messages: this.messages,
      occasions: this.occasions,
    });
    this.#machines = new Machines(cast, runner);
    this.#stores = plan.services.map(() => new Store());
    this.#switches = plan.services.map(({ settings: { inbox, outbox } }) => ({ inbox, outbox }));
    this.#processes = cast.actors.map(() => undefined);
    for (const service of plan.services)
      service.instances.forEach((actor, instance) => {
        this.#processes[actor] = new ServiceProcess(actor, service, instance);
      });
    this.broker = new BrokerHost(this);
    this.groups = new GroupHost(this);
    this.producers = new Producers(this);
    this.relays = new Relays(this);
    this.membership = new Membership(this);
    this.consumers = new Consumers(this, this.membership);
    this.commits = new Commits(this);
    this.calls = new Calls(this);
    this.clients = new Clients(this);
    this.jobs = new Jobs(this);
    this.incidents = new Incidents(this);
    this.pauses = new Pauses(this);
    this.instances = new Instances(this);
    this.assignments = new Assignments(this);
    this.departures = new Departures(this);
    this.polling = new Polling(this);
    stock(this);
    this.teller.begin(`${engine} ${cast.style}`, seed);
    this.kernel.at(0 as Micros, { kind: 'start' });
    for (const fault of scenario.faults) this.inject(fault);
  }

  /** What runs the machines. */
  get runner(): MachineRunner {
    return this.#machines.runner;
  }

  /** Goes on with another runner. The run is the same. */
  runOn(runner: MachineRunner): void {
    this.#machines = new Machines(this.cast, runner);
  }

  get cast(): Cast {
    return this.plan.cast;
  }

  get trace(): Trace {
    return this.teller.trace;
  }

  /** Fingerprint of all that was told so far. */
  get hash(): string {
    return this.teller.hash.digest();
  }

  /** Fingerprint of all that was told up to an instant, which must lie within what was simulated. */
  hashAt(micros: number): string {
    return this.teller.hashAt(micros);
  }

  /** `drained`: nothing is left that could change the outcome. `capped`: a limit stopped the run. */
  get ending(): 'running' | 'drained' | 'capped' {
    return this.#ending;
  }

  /** The instant of the next event in µs, -1 when the run has ended. */
  get nextTime(): number {
    return this.#ending === 'running' ? this.kernel.nextTime : -1;
  }

  /** Takes the next event. Does nothing once the run has ended. */
  step(): void {
    if (this.#ending !== 'running') return;
    const limit = this.#limits.byEvent(this);
    if (limit !== undefined) return this.#stop(limit);
    const event = this.kernel.take();
    if (!this.pauses.isAny || !this.pauses.defers(event)) dispatch(this, event);
    if (this.#limits.byMessage !== undefined) return this.#stop(this.#limits.byMessage);
    if (!this.#isAtRest()) return;
    if (this.#expected > 0) this.hasRested = true;
    else {
      this.#ending = 'drained';
      this.teller.tell(code['run-drained'], brokerActor, -1, -1, this.kernel.taken, -1, -1, -1);
    }
  }

  /** Takes one event after the other, at most so many, until the run has ended; returns how many it took. */
  run(maxEvents = Infinity): number {
    let taken = 0;
    while (taken < maxEvents && this.#ending === 'running') {
      this.step();
      taken += 1;
    }
    return taken;
  }

  /** So many actions of a user are still to come: until then the world has not come to its end. */
  expect(actions: number): void {
    this.#expected = actions;
  }

  /** Puts a fault in force, from now on; returns its index. */
  inject(fault: Fault): number {
    this.hasRested = false;
    const index = this.faults.add(fault);
    const { atMs } = fault.when;
    if (atMs !== undefined)
      this.kernel.at(toMicros(Math.max(this.kernel.now, Math.round(atMs * 1000))), {
        kind: 'fault',
        fault: index,
      });
    return index;
  }

  /** Flips a switch of a service, from now on. */
  flip(service: string, name: Switch, on: boolean): void {
    this.hasRested = false;
    const index = this.plan.services.findIndex((each) => each.settings.id === service);
    present(this.#switches[index], `the service ${service}`)[name] = on;
  }

  /** Whether a service keeps an inbox at present. */
  inboxOf(service: ServicePlan): boolean {
    return this.#switches[service.index]?.inbox === true;
  }

  /** Whether a service keeps an outbox at present. */
  outboxOf(service: ServicePlan): boolean {
    return this.#switches[service.index]?.outbox === true && service.relay >= 0;
  }

  /** The durable store of a service. */
  store(service: number): Store {
    return present(this.#stores[service], 'a store');
  }

  /** The running instance behind an actor. */
  process(actor: number): ServiceProcess {
    return present(this.#processes[actor], 'a process');
  }

  /** The process of an actor, if it still lives the life that is meant. */
  aliveProcess(actor: number, incarnation: number): ServiceProcess | undefined {
    const process = this.#processes[actor];
    return process?.isUp === true && process.incarnation === incarnation ? process : undefined;
  }

  isAlive(actor: number, incarnation: number): boolean {
    return this.relays.has(actor)
      ? this.relays.isAlive(actor, incarnation)
      : this.aliveProcess(actor, incarnation) !== undefined;
  }

  incarnation(actor: number): number {
    return this.relays.has(actor)
      ? this.relays.incarnation(actor)
      : this.process(actor).incarnation;
  }

  /** Codes of a machine's states. */
  machine(index: number): MachineNames {
    return this.#machines.names(index);
  }

  /** A machine's first snapshot: immutable, so one serves all orders. */
  beginning(machine: MachinePlan): Snapshot {
    return this.#machines.beginning(machine);
  }

  /** Makes a message and tells of it. */
  newMessage(actor: number, type: number, order: number, causation: number, cause: number): number {
    const row = this.teller.tell(
      code['message-created'],
      actor,
      order,
      this.messages.count,
      type,
      causation,
      1,
      cause,
    );
    const message = this.messages.enter(type, order, causation, row);
    this.#limits.note(this, message);
    return message;
  }

  /** Crashes the process if a fault strikes at this side of a point. True when it did. */
  crashIfStruck(actor: number, occasion: Occasion, side: Side, cause: number): boolean {
    const fault = this.faults.crash(occasion, side, this.kernel.now);
    if (fault < 0) return false;
    this.incidents.crash(actor, fault, {
      point: pointCode(side),
      moment: momentCode(side),
      order: occasion.order,
      cause,
    });
    return true;
  }

  /** The same for a process that is at work on a message, -1 for none, in this delivery of it. */
  crashAtMessage(
    actor: number,
    message: number,
    attempt: number,
    side: Side,
    cause: number,
  ): boolean {
    // Seldom does a crash wait here: until then the message is not looked at.
    if (!this.faults.mayCrash(side)) return false;
    return this.crashIfStruck(actor, this.occasions.of(actor, message, attempt), side, cause);
  }

  /** One more, or one less, wait that keeps the run going. */
  addObligation(count: 1 | -1): void {
    this.#obligations += count;
  }

  /** The whole state of this world. What has not changed since an earlier checkpoint is shared with it. */
  checkpoint(before?: Checkpoint): Checkpoint {
    return takeCheckpoint(this, before);
  }

  /** Puts a world that was just made of the same plan and seed into the state of a checkpoint. */
  restore(checkpoint: Checkpoint): void {
    restoreCheckpoint(this, checkpoint);
  }

  transcribe(scribe: Scribe): void {
    scribe.memento(this.kernel);
    this.teller.transcribe(scribe);
    this.#obligations = scribe.value(this.#obligations);
    this.hasRested = scribe.value(this.hasRested);
    this.#ending = scribe.value(this.#ending);
    for (const each of this.#switches) Object.assign(each, scribe.record(each));
    transcribeRooms(this, scribe, { processes: this.#processes, stores: this.#stores });
  }

  #stop(limit: Reached): void {
    this.#ending = 'capped';
    this.#limits.tell(this, limit);
  }

  #isAtRest(): boolean {
    const isIdle = this.kernel.foreground === 0 && this.#obligations === 0;
    return isIdle && this.groups.isSettled();
  }

  /** All consumers begin, and the first order is on its way. */
  start(): void {
    start(this, this.#processes);
  }
}
