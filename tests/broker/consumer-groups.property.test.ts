/** Groups of consumers to which anything happens: in the end, those that live share all partitions, and every record was read. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GroupStage } from '../../src/broker/index.ts';

const names = ['A', 'B', 'C'] as const;
const strategies = [
  'range',
  'roundrobin',
  'sticky',
  'cooperative-sticky',
  'range,cooperative-sticky',
] as const;

/** Lets one program do one thing, and returns what it saw when that is over. */
function does(stage: GroupStage, who: string, text: string): () => readonly string[] | undefined {
  const [verb = '', ...words] = text.split(' ');
  let seen: readonly string[] | undefined;
  stage.begin({ who, verb, words }, (events) => {
    seen = events;
  });
  return () => seen;
}

const anyStep = fc.record({
  who: fc.constantFrom(...names),
  what: fc.constantFrom(
    ...['poll 300', 'poll 300', 'poll 4000', 'commit', 'commitAsync', 'sleep 2500'],
    ...['SIGKILL', 'SIGSTOP', 'SIGCONT', 'close', 'unsubscribe', 'subscribe orders'],
  ),
  wait: fc.nat({ max: 300 }),
});

test('members that live share all partitions in the end, whatever befell them', () => {
  fc.assert(
    fc.property(
      fc.array(anyStep, { maxLength: 40 }),
      fc.constantFrom(...strategies),
      fc.boolean(),
      (steps, strategy, autoCommit) => {
        const settings = {
          ...{ 'session.timeout.ms': 3000, 'heartbeat.interval.ms': 500 },
          ...{ 'max.poll.interval.ms': 4000, 'auto.offset.reset': 'earliest' },
          ...{ 'partition.assignment.strategy': strategy, 'enable.auto.commit': autoCommit },
        };
        const stage = new GroupStage(settings, ['orders:4']);
        const read = new Set<string>();
        const note = (events: readonly string[] | undefined) => {
          for (const event of events ?? [])
            if (event.startsWith('polled '))
              for (const record of event.slice(7).split(',')) read.add(record);
        };
        for (let partition = 0; partition < 4; partition++)
          does(stage, 'producer', `send orders ${partition} 3`);
        for (const who of names) does(stage, who, 'subscribe orders');
        const pending: (() => readonly string[] | undefined)[] = [];
        const busy = new Map<string, () => readonly string[] | undefined>();
        for (const { who, what, wait } of steps) {
          // A program does one thing after the other; only signals reach it at any time.
          const isFree = busy.get(who)?.() !== undefined || !busy.has(who);
          if (isFree || what.startsWith('SIG')) {
            const seen = does(stage, who, what);
            pending.push(seen);
            if (!what.startsWith('SIG')) busy.set(who, seen);
          }
          for (let tick = 0; tick < wait; tick++) stage.tick();
        }
        for (const who of names) does(stage, who, 'SIGCONT');
        for (let tick = 0; tick < 500; tick++) stage.tick();
        for (const who of names) does(stage, who, 'subscribe orders');
        pending.push(...names.map((who) => does(stage, who, 'poll 40000')));
        for (let tick = 0; tick < 4100; tick++) stage.tick();
        for (const seen of pending) note(seen());
        const owned = names.flatMap((who) =>
          (does(stage, who, 'assignment')()?.at(-1) ?? '')
            .replace('assignment', '')
            .trim()
            .split(',')
            .filter((each) => each !== ''),
        );
        expect(owned.toSorted()).toEqual(['orders-0', 'orders-1', 'orders-2', 'orders-3']);
        expect(read.size).toBe(12);
      },
    ),
    { numRuns: 60 },
  );
});
