/**
 * The partitions that share groups read, as their leaders know them: which member holds which record until when. Only what is done
 * with is stored (SPSO, delivery counts); who holds what is the leader's memory. Source: SharePartitionManager, SharePartition, KIP-932.
 */
import {
  SharePartition,
  startingPosition,
  type Acknowledgement,
  type ShareLog,
} from '../../../broker/index.ts';
import { present, type Micros, type Scribe } from '../../../kernel/index.ts';
import { acquisitionEnds, code } from '../../../trace/index.ts';
import type {
  FetchedRecord,
  ShareAcknowledgement,
  ShareFetch,
  ShareSettlement,
} from '../events.ts';
import type { ClientSettings } from '../settings.ts';
import type { World } from '../world.ts';
import type { LogRecord } from './log-record.ts';
import type { PartitionHost } from './partition-host.ts';

/** A partition of a group, under its leader. */
interface Led {
  readonly share: SharePartition;
  readonly group: number;
  readonly partition: number;
  /** Who leads it, as far as this group has noticed. */
  leader: number;
  /** The start offset that was told last. */
  told: number;
  /** Whether somebody looks after its locks. */
  isArmed: boolean;
  /** Whether members hold records, which keeps the run going. */
  isHeld: boolean;
  /** The messages of records under way, by offset. */
  readonly messages: Map<number, number>;
}

interface Given extends FetchedRecord {
  readonly value: LogRecord;
  readonly deliveries: number;
}

/** A member of a share group. */
interface Holder {
  readonly actor: number;
  readonly group: number;
  readonly member: number;
}

type EndReason = (typeof acquisitionEnds)[number];

const codes: Readonly<Record<Acknowledgement, number>> = { accept: 0, release: 1, reject: 2 };
const answerLeg = 32;

/** The partitions of all share groups of a world. */
export class SharePartitions {
  readonly #world: World;
  /** By group and partition. */
  readonly #led: readonly Map<number, Led>[];
  /** By group: fetches that wait for records, those that came first first. */
  readonly #waiting: (readonly ShareFetch[])[];
  /** By group: the process behind each member that ever fetched. */
  readonly #actors: readonly Map<number, number>[];
  #answers = 0;

  constructor(world: World) {
    this.#world = world;
    this.#led = world.cast.groups.map(() => new Map());
    this.#waiting = world.cast.groups.map(() => []);
    this.#actors = world.cast.groups.map(() => new Map());
  }

  /** Takes in what a member is done with, and answers with records, or lets it wait. */
  onFetch(fetch: ShareFetch): void {
    const world = this.#world;
    if (!world.isAlive(fetch.actor, fetch.incarnation)) return;
    const { group } = world.process(fetch.actor).service;
    const { actor, member } = fetch;
    this.#actors[group]?.set(member, actor);
    const waiting = this.#waiting[group] ?? [];
    const others = waiting.filter((each) => each.actor !== actor || each.id !== fetch.id);
    // It was answered meanwhile: the next one names the new partitions.
    if (fetch.isUpdate && others.length === waiting.length) return;
    this.#waiting[group] = others;
    for (const each of fetch.settled) this.settle({ actor, group, member }, each);
    // Its last answer was lost with the connection: a new session begins. Source: ShareSessionCache.
    if (fetch.attempt > 1) this.release(group, member, 'its session began anew');
    if (this.#answer(group, fetch)) return;
    this.#waiting[group] = [...(this.#waiting[group] ?? []), fetch];
  }

  /** A member is done with a record, and waits to hear that. */
  onAcknowledgement(acknowledgement: ShareAcknowledgement, cause: number): void {
    const { kernel, network } = this.#world;
    const { actor, member, settlement } = acknowledgement;
    const { group } = this.#world.process(actor).service;
    const row = this.settle({ actor, group, member }, { ...settlement, cause });
    kernel.after(network.carryProtocol(actor, answerLeg, this.#answers++), {
      ...{ kind: 'share-acknowledgement-answered', acknowledgement, cause: row },
    });
  }

  /** A member is done with a record, or too late. Returns the row that says so. */
  settle({ actor, group, member }: Holder, settlement: ShareSettlement): number {
    const { teller, messages } = this.#world;
    const { partition, offset, message, how, cause } = settlement;
    const led = this.#led[group]?.get(partition);
    const host = led === undefined ? undefined : this.#lead(led);
    const result = host === undefined ? undefined : led?.share.acknowledge(member, offset, how);
    const order = messages.order(message);
    const kind = result === undefined ? 'acknowledgement-refused' : 'record-acknowledged';
    const at = [partition, offset, codes[how]] as const;
    const row = teller.tell(code[kind], actor, order, message, ...at, cause);
    if (result === undefined || led === undefined) return row;
    if (result.isArchived) {
      const { deliveries } = result;
      const archived = code['record-archived'];
      teller.tell(archived, actor, order, message, partition, offset, deliveries, row);
    }
    this.#after(led, row);
    this.#serve(group, partition);
    return row;
  }

  /** Takes back what a member holds: it was fetched, and not delivered. Source: SharePartition#releaseAcquiredRecords. */
  release(group: number, member: number, reason: EndReason): void {
    for (const led of this.#led[group]?.values() ?? []) {
      if (this.#lead(led) === undefined) continue;
      const released = led.share.release(member);
      for (const offset of released) this.#tellEnded(led, { offset, member }, reason);
      if (released.length === 0) continue;
      this.#after(led, -1);
      this.#serve(group, led.partition);
    }
  }

  /** Locks may have run out. */
  onLock(group: number, partition: number): void {
    const { kernel, teller } = this.#world;
    const led = this.#led[group]?.get(partition);
    if (led === undefined) return;
    led.isArmed = false;
    if (this.#lead(led) === undefined) return;
    for (const { offset, deliveries, member, isArchived } of led.share.expire(kernel.now)) {
      const about = this.#aboutOf(led, { offset, member });
      const expired = code['acquisition-expired'];
      const row = teller.tell(expired, ...about, partition, offset, deliveries, -1);
      if (!isArchived) continue;
      teller.tell(code['record-archived'], ...about, partition, offset, deliveries, row);
    }
    this.#after(led, -1);
    this.#serve(group, partition);
  }

  /** There may be something for those who wait at a partition. */
  wake(partition: number): void {
    for (const [group, { isShare, partitions }] of this.#world.cast.groups.entries())
      if (isShare && partitions.includes(partition)) this.#serve(group, partition);
  }

  /** A broker dies, and what it knew of members with it. */
  onNodeDown(node: number): void {
    for (const group of this.#led)
      for (const led of group.values()) if (led.leader === node) this.#reload(led, -1);
  }

  transcribe(scribe: Scribe): void {
    for (const [group, partitions] of this.#led.entries()) {
      scribe.map(partitions, (now) => this.#ledIn(scribe, now));
      this.#waiting[group] = scribe.list(this.#waiting[group] ?? []);
    }
    for (const actors of this.#actors) scribe.map(actors);
    this.#answers = scribe.value(this.#answers);
  }

  #ledIn(scribe: Scribe, now: Led | undefined): Led {
    const share = scribe.part(now?.share, () => new SharePartition(this.#world.settings.node, 0));
    const messages = now?.messages ?? new Map<number, number>();
    scribe.map(messages);
    return {
      share,
      messages,
      group: scribe.value(now?.group ?? -1),
      partition: scribe.value(now?.partition ?? -1),
      leader: scribe.value(now?.leader ?? -1),
      told: scribe.value(now?.told ?? -1),
      isArmed: scribe.value(now?.isArmed ?? false),
      isHeld: scribe.value(now?.isHeld ?? false),
    };
  }

  #serve(group: number, partition: number): void {
    const waiting = this.#waiting[group] ?? [];
    if (waiting.length === 0) return;
    this.#waiting[group] = waiting.filter((fetch) => {
      if (!this.#world.isAlive(fetch.actor, fetch.incarnation)) return false;
      if (!this.#world.polling.awaits(fetch)) return false;
      if (!fetch.partitions.includes(partition)) return true;
      return !this.#answer(group, fetch);
    });
  }

  #answer(group: number, fetch: ShareFetch): boolean {
    const { kernel, settings, cast } = this.#world;
    const { shareIsolation, maxPollRecords } = settings.client(cast.groups[group]?.service ?? -1);
    const { partitions, member } = fetch;
    const given: Given[] = [];
    for (let at = 0; at < partitions.length && given.length < maxPollRecords; at++) {
      // Each fetch begins with another partition, so that none starves.
      const partition = partitions[(at + fetch.id) % partitions.length] ?? -1;
      const led = this.#partitionOf(group, partition, fetch.actor);
      const host = led === undefined ? undefined : this.#lead(led);
      if (led === undefined || host === undefined) continue;
      const { log, values } = readable(host, shareIsolation);
      const most = maxPollRecords - given.length;
      for (const { offset, deliveries } of led.share.acquire(kernel.now, member, most, log)) {
        const value = present(values.get(offset), 'a record that was acquired');
        given.push(this.#tellAcquired(led, fetch, { offset, deliveries, value }));
      }
      this.#after(led, -1);
    }
    this.#send(fetch, given);
    return given.length > 0;
  }

  #tellAcquired(
    { partition, messages: known }: Led,
    { actor }: ShareFetch,
    { offset, deliveries, value }: Pick<Given, 'offset' | 'deliveries' | 'value'>,
  ): Given {
    const { teller, messages } = this.#world;
    const { message, row } = value;
    known.set(offset, message);
    const order = messages.order(message);
    const kind = code['record-acquired'];
    const sentRow = teller.tell(kind, actor, order, message, partition, offset, deliveries, row);
    return { partition, offset, message, sentRow, deliveries, value };
  }

  #send(fetch: ShareFetch, given: readonly Given[]): void {
    const [first] = given;
    if (first === undefined) return;
    const { polling, kernel, settings, teller, messages } = this.#world;
    const latency = polling.carryRecords(fetch, first.message, first.partition, first.sentRow);
    const records = given.map(({ partition, offset, message, sentRow, deliveries }) => {
      const at = [partition, offset, latency] as const;
      const order = messages.order(message);
      const row = teller.tell(code['record-sent'], fetch.actor, order, message, ...at, sentRow);
      return { partition, offset, message, sentRow: row, deliveries };
    });
    if (latency >= 0) kernel.after(latency as Micros, { kind: 'records-arrive', fetch, records });
    else kernel.after(settings.general.requestTimeout, { kind: 'fetch-timeout', fetch });
  }

  /** What a group knows of a partition: from its first fetch on, and that decides where it begins. Source: SharePartition#maybeInitialize. */
  #partitionOf(group: number, partition: number, actor: number): Led | undefined {
    const known = this.#led[group]?.get(partition);
    const { leader, log } = this.#world.broker.partition(partition);
    if (known !== undefined || leader < 0) return known;
    const { settings, cast, teller } = this.#world;
    const client = settings.client(cast.groups[group]?.service ?? -1);
    const end = endOf(log, client.shareIsolation);
    const { start } = log;
    const policy = client.shareReset;
    const answer = startingPosition({ committed: undefined, start, end, policy });
    const offset = answer.kind === 'failed' ? start : answer.offset;
    const skipped = offset - start;
    if (offset > 0)
      teller.tell(code['position-reset'], actor, -1, -1, partition, offset, skipped, -1);
    const share = new SharePartition(settings.node, offset);
    const led: Led = {
      ...{ share, group, partition, leader, told: -1, isArmed: false, isHeld: false },
      messages: new Map(),
    };
    this.#led[group]?.set(partition, led);
    return led;
  }

  /** The leader's side of a partition; `undefined` while nobody leads it. A new leader knows only what was stored. */
  #lead(led: Led): PartitionHost | undefined {
    const host = this.#world.broker.partition(led.partition);
    if (host.leader < 0) return undefined;
    if (led.leader !== host.leader) this.#reload(led, host.leader);
    led.share.onLogStart(host.log.start);
    led.share.onLogEnd(host.log.end);
    return host;
  }

  #reload(led: Led, leader: number): void {
    led.leader = leader;
    for (const each of led.share.reload()) this.#tellEnded(led, each, 'another broker leads');
    this.#oblige(led);
  }

  #tellEnded(led: Led, held: { offset: number; member: number }, reason: EndReason): void {
    const at = [led.partition, held.offset, acquisitionEnds.indexOf(reason)] as const;
    this.#world.teller.tell(code['acquisition-ended'], ...this.#aboutOf(led, held), ...at, -1);
  }

  /** Who held a record, and what it is about: the head of a row. */
  #aboutOf(
    { group, messages: known }: Led,
    { offset, member }: { readonly offset: number; readonly member: number },
  ): readonly [number, number, number] {
    const actor = this.#actors[group]?.get(member) ?? -1;
    const message = known.get(offset) ?? -1;
    return [actor, message < 0 ? -1 : this.#world.messages.order(message), message];
  }

  /** Something has changed in a partition: its start is stored, and its locks are looked after. */
  #after(led: Led, cause: number): void {
    const { kernel, teller, broker } = this.#world;
    const { share, group, partition } = led;
    const { startOffset } = share;
    if (startOffset !== led.told) {
      for (let offset = Math.max(0, led.told); offset < startOffset; offset++)
        led.messages.delete(offset);
      led.told = startOffset;
      const node = broker.nodeFor(partition);
      const moved = code['share-start-moved'];
      teller.tell(moved, node, -1, -1, partition, startOffset, group, cause);
    }
    this.#oblige(led);
    if (led.isArmed || share.held === 0) return;
    led.isArmed = true;
    const at = share.nextExpiry ?? kernel.now;
    kernel.at(at, { kind: 'share-lock', group, partition }, 'background');
  }

  /** As long as a record is held it may come back. */
  #oblige(led: Led): void {
    const isHeld = led.share.held > 0;
    if (isHeld === led.isHeld) return;
    led.isHeld = isHeld;
    this.#world.addObligation(isHeld ? 1 : -1);
  }
}

function endOf(
  log: { readonly lastStableOffset: number; readonly highWatermark: number },
  isolation: ClientSettings['isolation'],
): number {
  return isolation === 'read_committed' ? log.lastStableOffset : log.highWatermark;
}

/** What a group may read of a partition, and the records that it read. */
function readable(
  host: PartitionHost,
  isolation: ClientSettings['isolation'],
): { readonly log: ShareLog; readonly values: ReadonlyMap<number, LogRecord> } {
  const values = new Map<number, LogRecord>();
  const log: ShareLog = {
    end: endOf(host.log, isolation),
    read: (from, most) =>
      host.read(from, isolation, most, (offset, value) => {
        values.set(offset, value);
        return offset;
      }),
  };
  return { log, values };
}
