/**
 * What a run has told up to a row, recounted from its rows alone: plain maps, no step shared with the views. It is what the
 * text views are held to, so it knows the words of the vocabulary and nothing else.
 */
import type { Cast, Kind, Trace, TraceEvent } from '../../../src/trace/index.ts';

/** What is known of a process. */
export interface ProcessFacts {
  dormant: boolean;
  crashed: TraceEvent<'process-crashed'> | undefined;
  paused: TraceEvent<'process-paused'> | undefined;
  blocked: TraceEvent<'handler-blocked'> | undefined;
  /** Since when it has been joining its group after a restart. */
  joiningSince: number | undefined;
  slow: number;
  /** The state of its own machine, and whether that is a consumer's. */
  state: string;
  isConsumer: boolean;
}

/** What is known of one log. */
export interface LogFacts {
  leader: number;
  /** Where each copy ends. */
  readonly ends: Map<number, number>;
  end: number;
  watermark: number;
  start: number;
  inSync: number | undefined;
  /** The instant at which each offset was written, in the log of the leader; those that the cleaner removed are gone. */
  readonly written: Map<number, number>;
  readonly removed: Set<number>;
}

/** What is known of a group in one partition. */
export interface ReadingFacts {
  readers: Set<number>;
  committed: number;
  /** Where it goes on, when auto.offset.reset has said so. */
  reset: number | undefined;
  /** Records of a share group: with whom they are, and how often they were delivered. */
  readonly records: Map<number, { state: string; holder: number; deliveries: number }>;
  /** One more than the last offset that a member of a share group was given. */
  given: number;
}

/** Everything that the text views can tell of a world at a row. */
export class Recounted {
  readonly cast: Cast;
  now = 0;
  over = false;
  deadLetters = 0;
  effectsTwice = 0;
  readonly placed = new Map<number, number>();
  readonly accepted = new Set<number>();
  readonly abandoned = new Set<number>();
  readonly ended = new Map<number, { readonly at: number; readonly outcome: number }>();
  readonly inForce = new Map<string, number>();
  /** The state of each machine of each order: `machine order`. */
  readonly states = new Map<string, number>();
  readonly processes: readonly ProcessFacts[];
  readonly outbox: number[];
  readonly attached = new Set<number>();
  readonly handled: number[];
  readonly tables: readonly Set<number>[];
  readonly isolated = new Map<number, number>();
  readonly logs: readonly LogFacts[];
  readonly live: number[];
  /** The first offset of each open transaction in each partition. */
  readonly open = new Map<number, Map<number, number>>();
  readonly closed = new Set<number>();
  readonly phases: { phase: string; generation: number }[];
  readonly readings: readonly (readonly ReadingFacts[])[];

  constructor(trace: Trace, cast: Cast, upTo: number) {
    this.cast = cast;
    this.processes = cast.actors.map(({ service, instance }) => ({
      dormant: instance >= (cast.services[service]?.started ?? 1),
      ...{ crashed: undefined, paused: undefined, blocked: undefined, joiningSince: undefined },
      ...{ slow: 1, state: '', isConsumer: false },
    }));
    this.outbox = cast.services.map(() => 0);
    this.handled = cast.services.map(() => 0);
    this.tables = cast.services.map(() => new Set());
    this.logs = cast.partitions.map(({ replicas }) => ({
      ...{ leader: replicas[0] ?? -1, ends: new Map(), end: 0, watermark: 0, start: 0 },
      ...{ inSync: undefined, written: new Map(), removed: new Set() },
    }));
    this.live = cast.topics.map(({ partitions }) => partitions);
    this.phases = cast.groups.map(() => ({ phase: 'Empty', generation: -1 }));
    this.readings = cast.groups.map(() =>
      cast.partitions.map(() => ({
        ...{ readers: new Set(), committed: -1, reset: undefined, records: new Map(), given: -1 },
      })),
    );
    for (let row = 0; row <= upTo; row++) this.#see(trace.read(row));
  }

  /** The group of a process, -1 for none. */
  groupOf(actor: number): number {
    return this.cast.services[this.cast.actors[actor]?.service ?? -1]?.group ?? -1;
  }

  /** What a group has to do with a partition. */
  reading(group: number, partition: number): ReadingFacts | undefined {
    return this.cast.groups[group]?.partitions.includes(partition) === true
      ? this.readings[group]?.[partition]
      : undefined;
  }

  #see(event: TraceEvent): void {
    this.now = event.time;
    const see = tellers[event.kind] as ((to: Recounted, event: TraceEvent) => void) | undefined;
    see?.(this, event);
  }
}

type Teller<K extends Kind> = (to: Recounted, event: TraceEvent<K>) => void;

function process(to: Recounted, { actor }: TraceEvent): ProcessFacts {
  const found = to.processes[actor];
  if (found === undefined) throw new Error(`no actor ${actor}`);
  return found;
}

function serviceOf(to: Recounted, { actor }: TraceEvent): number {
  return to.cast.actors[actor]?.service ?? -1;
}

function log(to: Recounted, partition: number): LogFacts {
  const found = to.logs[partition];
  if (found === undefined) throw new Error(`no partition ${partition}`);
  return found;
}

function writes(to: Recounted, event: TraceEvent<'record-appended' | 'transaction-marker'>): void {
  const { partition, offset, actor, time } = event;
  const { leader, written, removed } = log(to, partition);
  const copies = to.cast.partitions[partition]?.replicas ?? [];
  endsAt(to, event, offset + 1);
  // A leader that was deposed without knowing it writes what is no part of the log.
  if (copies.includes(actor) && actor !== leader) return;
  written.set(offset, time);
  removed.delete(offset);
}

/** Somebody's copy ends here from now on; the leader's end is the log's. */
function endsAt(
  to: Recounted,
  { partition, actor }: { readonly partition: number; readonly actor: number },
  end: number,
): void {
  const known = log(to, partition);
  const copies = to.cast.partitions[partition]?.replicas ?? [];
  const isOther = copies.includes(actor) && actor !== known.leader;
  known.ends.set(isOther || known.leader < 0 ? actor : known.leader, end);
  if (!isOther) standsAt(known, end, copies.length);
}

function standsAt(known: LogFacts, end: number, copies: number): void {
  known.end = end;
  known.watermark = copies < 2 ? end : Math.min(known.watermark, end);
}

function leads(to: Recounted, partition: number, leader: number): void {
  const known = log(to, partition);
  known.leader = leader;
  if (leader < 0) return;
  const copies = to.cast.partitions[partition]?.replicas.length ?? 1;
  standsAt(known, known.ends.get(leader) ?? 0, copies);
}

function leaves(to: Recounted, actor: number, partition?: number): void {
  const group = to.groupOf(actor);
  to.readings[group]?.forEach(({ readers }, each) => {
    if (partition === undefined || each === partition) readers.delete(actor);
  });
}

function stores(to: Recounted, group: number, partition: number, offset: number): void {
  const reading = to.reading(group, partition);
  if (reading === undefined) return;
  reading.committed = offset;
  reading.reset = undefined;
}

/** A record of a share group stands elsewhere from now on. */
function puts(
  to: Recounted,
  { actor, partition, offset }: { actor: number; partition: number; offset: number },
  state: string,
  deliveries?: (before: number) => number,
): void {
  const group = to.groupOf(actor);
  const reading =
    to.cast.groups[group]?.isShare === true ? to.readings[group]?.[partition] : undefined;
  if (reading === undefined) return;
  const before = reading.records.get(offset)?.deliveries ?? 0;
  const holder = state === 'acquired' ? actor : -1;
  reading.records.set(offset, { state, holder, deliveries: deliveries?.(before) ?? before });
  if (state === 'acquired') reading.given = Math.max(reading.given, offset + 1);
}

const tellers: { readonly [K in Kind]?: Teller<K> } = {
  'order-placed': (to, { order, time }) => {
    if (order >= 0 && !to.placed.has(order)) to.placed.set(order, time);
  },
  'order-accepted': (to, { order }) => void to.accepted.add(order),
  'order-abandoned': (to, { order }) => void to.abandoned.add(order),
  'order-ended': (to, { order, time: at, outcome }) => {
    if (!to.ended.has(order)) to.ended.set(order, { at, outcome });
  },
  'dead-lettered': (to) => void to.deadLetters++,
  'run-drained': (to) => void (to.over = true),
  'cap-reached': (to) => void (to.over = true),
  'effect-applied': (to, { order, step }) => {
    if (order < 0) return;
    const before = to.inForce.get(`${order} ${step}`) ?? 0;
    if (before > 0) to.effectsTwice++;
    to.inForce.set(`${order} ${step}`, before + 1);
  },
  'effect-undone': (to, { order, step }) => {
    if (order >= 0)
      to.inForce.set(`${order} ${step}`, (to.inForce.get(`${order} ${step}`) ?? 0) - 1);
  },
  'state-changed': (to, event) => {
    const { machine, order, to: state } = event;
    const { role = 'entity', states = [] } = to.cast.machines[machine] ?? {};
    const isOfProcess = role === 'consumer' || (role === 'caller' && order < 0);
    if (!isOfProcess) {
      if (order >= 0) to.states.set(`${machine} ${order}`, state);
      return;
    }
    const moved = process(to, event);
    moved.state = states[state] ?? '';
    moved.isConsumer = role === 'consumer';
    if (!['stopped', 'joining', 'crashed'].includes(moved.state)) moved.joiningSince = undefined;
  },
  'process-crashed': (to, event) => {
    Object.assign(process(to, event), {
      ...{ crashed: event, joiningSince: undefined, paused: undefined, blocked: undefined },
    });
  },
  'process-restarted': (to, event) => {
    const risen = process(to, event);
    risen.crashed = undefined;
    if (risen.isConsumer) risen.joiningSince = event.time;
  },
  'process-slowed': (to, event) => void (process(to, event).slow = event.factor),
  'process-recovered': (to, event) => void (process(to, event).slow = 1),
  'process-paused': (to, event) => void (process(to, event).paused = event),
  'process-resumed': (to, event) => void (process(to, event).paused = undefined),
  'handler-blocked': (to, event) => void (process(to, event).blocked = event),
  'process-started': (to, event) => {
    Object.assign(process(to, event), { dormant: false, crashed: undefined });
  },
  'process-stopped': (to, event) => void (process(to, event).dormant = true),
  'store-committed': (to, event) => {
    const service = serviceOf(to, event);
    if (service >= 0)
      to.outbox[service] = (to.outbox[service] ?? 0) + Math.max(0, event.outboxRows);
  },
  'outbox-marked': (to, event) => {
    const service = serviceOf(to, event);
    if (service >= 0) to.outbox[service] = (to.outbox[service] ?? 0) - 1;
  },
  'group-attached': (to, { group }) => void to.attached.add(group),
  'member-joined': (to, { group }) => void to.attached.add(group),
  'record-read': (to, event) => {
    const service = serviceOf(to, event);
    to.handled[service] = (to.handled[service] ?? 0) + 1;
    if (event.key >= 0) to.tables[service]?.add(event.key);
  },
  'node-isolated': (to, { actor, time }) => void to.isolated.set(actor, time),
  'node-rejoined': (to, { actor }) => void to.isolated.delete(actor),
  'partition-added': (to, { partition, count }) => {
    const topic = to.cast.partitions[partition]?.topic ?? -1;
    to.live[topic] = count;
  },
  'record-appended': writes,
  'transaction-marker': writes,
  'log-truncated': (to, event) => endsAt(to, event, event.start),
  'disk-lost': (to, event) => endsAt(to, event, 0),
  'records-replicated': (to, { partition, actor, offset, count }) =>
    void log(to, partition).ends.set(actor, offset + count),
  'high-watermark-raised': (to, { partition, offset }) =>
    void (log(to, partition).watermark = offset),
  'leader-elected': (to, { partition, actor }) => leads(to, partition, actor),
  'partition-offline': (to, { partition }) => leads(to, partition, -1),
  'log-start-moved': (to, { partition, offset }) => void (log(to, partition).start = offset),
  'isr-changed': (to, { partition, nodes }) => void (log(to, partition).inSync = nodes),
  'record-cleaned': (to, { partition, offset }) => {
    log(to, partition).removed.add(offset);
    log(to, partition).written.delete(offset);
  },
  'transaction-record': (to, { partition, offset, transaction }) => {
    if (to.closed.has(transaction)) return;
    const starts = to.open.get(transaction) ?? new Map<number, number>();
    if (!starts.has(partition)) starts.set(partition, offset);
    to.open.set(transaction, starts);
  },
  'transaction-ended': (to, { transaction }) => {
    to.closed.add(transaction);
    to.open.delete(transaction);
  },
  'rebalance-started': (to, { group, generation }) =>
    void (to.phases[group] = { phase: 'PreparingRebalance', generation }),
  'group-stable': (to, { group, generation, members }) =>
    void (to.phases[group] = { phase: members === 0 ? 'Empty' : 'Stable', generation }),
  'partition-assigned': (to, { actor, partition }) => {
    const group = to.groupOf(actor);
    const readers = to.readings[group]?.[partition]?.readers;
    // Only members of a share group read a partition together.
    if (to.cast.groups[group]?.isShare === false) readers?.clear();
    readers?.add(actor);
    const standing = to.phases[group];
    if (standing?.phase === 'PreparingRebalance') standing.phase = 'CompletingRebalance';
  },
  'partition-revoked': (to, { actor, partition }) => leaves(to, actor, partition),
  'partition-lost': (to, { actor, partition }) => leaves(to, actor, partition),
  'member-expelled': (to, { actor }) => leaves(to, actor),
  'member-left': (to, { actor }) => leaves(to, actor),
  'offset-committed': (to, { partition, offset, group }) => stores(to, group, partition, offset),
  'share-start-moved': (to, { partition, offset, group }) => stores(to, group, partition, offset),
  'offsets-expired': (to, { partition, group }) => stores(to, group, partition, -1),
  'position-reset': (to, { actor, partition, offset }) => {
    const reading = to.reading(to.groupOf(actor), partition);
    if (reading !== undefined) reading.reset = offset;
  },
  'record-acquired': (to, event) => puts(to, event, 'acquired', () => event.deliveries),
  'record-acknowledged': (to, event) =>
    puts(to, event, ['accepted', 'available', 'archived'][event.acknowledgement] ?? ''),
  'acquisition-expired': (to, event) => puts(to, event, 'available'),
  'acquisition-ended': (to, event) => puts(to, event, 'available', (before) => before - 1),
  'record-archived': (to, event) => puts(to, event, 'archived'),
};
