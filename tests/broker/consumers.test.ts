/** Consumers driven by hand: what their callbacks and polls give, beyond what was recorded. */
import { describe, expect, test } from 'vitest';
import { expectToSee, play, type Line } from './scripted-groups.ts';

const three = ['orders-0@0', 'orders-0@1', 'orders-0@2'].join(',');
const begin: readonly Line[] = [
  ['producer', 'send orders 0 3', ['sent']],
  ['A', 'subscribe orders'],
  ['A', 'poll 9000 one', ['assigned orders-0', `polled ${three}`]],
];

describe('a position', () => {
  test('goes where it is told to, and a partition that is paused gives nothing', () => {
    expectToSee(
      {},
      ['orders:1'],
      [
        ...begin,
        ['A', 'seek orders-0 1'],
        ['A', 'pause orders-0'],
        ['A', 'poll 1000', ['polled']],
        ['A', 'resume orders-0'],
        ['A', 'poll 1000', ['polled orders-0@1,orders-0@2']],
        ['A', 'seekToBeginning orders-0'],
        ['A', 'position orders-0', ['position orders-0=0']],
        ['A', 'seekToEnd'],
        ['A', 'poll 1000', ['polled']],
        ['A', 'position orders-0', ['position orders-0=3']],
        [
          'A',
          'seek orders-7 1',
          ['exception IllegalStateException: No current assignment for partition orders-7'],
        ],
      ],
    );
  });

  test('beyond the log goes where the policy says, and without one the program hears of it', () => {
    const behind: readonly Line[] = [
      ...begin,
      ['A', 'seek orders-0 0'],
      ['producer', 'deleteRecords orders-0 2'],
    ];
    expectToSee({}, ['orders:1'], [...behind, ['A', 'poll 2000', ['polled orders-0@2']]]);
    expectToSee(
      { 'auto.offset.reset': 'latest' },
      ['orders:1'],
      [
        ['A', 'subscribe orders'],
        ['A', 'poll 5000', ['assigned orders-0', 'polled']],
        ['producer', 'send orders 0 3', ['sent']],
        ['A', 'seek orders-0 9'],
        ['A', 'poll 2000', ['polled']],
        ['A', 'position orders-0', ['position orders-0=3']],
      ],
    );
    expectToSee(
      { 'auto.offset.reset': 'none' },
      ['orders:1'],
      [
        ['producer', 'send orders 0 3', ['sent']],
        ['A', 'subscribe orders'],
        [
          'A',
          'poll 9000',
          [
            'assigned orders-0',
            'exception NoOffsetForPartitionException: Undefined offset with no reset policy for partitions: [orders-0]',
          ],
        ],
        ['A', 'seek orders-0 9'],
        ['A', 'poll 2000', ['exception OffsetOutOfRangeException: in other words']],
      ],
    );
  });
});

describe('a poll', () => {
  test('gives no more than max.poll.records, one partition after the other', () => {
    expectToSee(
      { 'max.poll.records': 2 },
      ['orders:2'],
      [
        ['producer', 'send orders 0 3', ['sent']],
        ['producer', 'send orders 1 1', ['sent']],
        ['A', 'subscribe orders'],
        ['A', 'poll 9000 one', ['assigned orders-0,orders-1', 'polled orders-0@0,orders-0@1']],
        ['A', 'poll 9000 one', ['polled orders-0@2,orders-1@0']],
      ],
    );
  });

  test('before any subscription, or after the end, is refused', () => {
    expectToSee(
      {},
      ['orders:1'],
      [
        [
          'A',
          'poll 100',
          [
            'exception IllegalStateException: Consumer is not subscribed to any topics or assigned any partitions',
          ],
        ],
        ['A', 'subscribe orders'],
        ['A', 'close', ['closed']],
        [
          'A',
          'poll 100',
          ['exception IllegalStateException: This consumer has already been closed.'],
        ],
      ],
    );
  });
});

describe('isolation.level', () => {
  const steps: readonly Line[] = [
    ['producer', 'send orders 0 1', ['sent']],
    ['producer', 'begin'],
    ['producer', 'send orders 0 2', ['sent']],
    ['producer', 'abortTransaction'],
    ['other', 'begin'],
    ['other', 'send orders 0 1', ['sent']],
    ['producer', 'send orders 0 1', ['sent']],
    ['A', 'subscribe orders'],
  ];

  test('read_uncommitted shows what was aborted, and what is open', () => {
    expectToSee(
      {},
      ['orders:1'],
      [
        ...steps,
        [
          'A',
          'poll 9000',
          ['assigned orders-0', 'polled orders-0@0,orders-0@1,orders-0@2,orders-0@4,orders-0@5'],
        ],
        ['A', 'commit', ['committed ok']],
        ['A', 'committed orders 1', ['committed-offsets {orders-0=6}']],
      ],
    );
  });

  test('read_committed waits at the first open transaction, and passes over what was aborted', () => {
    expectToSee(
      { 'isolation.level': 'read_committed' },
      ['orders:1'],
      [
        ...steps,
        ['A', 'poll 9000', ['assigned orders-0', 'polled orders-0@0']],
        ['A', 'position orders-0', ['position orders-0=4']],
        ['other', 'commitTransaction'],
        ['A', 'poll 2000', ['polled orders-0@4,orders-0@5']],
      ],
    );
  });
});

describe('a consumer that commits by itself', () => {
  const settings = { 'enable.auto.commit': true, 'auto.commit.interval.ms': 1000 };

  test('begins its interval with its assignment, and commits with a poll what earlier ones gave', () => {
    expectToSee(
      settings,
      ['orders:1'],
      [
        ...begin,
        ['A', 'sleep 600'],
        ['A', 'poll 20', ['polled']],
        ['A', 'committed orders 1', ['committed-offsets {}']],
        ['A', 'sleep 600'],
        ['A', 'poll 20', ['polled']],
        ['A', 'poll 100', ['polled']],
        ['A', 'committed orders 1', ['committed-offsets {orders-0=3}']],
      ],
    );
  });

  test('commits when it closes, but not when it only unsubscribes', () => {
    expectToSee(
      settings,
      ['orders:1'],
      [
        ...begin,
        ['A', 'close', ['revoked orders-0', 'closed']],
        ['B', 'committed orders 1', ['committed-offsets {orders-0=3}']],
      ],
    );
    expectToSee(
      settings,
      ['orders:1'],
      [
        ...begin,
        ['A', 'unsubscribe', ['revoked orders-0']],
        ['B', 'committed orders 1', ['committed-offsets {}']],
      ],
    );
  });
});

describe('a commit', () => {
  test('of nothing succeeds, one of an offset holds, and one without waiting is there soon', () => {
    expectToSee(
      {},
      ['orders:1'],
      [
        ['A', 'subscribe orders'],
        ['A', 'commit', ['committed ok']],
        ['A', 'poll 5000', ['assigned orders-0', 'polled']],
        ['A', 'commit orders-0 7', ['committed ok']],
        ['A', 'committed orders 1', ['committed-offsets {orders-0=7}']],
        ['A', 'commitAsync orders-0 9'],
        ['A', 'poll 100', ['polled']],
        ['A', 'committed orders 1', ['committed-offsets {orders-0=9}']],
      ],
    );
  });

  test('of a member that left by itself is refused, and while it joins anew it is told to wait', () => {
    expectToSee(
      { 'max.poll.interval.ms': 3000 },
      ['orders:1'],
      [
        ...begin,
        ['A', 'sleep 4000'],
        ['A', 'commit', ['commit-failed CommitFailedException']],
        ['A', 'poll 10', ['lost orders-0', 'polled']],
        ['A', 'commit orders-0 1', ['commit-failed RebalanceInProgressException']],
        ['A', 'poll 5000', ['assigned orders-0', `polled ${three}`]],
      ],
    );
  });
});

describe('a process that stands still', () => {
  test('past its session finds its partition lost', () => {
    expectToSee(
      {},
      ['orders:1'],
      [
        ...begin,
        ['A', 'kill -STOP'],
        ['B', 'subscribe orders'],
        ['B', 'poll 12000 one', ['assigned orders-0', `polled ${three}`]],
        ['B', 'commit', ['committed ok']],
        ['B', 'close', ['revoked orders-0', 'closed']],
        ['A', 'kill -CONT'],
        ['A', 'sleep 600'],
        ['A', 'commit', ['commit-failed CommitFailedException']],
        ['A', 'poll 9000', ['lost orders-0', 'assigned orders-0', 'polled']],
      ],
    );
  });
});

describe('a script', () => {
  test('that asks what is not modelled is told so, and passes nothing', () => {
    const tally = { passed: 0, failures: [] };
    expect(play({}, ['orders:1'], [['A', 'dance']])).toEqual({
      ...tally,
      notModelled: ['script: the step "dance" is not modelled'],
    });
    expect(play({ 'fetch.magic': 1 }, ['orders:1'], [['A', 'subscribe orders']])).toEqual({
      ...tally,
      notModelled: ['script: the setting fetch.magic is not modelled'],
    });
    expect(play({ 'max.poll.records': 'many' }, ['orders:1'], [['A', 'subscribe orders']])).toEqual(
      { ...tally, notModelled: ['script: max.poll.records cannot be many'] },
    );
  });

  test('that claims what no consumer saw fails', () => {
    const [sent, subscribe] = begin;
    const wrong: Line = ['A', 'poll 9000 one', ['assigned orders-0', 'polled orders-0@1']];
    expect(
      play(
        {},
        ['orders:1'],
        [sent, subscribe, wrong].filter((each) => each !== undefined),
      ),
    ).toEqual({
      passed: 0,
      failures: [
        `script: A poll 9000 one: expected ["assigned orders-0","polled orders-0@1"], got ["assigned orders-0","polled ${three}"]`,
      ],
      notModelled: [],
    });
  });
});
