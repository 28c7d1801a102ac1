/** Members of a share group: they are told what they may read, take records, and say of each how they are done with it. Source: ShareConsumerImpl, ShareConsumeRequestManager, KIP-932. */
import { present, type Micros, type Scribe, type Weight } from '../../../kernel/index.ts';
import { stateOf } from '../../../services/index.ts';
import { code } from '../../../trace/index.ts';
import type { Acknowledgement } from '../../../broker/index.ts';
import type { FetchedRecord, ShareAcknowledgement, ShareFetch, WorldEvent } from '../events.ts';
import { after, before, type Side } from '../faults/sides.ts';
import { legCode } from '../network.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

type Of<K extends WorldEvent['kind']> = Extract<WorldEvent, { kind: K }>;

const heartbeatLeg = 33;
const fetchLeg = 34;
const closeLeg = 35;

/** The members of all share groups, seen from their processes. */
export class Sharing {
  readonly #world: World;
  #requests = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Whether a process tells the broker of each record by itself how it is done with it. */
  isExplicit({ service }: ServiceProcess): boolean {
    return service.isShare && this.#world.settings.client(service.index).isExplicit;
  }

  /** Asks to join, under the id that it has, if it has one. */
  join(process: ServiceProcess): void {
    process.consumer.isRejoining = true;
    this.#beat(process, true);
  }

  /** A member hears what it is to read, or that it is none any more. */
  onHeartbeatAnswered(event: Of<'share-heartbeat-answered'>): void {
    const process = this.#world.aliveProcess(event.actor, event.incarnation);
    if (process === undefined) return;
    const { consumer } = process;
    if (event.epoch < 0) {
      const { cause } = consumer;
      if (!consumer.isRejoining)
        this.#world.consumers.onRefused(process, 'UNKNOWN_MEMBER_ID', cause);
      return;
    }
    consumer.member = event.member;
    consumer.generation = event.epoch;
    consumer.isRejoining = false;
    this.#change(process, event.partitions);
    if (consumer.session === 0) {
      consumer.session = 1;
      this.#beatLater(process);
    }
    if (this.#stateOf(process) === 'joining')
      this.#world.consumers.send(process, 'assigned', consumer.cause);
    else this.#world.polling.poll(process);
  }

  onHeartbeatDue({ actor, incarnation }: Of<'share-heartbeat-due'>): void {
    const process = this.#world.aliveProcess(actor, incarnation);
    if (process === undefined) return;
    const isHeard = this.#world.network.cutOffs.left(actor) === 0;
    if (!process.consumer.isRejoining && isHeard) this.#beat(process, false);
    this.#beatLater(process);
  }

  /** poll(): takes the next record; when there is none, fetches, and what it is done with goes along. */
  poll(process: ServiceProcess): void {
    const { consumer } = process;
    if (!this.#acceptLast(process)) return;
    if (consumer.isClosing) {
      this.#close(process);
      return;
    }
    if (consumer.fetch !== undefined) return;
    const record = this.#next(process);
    if (record === undefined) {
      if (consumer.positions.size > 0) this.fetch(process, 1);
      return;
    }
    consumer.current = record;
    consumer.settlement = 'accept';
    this.#world.consumers.send(process, 'record', record.sentRow);
  }

  /** Asks for records; again where the answer was lost. */
  fetch(process: ServiceProcess, attempt: number): void {
    const { consumer } = process;
    consumer.fetches += 1;
    const fetch = this.#newFetch(process, { id: consumer.fetches, attempt });
    consumer.settled = [];
    this.#sendFetch(process, fetch);
  }

  /** The handler cannot bear the record at work: it is released for somebody else to try, or rejected for good. */
  decide({ consumer }: ServiceProcess, how: Acknowledgement): void {
    consumer.settlement = how;
  }

  /** Explicit: tells the broker how the record at work is done with; the lifecycle waits for the answer. Source: KafkaShareConsumer#acknowledge, #commitSync. */
  acknowledge(process: ServiceProcess): void {
    const { consumer, actor, incarnation } = process;
    const { partition, offset, message } = present(consumer.current, 'the record to acknowledge');
    if (this.#strikes(process, before['offset-commit'])) return;
    const { member, cause, settlement: how } = consumer;
    const settlement = { partition, offset, message, how, cause };
    this.#send({ actor, incarnation, member, settlement, attempt: 1 });
  }

  /** The broker has taken an acknowledgement in, or refused it: either way the record is out of this member's hands. */
  onAcknowledged({ actor, incarnation, settlement }: ShareAcknowledgement, cause: number): void {
    const process = this.#world.aliveProcess(actor, incarnation);
    const current = process?.consumer.current;
    if (process === undefined || this.#stateOf(process) !== 'committing') return;
    if (current?.partition !== settlement.partition || current.offset !== settlement.offset) return;
    if (this.#strikes(process, after['offset-commit'])) return;
    process.consumer.current = undefined;
    this.#world.consumers.send(process, 'committed', cause);
  }

  /** No answer came in time: it is sent again. */
  onAcknowledgementLost(acknowledgement: ShareAcknowledgement): void {
    const { actor, incarnation, attempt } = acknowledgement;
    if (this.#world.isAlive(actor, incarnation))
      this.#send({ ...acknowledgement, attempt: attempt + 1 });
  }

  /** A member that was expelled reads nothing; what it holds it holds until its locks run out. */
  lose(process: ServiceProcess): void {
    for (const partition of process.consumer.positions.keys())
      this.#tell(process, 'partition-lost', partition);
    process.consumer.positions.clear();
  }

  /** A process dies: where its connections are seen to close, the brokers give back what it holds. */
  onCrash({ actor, consumer, service }: ServiceProcess): void {
    if (consumer.member < 0) return;
    const { member } = consumer;
    this.#later(actor, closeLeg, {
      kind: 'share-closed',
      ...{ actor, group: service.group, member, settled: undefined },
    });
  }

  transcribe(scribe: Scribe): void {
    this.#requests = scribe.value(this.#requests);
  }

  /** Implicit: the next poll() accepts what the last one returned. False when a crash struck. */
  #acceptLast(process: ServiceProcess): boolean {
    const { consumer } = process;
    const { current } = consumer;
    if (current === undefined) return true;
    if (!this.isExplicit(process)) {
      if (this.#strikes(process, before['offset-commit'])) return false;
      this.#settle(process, current);
    }
    consumer.current = undefined;
    return true;
  }

  #settle({ consumer }: ServiceProcess, { partition, offset, message, sentRow }: FetchedRecord) {
    const cause = consumer.cause < 0 ? sentRow : consumer.cause;
    consumer.settled.push({ partition, offset, message, how: 'accept', cause });
  }

  /** Records of types that the service does not subscribe to are accepted as they are. */
  #next(process: ServiceProcess): FetchedRecord | undefined {
    const { consumer, service, actor } = process;
    const { messages, teller } = this.#world;
    for (let record = consumer.buffer[consumer.next]; record !== undefined;) {
      consumer.next += 1;
      if (
        service.reader !== undefined ||
        service.hearers[messages.type(record.message)] !== undefined
      )
        return record;
      const { partition, offset, sentRow } = record;
      teller.tell(code['records-skipped'], actor, -1, -1, partition, offset, 1, sentRow);
      this.#settle(process, record);
      record = consumer.buffer[consumer.next];
    }
    return undefined;
  }

  /** Takes over what the coordinator says. Nothing is given up first: a partition may be with several. */
  #change(process: ServiceProcess, dealt: readonly number[]): void {
    const { positions, fetch } = process.consumer;
    const gone = [...positions.keys()].filter((partition) => !dealt.includes(partition));
    const come = dealt.filter((partition) => !positions.has(partition));
    for (const partition of gone) {
      this.#tell(process, 'partition-revoked', partition);
      positions.delete(partition);
    }
    for (const partition of come) {
      this.#tell(process, 'partition-assigned', partition);
      positions.set(partition, -1);
    }
    if (fetch === undefined || gone.length + come.length === 0) return;
    const { id, attempt } = fetch;
    this.#sendFetch(process, {
      ...this.#newFetch(process, { id, attempt }),
      ...{ settled: [], isUpdate: true },
    });
  }

  #newFetch(
    { consumer, actor, incarnation }: ServiceProcess,
    { id, attempt }: { readonly id: number; readonly attempt: number },
  ): ShareFetch {
    const partitions = consumer.positions.keys().slice();
    const offsets = consumer.positions.values().slice();
    const { member, settled } = consumer;
    return {
      ...{ actor, incarnation, id, attempt, partitions, offsets },
      ...{ member, settled, isUpdate: false },
    };
  }

  #sendFetch({ actor, consumer }: ServiceProcess, fetch: ShareFetch): void {
    consumer.fetch = fetch;
    this.#later(actor, fetchLeg, { kind: 'share-fetch-arrives', fetch });
  }

  #send(acknowledgement: ShareAcknowledgement): void {
    const { kernel, network, settings, teller, messages } = this.#world;
    const { actor, attempt, settlement } = acknowledgement;
    const { partition, offset, message, cause } = settlement;
    const latency = network.carry({
      actor,
      attempt,
      leg: legCode.commit,
      from: actor,
      to: actor,
      message,
      others: undefined,
      partition,
      salt: (actor + 1) * 0x85eb,
      cause,
    });
    const at = [partition, offset, latency] as const;
    const kind = code['acknowledgement-sent'];
    const row = teller.tell(kind, actor, messages.order(message), message, ...at, cause);
    if (latency < 0)
      kernel.after(settings.general.requestTimeout, {
        ...{ kind: 'share-acknowledgement-lost', acknowledgement, cause: row },
      });
    else
      kernel.after(latency as Micros, {
        ...{ kind: 'share-acknowledgement-arrives', acknowledgement, cause: row },
      });
  }

  /** Closes a client: what is done is accepted, what is not is given back, and the group goes on without it. */
  #close(process: ServiceProcess): void {
    const { actor, consumer, service } = process;
    for (const partition of consumer.positions.keys())
      this.#tell(process, 'partition-revoked', partition);
    const { member, settled } = consumer;
    const { group } = service;
    this.#later(actor, closeLeg, { kind: 'share-closed', actor, group, member, settled });
    this.#world.consumers.send(process, 'closed', consumer.cause);
    this.#world.instances.onClosed(process);
  }

  #beat({ actor, incarnation, consumer }: ServiceProcess, isJoining: boolean): void {
    const { member } = consumer;
    this.#later(
      actor,
      heartbeatLeg,
      { kind: 'share-heartbeat-arrives', actor, incarnation, member, isJoining },
      isJoining ? 'foreground' : 'background',
    );
  }

  #beatLater({ actor, incarnation }: ServiceProcess): void {
    const { kernel, settings } = this.#world;
    kernel.after(
      settings.node.shareHeartbeat,
      { kind: 'share-heartbeat-due', actor, incarnation },
      'background',
    );
  }

  #later(actor: number, leg: number, event: WorldEvent, weight?: Weight): void {
    const { kernel, network } = this.#world;
    kernel.after(network.carryProtocol(actor, leg, this.#requests++), event, weight);
  }

  #strikes({ actor, consumer }: ServiceProcess, side: Side): boolean {
    const { current, deliveries, cause } = consumer;
    return this.#world.crashAtMessage(actor, current?.message ?? -1, deliveries, side, cause);
  }

  #stateOf({ lifecycle }: ServiceProcess): string {
    return lifecycle === undefined ? '' : stateOf(lifecycle);
  }

  #tell(
    { actor, consumer }: ServiceProcess,
    kind: `partition-${'assigned' | 'revoked' | 'lost'}`,
    partition: number,
  ): void {
    const { generation, cause } = consumer;
    const { teller } = this.#world;
    consumer.cause = teller.tell(code[kind], actor, -1, -1, partition, generation, -1, cause);
  }
}
