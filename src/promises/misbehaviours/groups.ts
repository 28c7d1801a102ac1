/** Groups that rebalance all the time, and groups with idle members. */
import { code } from '../../trace/index.ts';
import { areOf, counted, seconds } from '../phrases.ts';
import type { Misbehaviour } from './misbehaviour.ts';

const stormWindow = 60_000_000;
const stormSize = 4;

/** 7: one rebalance after the other. */
export const rebalanceStorm: Misbehaviour = {
  id: 7,
  name: 'rebalance storm',
  sentence:
    'A member that comes and goes makes its group rebalance again and again: all stop each time.',
  watch({ cast, phrases }) {
    const begun = cast.groups.map((): number[] => []);
    const wasStable = cast.groups.map(() => false);
    return {
      kinds: ['group-stable', 'rebalance-started'],
      see(trace, row, found) {
        const group = trace.a(row);
        if (trace.kind(row) === code['group-stable']) wasStable[group] = true;
        const rows = begun[group];
        if (trace.kind(row) !== code['rebalance-started'] || rows === undefined) return;
        if (wasStable[group] !== true) return;
        const since = trace.time(row) - stormWindow;
        begun[group] = [...rows.filter((each) => trace.time(each) >= since), row];
        const recent = begun[group] ?? [];
        if (recent.length !== stormSize) return;
        const first = recent[0] ?? row;
        found(
          row,
          () =>
            `${phrases.group(group)}’s group began ${counted(recent.length, 'rebalance')} between ${seconds(trace.time(first))} and ${seconds(trace.time(row))}.`,
          ...recent,
        );
      },
    };
  },
};

/** 14: more members than partitions. */
export const idleMembers: Misbehaviour = {
  id: 14,
  name: 'more consumers than partitions',
  sentence: 'A group has more members than partitions: the others are idle.',
  watch({ cast, phrases }) {
    const dormant = cast.partitions.map(({ topic, partition }) => {
      return partition >= (cast.topics[topic]?.partitions ?? 0);
    });
    return {
      kinds: ['partition-added', 'group-stable'],
      see(trace, row, found) {
        if (trace.kind(row) === code['partition-added']) {
          dormant[trace.a(row)] = false;
          return;
        }
        const group = cast.groups[trace.a(row)];
        const present = group?.partitions.filter((each) => dormant[each] !== true).length ?? 0;
        const idle = trace.c(row) - present;
        if (group?.isShare !== false || idle <= 0) return;
        const who = phrases.group(trace.a(row));
        found(
          row,
          () =>
            `${who} has ${counted(trace.c(row), 'member')} for ${counted(present, 'partition')}: ${idle} of them ${areOf(idle)} idle.`,
        );
      },
    };
  },
};
