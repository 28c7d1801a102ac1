/** Consumers driven by hand: what their callbacks and polls give, beyond what was recorded. */
import { describe, expect, test } from 'vitest';
import { runVectors } from '../../src/cli/vectors/vectors.ts';

const config = {
  'group.id': 'g',
  'auto.offset.reset': 'earliest',
  'session.timeout.ms': 6000,
  'heartbeat.interval.ms': 500,
  'max.poll.interval.ms': 30000,
  'enable.auto.commit': false,
};

type Line = readonly [who: string, what: string, ...events: string[]];

function play(
  settings: Readonly<Record<string, unknown>>,
  topics: readonly string[],
  lines: readonly Line[],
) {
  const steps = lines.map(([who, what, ...events]) => ({ who, do: what, events }));
  const script = { name: 'script', config: { ...config, ...settings }, topics, steps };
  return runVectors({ scenarios: [script] });
}

const passed = { passed: 1, failures: [], notModelled: [] };

describe('a consumer', () => {
  test('goes on where it was told to seek, and reads nothing of a partition that is paused', () => {
    const seeking: Line[] = [
      ['producer', 'send orders 0 3', 'sent'],
      ['A', 'subscribe orders'],
      ['A', 'poll 9000 one', 'assigned orders-0', 'polled orders-0@0,orders-0@1,orders-0@2'],
      ['A', 'seek orders-0 1'],
      ['A', 'pause orders-0'],
      ['A', 'poll 100', 'polled'],
      ['A', 'resume orders-0'],
      ['A', 'poll 100', 'polled orders-0@1,orders-0@2'],
    ];
    expect(play({}, ['orders:1'], seeking)).toEqual(passed);
  });

  test('stands still past its session: another one takes over, and it finds its partition lost', () => {
    expect(
      play(
        {},
        ['orders:1'],
        [
          ['producer', 'send orders 0 2', 'sent'],
          ['A', 'subscribe orders'],
          ['A', 'poll 9000 one', 'assigned orders-0', 'polled orders-0@0,orders-0@1'],
          ['A', 'SIGSTOP'],
          ['B', 'subscribe orders'],
          ['B', 'poll 12000 one', 'assigned orders-0', 'polled orders-0@0,orders-0@1'],
          ['B', 'commit', 'committed ok'],
          ['B', 'close', 'revoked orders-0', 'closed'],
          ['A', 'SIGCONT'],
          ['A', 'sleep 600'],
          ['A', 'commit', 'commit-failed CommitFailedException'],
          ['A', 'poll 9000', 'lost orders-0', 'assigned orders-0', 'polled'],
        ],
      ),
    ).toEqual(passed);
  });

  test('that is static leaves nothing behind when it closes: its partitions wait for its session', () => {
    expect(
      play(
        { 'group.instance.id': 'a' },
        ['orders:1'],
        [
          ['A', 'subscribe orders'],
          ['A', 'poll 5000', 'assigned orders-0', 'polled'],
          ['A', 'close', 'revoked orders-0', 'closed'],
          ['B', 'subscribe orders'],
          ['B', 'poll 3000', 'polled'],
          ['B', 'poll 9000', 'assigned orders-0', 'polled'],
        ],
      ),
    ).toEqual(passed);
  });

  test('is told of what the script asks that is not modelled, and passes nothing', () => {
    const tally = play({}, ['orders:1'], [['A', 'dance']]);
    expect(tally.passed).toBe(0);
    expect(tally.notModelled).toEqual(['script: the step "dance" is not modelled']);
  });
});
