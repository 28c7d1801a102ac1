/** The logs at a moment as plain rows for the panel. */
import type { Moment } from '../run/moments.svelte.ts';

/** One record. */
export interface LogCell {
  readonly offset: number;
  readonly row: number;
  readonly hue: number;
  readonly done: boolean;
  readonly picked: boolean;
  readonly title: string;
}

/** One partition. */
export interface LogPartition {
  readonly index: number;
  readonly label: string;
  readonly summary: string;
  readonly end: number;
  readonly width: number;
  readonly cells: readonly LogCell[];
  readonly marks: readonly {
    readonly group: number;
    readonly at: number;
    readonly shift: number;
    readonly hue: number;
    readonly title: string;
  }[];
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
  readonly groups: readonly { readonly name: string; readonly hue: number }[];
  readonly partitions: readonly LogPartition[];
}

/** All topics at a moment. */
export function logTopics(moment: Moment, picked: number): readonly LogTopic[] {
  const { cast } = moment;
  return cast.topics.map(({ id, carries, partitions, firstPartition }) => {
    const indexes = Array.from({ length: partitions }, (_, index) => firstPartition + index);
    const groups = cast.groups.filter((group) =>
      group.partitions.some((partition) => indexes.includes(partition)),
    );
    return {
      id,
      carries: carries === 'dead-letters' ? 'dead letters' : carries,
      groups: groups.map((group) => ({ name: group.id, hue: group.service })),
      partitions: indexes.map((index) => partitionOf(moment, index, picked)),
    };
  });
}

function partitionOf({ view, cast }: Moment, index: number, picked: number): LogPartition {
  const { tail, logEnd } = view.partition(index);
  const label = `p${cast.partitions[index]?.partition ?? 0}`;
  const first = tail[0]?.offset ?? logEnd;
  const held = cast.groups.flatMap(({ id, service }, group) => {
    const each = view.group(group).subscriptions.find(({ partition }) => partition === index);
    return each === undefined
      ? []
      : [{ group, hue: service, name: id, committed: Math.max(0, each.committed), lag: each.lag }];
  });
  const slowest = Math.min(logEnd, ...held.map(({ committed }) => committed));
  const cells = tail.map(({ offset, row, type, order, message }): LogCell => {
    const known = cast.types[type];
    const sender = known?.sender ?? -1;
    return {
      offset,
      row,
      hue: sender < 0 ? 7 : sender,
      done: held.length > 0 && offset < slowest,
      picked: message === picked,
      title: `offset ${offset}: ${known?.name ?? 'record'} of order ${order}`,
    };
  });
  const beside = new Map<number, number>();
  const marks = held.map(({ group, hue, name, committed }) => {
    const at = Math.max(0, committed - first);
    const before = beside.get(at) ?? 0;
    beside.set(at, before + 1);
    return {
      group,
      at,
      shift: before * 4,
      hue,
      title: `${name} has committed up to offset ${committed}`,
    };
  });
  const lags = held.map(({ group, hue, name, lag }) => ({
    group,
    hue,
    lag,
    title: `lag of ${name}: ${lag}`,
  }));
  const said = held
    .map(({ name, committed, lag }) => `${name} committed ${committed}, lag ${lag}`)
    .join('; ');
  return {
    index,
    label,
    end: logEnd,
    width: tail.length + 1,
    cells,
    marks,
    lags,
    summary: `Partition ${label}: log end ${logEnd}. ${said}`,
  };
}
