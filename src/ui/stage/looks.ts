/** How nodes look at a moment, as plain data: every word and mark of the stage is read from the view here. */
import {
  clock,
  type Condition,
  type RecordView,
  type TopologyNode,
} from '../../projections/index.ts';
import type { CastGroup } from '../../trace/index.ts';
import type { Moment } from '../run/moments.svelte.ts';
import { lettersIn, linesIn, shapeOfTopic, type Frame } from './sizes.ts';

/** A node of the stage that is not a topic. */
export interface NodeLook {
  readonly kind: 'service' | 'coordinator' | 'client' | 'reader';
  readonly condition: Condition | 'slowed';
  readonly name: string;
  /** The live state: one line, or two where the node has the room. */
  readonly state: readonly string[];
  /** What waits for it or to leave it, and how it is kept from working: empty when nothing is. */
  readonly tag: string;
  /** Index of the hue, -1 for none. */
  readonly hue: number;
  readonly title: string;
}

/** A cell of a partition. */
export interface CellLook {
  /** -1 for a place that no record has taken yet. */
  readonly hue: number;
  /** A marker ends a transaction; nothing is left where the cleaner was. */
  readonly kind: RecordView['kind'];
  /** Its transaction was aborted. */
  readonly struck: boolean;
  /** All groups have committed it. */
  readonly done: boolean;
  readonly picked: boolean;
  /** Another order is followed. */
  readonly isOther: boolean;
  readonly title: string;
}

/** Where a group has committed. */
export interface MarkLook {
  readonly group: number;
  /** Cells before it. */
  readonly at: number;
  /** Pixels by which it steps aside for another mark at the same place. */
  readonly shift: number;
  readonly hue: number;
  readonly title: string;
}

/** A topic with its partitions. */
export interface TopicLook {
  readonly name: string;
  readonly note: string;
  /** Whether the note stands beside the name, and where the partitions begin. */
  readonly isWide: boolean;
  readonly head: number;
  readonly title: string;
  readonly partitions: readonly {
    readonly label: string;
    readonly cells: readonly CellLook[];
    readonly marks: readonly MarkLook[];
  }[];
}

/** What a node is called. */
export function nodeName(cast: Moment['cast'], { kind, index }: TopologyNode): string {
  if (kind === 'client') return 'Clients';
  return (kind === 'topic' ? cast.topics[index]?.id : cast.services[index]?.name) ?? '';
}

/** A service at a moment. */
export function serviceLook(
  { view, cast, time }: Moment,
  { index: service, coordinator }: TopologyNode,
  frame: Frame,
): NodeLook {
  const { name, instances } = cast.services[service] ?? { name: '', instances: [] };
  const { activity, relay } = view.service(service);
  const processes = instances
    .map((actor) => view.process(actor))
    .filter(({ condition }) => condition !== 'dormant');
  const broken = processes.find(({ condition }) => condition !== 'up');
  const slow = processes.find(({ slowFactor }) => slowFactor > 1);
  const relayDown = relay?.process.condition === 'crashed';
  const idle = processes.find(({ state }) => state !== '')?.state ?? 'idle';
  const full = broken
    ? `${broken.condition} · ${((time - broken.since) / 1e6).toFixed(1)} s`
    : activity || idle;
  const { lag, held } = groupFigures(view, cast.services[service]?.group ?? -1);
  const tags = [
    slow ? `${slow.slowFactor}× slow` : '',
    relayDown ? 'relay down' : '',
    lag > 0 ? `lag ${lag}` : '',
    relay && relay.waiting > 0 ? `outbox ${relay.waiting}` : '',
    held > 0 ? `holds ${held}` : '',
  ];
  const point = broken?.crashedAt ? `, ${broken.crashedAt.moment} ${broken.crashedAt.point}` : '';
  return {
    kind: coordinator ? 'coordinator' : 'service',
    condition: broken?.condition ?? (processes.length === 0 ? 'dormant' : slow ? 'slowed' : 'up'),
    name: instances.length > 1 ? `${name} ×${processes.length}` : name,
    state: stateLines(full, frame),
    tag: tagIn(
      tags.filter((tag) => tag !== ''),
      frame,
    ),
    hue: service,
    title: `${name}: ${full}${point} at ${clock(time)}`,
  };
}

/** What waits for a group, and what its members hold under a lock: those of a share group do. */
function groupFigures(view: Moment['view'], group: number) {
  if (group < 0) return { lag: 0, held: 0 };
  const { lag, memberList } = view.group(group);
  return { lag, held: memberList.reduce((sum, { holds }) => sum + holds, 0) };
}

/** A reader at a moment: what it keeps, and how much it has read. */
export function readerLook(moment: Moment, node: TopologyNode, frame: Frame): NodeLook {
  const look = serviceLook(moment, node, frame);
  const { attached, handled, keys } = moment.view.reader(node.index, 0);
  const isWell = look.condition === 'up' || look.condition === 'slowed';
  const kept = attached ? `table ${keys}, ${handled} read` : 'not attached';
  return {
    ...look,
    kind: 'reader',
    condition: attached ? look.condition : 'dormant',
    state: attached && !isWell ? look.state : stateLines(kept, frame),
    title: `${look.title}; ${kept}`,
  };
}

/** The clients at a moment, as one node. */
export function clientLook({ view }: Moment, frame: Frame): NodeLook {
  const state = view
    .clients()
    .map(({ state: word, count }) => (count === 1 ? word : `${word} ×${count}`))
    .join(', ');
  const full = state || 'idle';
  return {
    kind: 'client',
    condition: 'up',
    name: 'Clients',
    state: stateLines(full, frame),
    tag: '',
    hue: -1,
    title: `Clients: ${full}`,
  };
}

/** What the reader has picked: a message, and the order that is followed; -1 for none. */
interface Chosen {
  readonly picked: number;
  readonly followed: number;
}

/** A topic at a moment. */
export function topicLook(
  moment: Moment,
  { topic, picked, followed }: Chosen & { readonly topic: number },
  frame: Frame,
): TopicLook {
  const { cast } = moment;
  const { id = '', firstPartition = 0 } = cast.topics[topic] ?? {};
  const { partitions } = moment.view.topic(topic);
  const { isWide, head, rows, cells } = shapeOfTopic(id, partitions, frame);
  const all = Array.from({ length: rows }, (_, index) => ({
    label: `p${index}`,
    ...partitionLook(moment, firstPartition + index, { picked, followed, cells }),
  }));
  const lag = cast.groups.reduce(
    (sum, _, group) => sum + lagWithin(moment, group, firstPartition, partitions),
    0,
  );
  const note = lag > 0 ? `lag ${lag}` : '';
  const hidden = partitions > rows ? ` (${rows} of ${partitions} partitions shown)` : '';
  return {
    name: id,
    note,
    isWide,
    head,
    title: `Topic ${id}, ${partitions} partitions${hidden}, lag ${lag}`,
    partitions: all,
  };
}

function lagWithin({ view }: Moment, group: number, first: number, count: number): number {
  const within = view
    .group(group)
    .subscriptions.filter(({ partition }) => partition >= first && partition < first + count);
  return within.reduce((sum, { lag }) => sum + lag, 0);
}

const noRecord: CellLook = {
  ...{ hue: -1, kind: 'absent', struck: false, done: false, picked: false },
  ...{ isOther: false, title: '' },
};

function partitionLook(
  moment: Moment,
  partition: number,
  { picked, followed, cells: shown }: Chosen & { readonly cells: number },
): Pick<TopicLook['partitions'][number], 'cells' | 'marks'> {
  const { view, cast } = moment;
  const { tail, logEnd, logStart } = view.partition(partition);
  const committed = commitsOf(moment, partition);
  const slowest = Math.min(...committed.map(({ offset }) => offset), logEnd);
  const first = Math.max(logStart, logEnd - shown);
  const cells = Array.from({ length: shown }, (_, index): CellLook => {
    const record = tail[tail.length - (logEnd - first) + index];
    if (record === undefined) return noRecord;
    const type = cast.types[record.type];
    return {
      kind: record.kind,
      struck: record.transaction === 'aborted',
      hue: type === undefined ? 7 : type.sender < 0 ? 7 : type.sender,
      done: record.offset < slowest && committed.length > 0,
      picked: record.message === picked && record.message >= 0,
      isOther: followed > 0 && record.order !== followed,
      title: recordTitle(record, cast),
    };
  });
  const taken = new Map<number, number>();
  const marks = committed.map(({ group, offset, hue, name }): MarkLook => {
    const at = Math.max(0, offset - first);
    const before = taken.get(at) ?? 0;
    taken.set(at, before + 1);
    return { group, at, shift: before * 2.5, hue, title: `${name} has committed offset ${offset}` };
  });
  return { cells, marks };
}

/** What stands at an offset, in words. */
export function recordTitle(
  { offset, kind, type, order, transaction }: RecordView,
  { types }: Moment['cast'],
): string {
  if (kind === 'marker') return `offset ${offset}: marker, the transaction is ${transaction}`;
  if (kind === 'cleaned') return `offset ${offset}: removed by the cleaner`;
  if (kind === 'absent') return `offset ${offset}: nothing is known`;
  const of = order < 0 ? '' : ` of order ${order}`;
  const within = transaction === 'none' ? '' : `, in a transaction that is ${transaction}`;
  return `offset ${offset}: ${types[type]?.name ?? 'record'}${of}${within}`;
}

interface Commit {
  readonly group: number;
  readonly offset: number;
  readonly hue: number;
  readonly name: string;
}

/** How far each group has committed a partition. */
export function commitsOf({ view, cast }: Moment, partition: number): readonly Commit[] {
  return cast.groups.flatMap(({ id, service, partitions }: CastGroup, group): Commit[] => {
    if (!partitions.includes(partition) || !view.group(group).attached) return [];
    const held = view.group(group).subscriptions.find((each) => each.partition === partition);
    return [{ group, offset: Math.max(0, held?.committed ?? 0), hue: service, name: id }];
  });
}

/** A state in the lines that the node has: broken between the words of its name. */
function stateLines(text: string, frame: Frame): readonly string[] {
  const room = lettersIn(frame.width, frame.letters);
  const lines = linesIn(frame);
  if (lines === 0) return [];
  if (lines === 1 || text.length <= room) return [shorten(text, room)];
  const breaks = [...text.matchAll(/(?<=[a-z])(?=[A-Z])|(?<= )/g)].map(({ index }) => index);
  const at = breaks.findLast((index) => index <= room) ?? 0;
  if (at === 0) return [shorten(text, room)];
  return [text.slice(0, at).trimEnd(), shorten(text.slice(at), room)];
}

/** What waits, as much of it as the node is wide for: the card of the node tells all. */
function tagIn(tags: readonly string[], frame: Frame): string {
  const { width, letters } = frame;
  const all = tags.join(' · ');
  if (tags.length < 2) return all;
  return 12 + all.length * letters.widths.tag <= width ? all : tagIn(tags.slice(0, -1), frame);
}

/** Too long a list tells its first and how many more there are; a count at the end is worth more than the end of the word before it. */
function shorten(text: string, room: number): string {
  if (text.length <= room) return text;
  const [first = '', ...others] = text.split(', ');
  const [count = ''] = others.length > 0 ? [` +${others.length}`] : (/ ×\d+$/.exec(first) ?? []);
  const word = others.length > 0 ? first : first.slice(0, first.length - count.length);
  return word.length + count.length <= room
    ? word + count
    : `${word.slice(0, room - 1 - count.length)}…${count}`;
}
