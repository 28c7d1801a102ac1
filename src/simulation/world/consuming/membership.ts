/** A consumer's side of the group protocol: JoinGroup, SyncGroup, heartbeats. Requests of this protocol are repeated by the client until they arrive, so they are late rather than lost. */
import type { Joiner } from '../../../broker/index.ts';
import type { Scribe } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { HeldPartitions, WorldEvent } from '../events.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';
import { Deals } from './deals.ts';

const joinLeg = 21;
const syncLeg = 22;
const heartbeatLeg = 23;

type Of<K extends WorldEvent['kind']> = Extract<WorldEvent, { kind: K }>;

/** The members of all groups, seen from their processes. */
export class Membership {
  readonly #world: World;
  readonly #deals: Deals;
  #requests = 0;

  constructor(world: World) {
    this.#world = world;
    this.#deals = new Deals(world);
  }

  /** Asks to join: as itself, or as a newcomer when the coordinator has forgotten it. */
  join(process: ServiceProcess): void {
    const { consumer, actor, incarnation } = process;
    if (consumer.isForgotten) consumer.member = -1;
    consumer.isForgotten = false;
    consumer.joins += 1;
    this.#world.kernel.after(this.#latency(actor, joinLeg), {
      kind: 'join-arrives',
      actor,
      incarnation,
      request: consumer.joins,
      member: consumer.member,
      held: this.#heldBy(process),
    });
  }

  onJoinArrives({ actor, incarnation, request, member, held }: Of<'join-arrives'>): void {
    const { groups, kernel } = this.#world;
    // The connection of a process that died meanwhile is closed.
    if (!this.#world.isAlive(actor, incarnation)) return;
    const { service } = this.#world.process(actor);
    const settings = this.#world.settings.client(service.index);
    groups.coordinator(service.group).join(kernel.now, {
      actor,
      incarnation,
      request,
      memberId: member,
      instance: settings.isStatic ? String(actor).padStart(4, '0') : undefined,
      sessionTimeout: settings.sessionTimeout,
      rebalanceTimeout: settings.maxPollInterval,
      // What the leader deals by may be changed while members are there: they go by one name for all of it.
      protocols: [{ name: 'consumer', subscription: held }],
    });
  }

  onJoinAnswered({ actor, incarnation, request, answer }: Of<'join-answered'>): void {
    const process = this.#joining({ actor, incarnation, request });
    if (process === undefined) return;
    process.consumer.member = answer.memberId;
    process.consumer.generation = answer.generation;
    const deals = answer.isLeader && !answer.keepsAssignment;
    const latency = this.#latency(actor, syncLeg);
    this.#world.kernel.after(latency, {
      kind: 'sync-arrives',
      actor,
      incarnation,
      request,
      member: answer.memberId,
      generation: answer.generation,
      dealt: deals ? this.#deals.deal(process, answer.members) : undefined,
    });
  }

  onSyncArrives(sync: Of<'sync-arrives'>): void {
    const { actor, incarnation, request, member, generation, dealt } = sync;
    const { groups, kernel } = this.#world;
    if (!this.#world.isAlive(actor, incarnation)) return;
    const refusal = groups
      .coordinator(this.#world.process(actor).service.group)
      .sync(kernel.now, { memberId: member, generation }, dealt);
    if (refusal !== undefined)
      kernel.after(this.#latency(actor, syncLeg), {
        kind: 'sync-answered',
        actor,
        incarnation,
        request,
        refusal,
        generation,
        partitions: [],
      });
  }

  onSyncAnswered(answer: Of<'sync-answered'>): void {
    const process = this.#joining(answer);
    const { refusal, generation, partitions } = answer;
    if (process === undefined) return;
    if (refusal !== undefined) {
      process.consumer.isForgotten = refusal !== 'REBALANCE_IN_PROGRESS';
      this.join(process);
      return;
    }
    // The answer to an earlier generation's sync: a newer join is under way.
    if (process.consumer.generation !== generation) return;
    process.consumer.lastDealt = {
      partitions: partitions.map(({ partition }) => partition),
      generation,
    };
    this.#scheduleHeartbeat(process);
    this.#world.consumers.onAssigned(process, partitions);
  }

  /** A member's LeaveGroup reaches the coordinator. */
  onLeaveArrives({ actor, group, member, reason }: Of<'leave-arrives'>): void {
    const { groups, kernel, teller } = this.#world;
    const coordinator = groups.coordinator(group);
    if (coordinator.members().every(({ id }) => id !== member)) return;
    teller.tell(code['member-left'], actor, -1, -1, group, coordinator.generation, reason, -1);
    coordinator.leave(kernel.now, member);
  }

  onHeartbeatDue({ actor, incarnation, session }: Of<'heartbeat-due'>): void {
    const process = this.#world.aliveProcess(actor, incarnation);
    if (process?.consumer.session !== session) return;
    // A client that is joining sends none. Source: MemberState#hasNotJoinedGroup. Nobody hears one that is cut off.
    if (process.consumer.isRejoining || this.#world.network.cutOffs.left(actor) > 0) {
      this.#scheduleHeartbeat(process);
      return;
    }
    const { member, generation } = process.consumer;
    this.#world.kernel.after(
      this.#latency(actor, heartbeatLeg),
      { kind: 'heartbeat-arrives', actor, incarnation, member, generation },
      'background',
    );
    this.#scheduleHeartbeat(process);
  }

  onHeartbeatArrives({ actor, incarnation, member, generation }: Of<'heartbeat-arrives'>): void {
    const { groups, kernel } = this.#world;
    const refusal = groups
      .coordinator(this.#world.process(actor).service.group)
      .heartbeat(kernel.now, member, generation);
    if (refusal !== undefined)
      kernel.after(this.#latency(actor, heartbeatLeg), {
        kind: 'heartbeat-refused',
        actor,
        incarnation,
        generation,
        refusal,
      });
  }

  onHeartbeatRefused({ actor, incarnation, generation, refusal }: Of<'heartbeat-refused'>): void {
    const process = this.#world.aliveProcess(actor, incarnation);
    if (process !== undefined)
      this.#world.consumers.onHeartbeatRefused(process, generation, refusal);
  }

  transcribe(scribe: Scribe): void {
    this.#requests = scribe.value(this.#requests);
  }

  /** The process to which an answer goes: none when it died, or has begun to join anew meanwhile. Source: ConsumerCoordinator.JoinGroupResponseHandler, which drops what is not for its generation. */
  #joining({ actor, incarnation, request }: Joiner): ServiceProcess | undefined {
    const process = this.#world.aliveProcess(actor, incarnation);
    return process?.consumer.joins === request ? process : undefined;
  }

  /** What a member tells its leader: what it owns, or, where it gives all up first, what it was dealt last. */
  #heldBy({ consumer, service }: ServiceProcess): HeldPartitions {
    if (this.#world.settings.client(service.index).assignor === 'sticky') return consumer.lastDealt;
    return { partitions: [...consumer.positions.keys()], generation: consumer.generation };
  }

  #scheduleHeartbeat(process: ServiceProcess): void {
    const { actor, incarnation, consumer } = process;
    this.#world.kernel.after(
      this.#world.settings.client(process.service.index).heartbeatInterval,
      { kind: 'heartbeat-due', actor, incarnation, session: consumer.session },
      'background',
    );
  }

  #latency(actor: number, leg: number) {
    return this.#world.network.carryProtocol(actor, leg, this.#requests++);
  }
}
