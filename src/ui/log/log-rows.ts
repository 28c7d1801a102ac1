/** The logs at a moment as plain rows for the panel: cells, the marks that stand between them, and how far each group is. */
import type { PartitionView, RecordView, SubscriptionView } from '../../projections/index.ts';
import { actorName, shareBounds, shareRecordText } from '../../projections/index.ts';
import { recordTitle } from '../stage/looks.ts';
import type { Moment } from '../run/moments.svelte.ts';

/** One offset. */
export interface LogCell {
  readonly offset: number;
  readonly row: number;
  readonly hue: number;
  readonly kind: RecordView['kind'];
  /** Its transaction was aborted; it is still open. */
  readonly struck: boolean;
  readonly open: boolean;
  /** A segment begins here. */
  readonly segment: boolean;
  readonly done: boolean;
  /** A member of a share group holds it: its group's hue, -1 where nobody does. */
  readonly held: number;
  readonly picked: boolean;
  readonly title: string;
}

/** A mark of the log itself: its line stands before the cell `at`. */
export interface LogMark {
  readonly id: 'start' | 'stable' | 'watermark';
  readonly label: string;
  readonly at: number;
  readonly title: string;
}

/** How far a group is: its committed offset, or its position where that is further. */
export interface GroupMark {
  readonly id: string;
  readonly at: number;
  readonly shift: number;
  readonly hue: number;
  readonly isPosition: boolean;
  readonly title: string;
}

/** One partition. */
export interface LogPartition {
  readonly index: number;
  readonly label: string;
  readonly summary: string;
  readonly end: number;
  readonly offline: boolean;
  readonly width: number;
  readonly cells: readonly LogCell[];
  readonly logMarks: readonly LogMark[];
  readonly marks: readonly GroupMark[];
  readonly lags: readonly {
    readonly group: number;
    readonly hue: number;
    readonly lag: number;
    readonly title: string;
  }[];
}

/** One topic. */
export interface LogTopic {
  readonly id: string;
  readonly carries: string;
  /** The share of the largest partition, in words; empty while all is even. */
  readonly skew: string;
  readonly groups: readonly { readonly name: string; readonly hue: number }[];
  readonly partitions: readonly LogPartition[];
}

/** All topics at a moment. */
export function logTopics(moment: Moment, picked: number): readonly LogTopic[] {
  const { cast, view } = moment;
  return cast.topics.map(({ id, carries, firstPartition }, topic) => {
    const { partitions } = view.topic(topic);
    const indexes = Array.from({ length: partitions }, (_, index) => firstPartition + index);
    const groups = cast.groups.filter((group) =>
      group.partitions.some((partition) => indexes.includes(partition)),
    );
    return {
      id,
      carries: carries === 'dead-letters' ? 'dead letters' : carries,
      skew: skewText(moment, topic),
      groups: groups.map((group) => ({ name: group.id, hue: group.service })),
      partitions: indexes.map((index) => partitionOf(moment, index, picked)),
    };
  });
}

/** Uneven is worth a word when one partition has half as much again as its share would be, of enough records to tell. */
function skewText({ view }: Moment, topic: number): string {
  const { skew, partitions, records } = view.topic(topic);
  if (skew === null || partitions < 2 || records < 20 || skew * partitions < 1.5) return '';
  return `largest partition ${Math.round(skew * 100)} % of ${records}, even would be ${Math.round(100 / partitions)} %`;
}

interface Held {
  readonly group: number;
  readonly hue: number;
  readonly name: string;
  readonly committed: number;
  readonly of: SubscriptionView;
}

function partitionOf(moment: Moment, index: number, picked: number): LogPartition {
  const { view, cast } = moment;
  const log = view.partition(index);
  const label = `p${cast.partitions[index]?.partition ?? 0}`;
  const first = log.tail[0]?.offset ?? log.logEnd;
  const held = cast.groups.flatMap(({ id, service }, group): Held[] => {
    const of = view.group(group).subscriptions.find(({ partition }) => partition === index);
    if (of === undefined || !view.group(group).attached) return [];
    return [{ group, hue: service, name: id, committed: Math.max(0, of.committed), of }];
  });
  const slowest = Math.min(log.logEnd, ...held.map(({ committed }) => committed));
  return {
    index,
    label,
    end: log.logEnd,
    offline: log.leader < 0,
    width: log.tail.length + 1,
    cells: log.tail.map((record) => cellOf(moment, log, record, { slowest, held, picked })),
    logMarks: logMarksOf(log, first),
    marks: groupMarksOf(moment, held, first),
    lags: held.map(({ group, hue, name, of: { lag } }) => ({
      ...{ group, hue, lag },
      title: `lag of ${name}: ${lag}`,
    })),
    summary: summaryOf(label, log, held),
  };
}

function cellOf(
  { cast }: Moment,
  { segments, logStart }: PartitionView,
  record: RecordView,
  { slowest, held, picked }: { slowest: number; held: readonly Held[]; picked: number },
): LogCell {
  const { offset, row, type, kind, message, transaction } = record;
  const sender = cast.types[type]?.sender ?? -1;
  const shared = held.flatMap(({ hue, name, of: { share } }) => {
    const own = share?.records[offset - share.start];
    if (share === null || own === undefined || own.state === 'new') return [];
    return [{ hue, own, text: `${name}: ${shareRecordText(cast, own)}` }];
  });
  const segment = offset > logStart && segments.includes(offset);
  return {
    ...{ offset, row, kind, segment },
    hue: sender < 0 ? 7 : sender,
    struck: transaction === 'aborted',
    open: transaction === 'open',
    done: held.length > 0 && offset < slowest,
    picked: message >= 0 && message === picked,
    held: shared.find(({ own }) => own.state === 'acquired')?.hue ?? -1,
    title: [
      `${recordTitle(record, cast)}${segment ? '; a segment begins here' : ''}`,
      ...shared.map(({ text }) => text),
    ].join('; '),
  };
}

/** Only marks that stand apart are worth a line: where all is well, they are at the end. */
function logMarksOf(log: PartitionView, first: number): readonly LogMark[] {
  const { logStart, lastStable, highWatermark, logEnd } = log;
  const all: readonly (LogMark & { readonly shown: boolean })[] = [
    {
      ...{ id: 'start', label: 'start', at: logStart - first, shown: logStart > 0 },
      title: `log start ${logStart}: what was before it is deleted`,
    },
    {
      ...{ id: 'stable', label: 'LSO', at: lastStable - first, shown: lastStable < highWatermark },
      title: `last stable offset ${lastStable}: a transaction is open here`,
    },
    {
      ...{ id: 'watermark', label: 'HW', at: highWatermark - first, shown: highWatermark < logEnd },
      title: `high watermark ${highWatermark}: consumers see what lies before it`,
    },
  ];
  const shown = all.filter((mark) => mark.shown && mark.at >= 0);
  // Marks at one place share their line.
  return shown.flatMap((mark, index): LogMark[] => {
    const same = shown.filter(({ at }) => at === mark.at);
    if (shown.findIndex(({ at }) => at === mark.at) < index) return [];
    const label = same.map((each) => each.label).join(' ');
    return [{ ...mark, label, title: same.map(({ title }) => title).join('; ') }];
  });
}

function groupMarksOf(
  { cast }: Moment,
  held: readonly Held[],
  first: number,
): readonly GroupMark[] {
  const beside = new Map<number, number>();
  const shiftAt = (at: number) => {
    const before = beside.get(at) ?? 0;
    beside.set(at, before + 1);
    return before * 4;
  };
  return held.flatMap(({ group, hue, name, committed, of }): GroupMark[] => {
    const at = Math.max(0, committed - first);
    const { share } = of;
    const title =
      share === null
        ? `${name} has committed up to offset ${committed}`
        : `${name} is done with all up to offset ${committed}: its share-partition start offset`;
    const own = { id: `${group}`, at, shift: shiftAt(at), hue, isPosition: false, title };
    const isUnread = share === null ? of.owner < 0 : false;
    if (isUnread || of.position <= committed || of.position < first) return [own];
    const reached = of.position - first;
    return [
      own,
      {
        ...{ id: `${group} position`, at: reached, shift: shiftAt(reached), hue },
        isPosition: true,
        title:
          share === null
            ? `${actorName(cast, of.owner)} has read up to offset ${of.position}`
            : `${name} has taken records up to offset ${of.position}: its share-partition end offset`,
      },
    ];
  });
}

function summaryOf(label: string, log: PartitionView, held: readonly Held[]): string {
  const { logStart, lastStable, highWatermark, logEnd, segments, cleaned } = log;
  const marks = [
    `log end ${logEnd}`,
    ...(highWatermark < logEnd ? [`high watermark ${highWatermark}`] : []),
    ...(lastStable < highWatermark ? [`last stable offset ${lastStable}`] : []),
    ...(logStart > 0 ? [`log start ${logStart}`] : []),
    ...(segments.length > 1 ? [`${segments.length} segments`] : []),
    ...(cleaned > 0 ? [`${cleaned} removed by the cleaner`] : []),
    ...(log.leader < 0 ? ['offline'] : []),
  ];
  const said = held.map(
    ({ name, committed, of: { lag, share } }) =>
      `${name} ${share === null ? `committed ${committed}` : shareBounds(share)}, lag ${lag}`,
  );
  return `Partition ${label}: ${marks.join(', ')}. ${said.join('; ')}`;
}
