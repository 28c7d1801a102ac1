/** The groups at a moment as rows: who is a member, who owns what, which lanes are dark, and how far each is behind. */
import {
  actorName,
  lagSeries,
  recordName,
  shareBounds,
  shareRecordsText,
  spanText,
  type GroupView,
} from '../../projections/index.ts';
import { brokerSetting, type Fault, type Scenario } from '../../scenario/index.ts';
import { rebalanceReasons } from '../../trace/index.ts';
import { behindText } from '../charts/drain.ts';
import type { Moment } from '../run/moments.svelte.ts';
import { presentSetting } from '../settings/present.ts';

/** A partition as a lane of a group. */
export interface Lane {
  readonly partition: number;
  /** Short, for the head of a column. */
  readonly label: string;
  readonly title: string;
  /** Nobody reads it. */
  readonly isDark: boolean;
  readonly lag: number;
}

/** A member with the lanes that it owns. */
export interface MemberRow {
  readonly actor: number;
  readonly name: string;
  readonly joining: boolean;
  readonly condition: string;
  readonly owns: ReadonlySet<number>;
  readonly lag: string;
}

/** One group. */
export interface GroupRow {
  readonly id: string;
  readonly hue: number;
  readonly phase: GroupView['phase'];
  /** What stands beside the phase: generation, assignor, why it rebalances. */
  readonly about: string;
  readonly lag: string;
  readonly lanes: readonly Lane[];
  readonly members: readonly MemberRow[];
  /** Lanes that nobody reads. */
  readonly dark: number;
  readonly attached: boolean;
  /** For a share group, what it has under way, partition by partition; empty for the others. */
  readonly shared: readonly { readonly title: string; readonly text: string }[];
  /** For a reader, the first keys of its table with the record that stands for each. */
  readonly table: readonly string[];
}

/** What the rows are read from, beside the moment. */
export interface GroupContext {
  readonly scenario: Scenario;
  readonly faults: readonly Fault[];
}

/** All groups at a moment. */
export function groupRows(moment: Moment, context: GroupContext): readonly GroupRow[] {
  const { cast, trace, row, time } = moment;
  const series = lagSeries(trace, cast, { upToRow: row, now: time, points: 8 });
  return cast.groups.map((_, group) => {
    const { arriving = 0, done = 0 } = series.rates[group] ?? {};
    const rates = `${rateText(arriving)} in, ${rateText(done)} done a second`;
    return groupRow(moment, group, context, { rates, drain: series.drainSeconds[group] });
  });
}

function rateText(rate: number): string {
  return String(Math.round(rate * 10) / 10);
}

function groupRow(
  moment: Moment,
  group: number,
  context: GroupContext,
  { rates, drain }: { readonly rates: string; readonly drain: number | null | undefined },
): GroupRow {
  const { cast, view } = moment;
  const { id = '', service = -1, isShare = false } = cast.groups[group] ?? {};
  const seen = view.group(group);
  const lanes = seen.subscriptions.map(({ partition, owner, lag }): Lane => {
    const { topic = -1, partition: number = 0 } = cast.partitions[partition] ?? {};
    const name = cast.topics[topic]?.id ?? '';
    const label = `${name.split('.').at(-1) ?? name} ${number}`;
    return { partition, label, title: `${name}-${number}`, isDark: owner < 0, lag };
  });
  const behind = seen.lag === 0 ? '' : `, ${behindText(seen.lagMicros, drain)}`;
  return {
    id,
    hue: service,
    phase: seen.phase,
    about: aboutOf(moment, seen, { ...context, isShare }),
    lag: `lag ${seen.lag}${behind}; ${rates}${skewText(seen, lanes.length)}`,
    lanes,
    members: seen.memberList.map(({ actor, joining, partitions, lag, lagMicros, holds }) => ({
      actor,
      name: actorName(cast, actor),
      joining,
      condition: view.process(actor).condition,
      owns: new Set(partitions),
      lag: isShare ? String(holds) : lag === 0 ? '0' : `${lag}, ${spanText(lagMicros)}`,
    })),
    dark: lanes.filter(({ isDark }) => isDark).length,
    attached: seen.attached,
    shared: seen.subscriptions.flatMap(({ partition, share }) => {
      const title = lanes.find((lane) => lane.partition === partition)?.title ?? '';
      if (share === null) return [];
      return [{ title, text: `${shareBounds(share)}: ${shareRecordsText(cast, share)}` }];
    }),
    table: tableOf(moment, service),
  };
}

/** How many entries of a reader's table are shown. */
const entriesShown = 12;

function tableOf({ cast, trace, view }: Moment, service: number): readonly string[] {
  if (cast.services[service]?.reader !== true) return [];
  const { entries, keys } = view.reader(service, entriesShown);
  const texts = entries.map(({ key, row }) => `${key}: ${recordName(trace, cast, row)}`);
  return keys > entries.length ? [...texts, `and ${keys - entries.length} more`] : texts;
}

/** The largest partition's share is worth telling when it is uneven. */
function skewText({ skew, lag }: GroupView, lanes: number): string {
  if (skew === null || lag < 10 || lanes < 2 || skew * lanes < 1.5) return '';
  return `; ${Math.round(skew * 100)} % of it in one partition`;
}

function aboutOf(
  { cast, time }: Moment,
  { group, generation, phase, reason, since }: GroupView,
  { scenario, faults, isShare }: GroupContext & { readonly isShare: boolean },
): string {
  const service = cast.services[cast.groups[group]?.service ?? -1];
  const setting = brokerSetting('partition.assignment.strategy');
  const place = { kind: 'service', id: service?.id ?? '', name: '' } as const;
  const assignor =
    setting === undefined
      ? ''
      : String(presentSetting(setting, { scenario, faults, now: time, place }).value);
  const word = isShare ? 'epoch' : 'generation';
  const words = generation < 0 ? [] : [`${word} ${generation}`];
  words.push(isShare ? 'share group: taken record by record' : assignor);
  const isMoving = phase === 'PreparingRebalance' || phase === 'CompletingRebalance';
  if (isMoving) words.push(`${rebalanceReasons[reason] ?? ''} ${spanText(time - since)} ago`);
  return words.join(' · ');
}
