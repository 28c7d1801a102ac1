/** Groups of consumers driven by hand: rebalances of all kinds of members, and those that come back. */
import { describe, test } from 'vitest';
import { expectToSee } from './scripted-groups.ts';

describe('an eager member', () => {
  test('is told of a revocation even if it had nothing', () => {
    expectToSee(
      { 'partition.assignment.strategy': 'range' },
      ['orders:1'],
      [
        ['A', 'subscribe orders'],
        ['B', 'subscribe orders'],
        ['A', 'poll 9000', ['assigned orders-0', 'polled']],
        ['B', 'poll 9000', ['assigned', 'polled']],
        ['A', 'close', ['revoked orders-0', 'closed']],
        ['B', 'poll 9000', ['revoked', 'assigned orders-0', 'polled']],
      ],
    );
  });

  test('with sticky keeps most of what it had, though it gives all up first', () => {
    const settings = {
      'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.StickyAssignor',
    };
    expectToSee(
      settings,
      ['orders:3'],
      [
        ['A', 'subscribe orders'],
        ['A', 'poll 5000', ['assigned orders-0,orders-1,orders-2', 'polled']],
        ['B', 'subscribe orders'],
        ['B', 'poll 9000', ['assigned orders-2', 'polled']],
        [
          'A',
          'poll 9000',
          ['revoked orders-0,orders-1,orders-2', 'assigned orders-0,orders-1', 'polled'],
        ],
      ],
    );
  });

  test('with roundrobin is dealt the partitions of all topics in turn', () => {
    expectToSee(
      { 'partition.assignment.strategy': 'roundrobin' },
      ['a:3', 'b:3'],
      [
        ['A', 'subscribe a b'],
        ['B', 'subscribe a b'],
        ['A', 'poll 9000', ['assigned a-0,a-2,b-1', 'polled']],
        ['B', 'poll 9000', ['assigned a-1,b-0,b-2', 'polled']],
      ],
    );
  });
});

describe('a cooperative member', () => {
  const settings = { 'partition.assignment.strategy': 'cooperative-sticky' };

  test('gives up the topics that it no longer wants before it joins anew, and keeps its place in the rest', () => {
    expectToSee(
      settings,
      ['a:1', 'b:1'],
      [
        ['producer', 'send a 0 2', ['sent']],
        ['A', 'subscribe a b'],
        ['A', 'poll 5000', ['assigned a-0,b-0', 'polled a-0@0,a-0@1']],
        ['A', 'subscribe a'],
        ['A', 'poll 5000', ['revoked b-0', 'assigned', 'polled']],
      ],
    );
  });

  test('reads on while another one dies', () => {
    expectToSee(
      settings,
      ['orders:2'],
      [
        ['A', 'subscribe orders'],
        ['B', 'subscribe orders'],
        ['A', 'poll 9000', ['assigned orders-0', 'polled']],
        ['B', 'poll 9000', ['assigned orders-1', 'polled']],
        ['B', 'SIGKILL'],
        ['producer', 'send orders 0 1', ['sent']],
        ['A', 'poll 9000', ['assigned orders-1', 'polled orders-0@0']],
      ],
    );
  });
});

describe('the assignor of a group', () => {
  const both = { 'partition.assignment.strategy': ['range', 'cooperative-sticky'] };

  test('is the one that all members know', () => {
    const roundRobin = { 'partition.assignment.strategy': 'roundrobin,range' };
    expectToSee(
      {},
      ['orders:2'],
      [
        ['A', 'subscribe orders', [], both],
        ['B', 'subscribe orders', [], roundRobin],
        ['A', 'poll 9000', ['assigned orders-0', 'polled']],
        ['B', 'poll 9000', ['assigned orders-1', 'polled']],
      ],
    );
  });

  test('must be known to whoever comes', () => {
    const sentence =
      "exception InconsistentGroupProtocolException: The group member's supported protocols are incompatible with those of existing members or first group member tried to join with empty protocol type or empty protocol list.";
    expectToSee(
      {},
      ['orders:2'],
      [
        ['A', 'subscribe orders', [], { 'partition.assignment.strategy': 'range' }],
        ['A', 'poll 5000', ['assigned orders-0,orders-1', 'polled']],
        ['B', 'subscribe orders', [], { 'partition.assignment.strategy': 'sticky' }],
        ['B', 'poll 5000', [sentence]],
        ['A', 'poll 5000', ['polled']],
      ],
    );
  });
});

describe('a static member', () => {
  const a = { 'group.instance.id': 'a' };
  const b = { 'group.instance.id': 'b' };

  test('that comes back in time takes its old place, and nobody else notices', () => {
    expectToSee(
      {},
      ['orders:2'],
      [
        ['A', 'subscribe orders', [], a],
        ['B', 'subscribe orders', [], b],
        ['A', 'poll 9000', ['assigned orders-0', 'polled']],
        ['B', 'poll 9000', ['assigned orders-1', 'polled']],
        ['A', 'close', ['revoked orders-0', 'closed']],
        ['A2', 'subscribe orders', [], a],
        ['A2', 'poll 2000', ['assigned orders-0', 'polled']],
        ['B', 'poll 3000', ['polled']],
      ],
    );
  });

  test('that does not come back loses its partitions when its session runs out', () => {
    expectToSee(
      {},
      ['orders:1'],
      [
        ['A', 'subscribe orders', [], a],
        ['A', 'poll 5000', ['assigned orders-0', 'polled']],
        ['A', 'close', ['revoked orders-0', 'closed']],
        ['B', 'subscribe orders', [], b],
        ['B', 'poll 3000', ['polled']],
        ['B', 'poll 9000', ['assigned orders-0', 'polled']],
      ],
    );
  });

  test('is fenced by another with its name', () => {
    const fenced =
      'exception FencedInstanceIdException: The broker rejected this static consumer since another consumer with the same group.instance.id has registered with a different member.id.';
    expectToSee(
      a,
      ['orders:1'],
      [
        ['A', 'subscribe orders'],
        ['A', 'poll 5000', ['assigned orders-0', 'polled']],
        ['B', 'subscribe orders'],
        ['B', 'poll 2000', ['assigned orders-0', 'polled']],
        ['A', 'commit orders-0 1', ['commit-failed CommitFailedException']],
        ['A', 'poll 2000', [fenced]],
      ],
    );
  });

  test('that polls too rarely does not leave: nobody takes over before its session runs out', () => {
    expectToSee(
      { 'max.poll.interval.ms': 3000 },
      ['orders:1'],
      [
        ['A', 'subscribe orders', [], a],
        ['A', 'poll 5000', ['assigned orders-0', 'polled']],
        ['A', 'sleep 20000'],
        ['B', 'subscribe orders', [], b],
        ['B', 'poll 100 one', ['polled']],
      ],
    );
  });
});

describe('a leader', () => {
  test('notices that a topic has more partitions', () => {
    expectToSee(
      { 'metadata.max.age.ms': 1000 },
      ['orders:1'],
      [
        ['A', 'subscribe orders'],
        ['A', 'poll 5000', ['assigned orders-0', 'polled']],
        ['producer', 'createPartitions orders 2'],
        ['A', 'poll 5000', ['revoked orders-0', 'assigned orders-0,orders-1', 'polled']],
      ],
    );
  });
});
