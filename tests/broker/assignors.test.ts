/** The four assignors by example: what each does with the same few groups. */
import { describe, expect, test } from 'vitest';
import { assignors } from '../../src/broker/index.ts';
import { partitions, read, rejoining, topics } from './groups.ts';

const both = ['a', 'b'];

describe('range', () => {
  test('gives the first member one more of every topic', () => {
    const members = ['c1', 'c2'].map((memberId) => ({ memberId, topics: both }));
    expect(read(assignors.range(topics({ a: 3, b: 3 }), members))).toEqual({
      c1: ['a-0', 'a-1', 'b-0', 'b-1'],
      c2: ['a-2', 'b-2'],
    });
  });

  test('leaves members idle that are more than the partitions', () => {
    const members = ['c1', 'c2', 'c3'].map((memberId) => ({ memberId, topics: ['a'] }));
    expect(read(assignors.range(topics({ a: 2 }), members))).toMatchObject({ c3: [] });
  });

  test('gives a static member its ranges again when it comes back under another member id', () => {
    const group = (first: string) => [
      { memberId: first, instanceId: 'i1', topics: ['a'] },
      { memberId: 'm5', instanceId: 'i2', topics: ['a'] },
    ];
    const cluster = topics({ a: 4 });
    expect(read(assignors.range(cluster, group('m1')))).toMatchObject({ m1: ['a-0', 'a-1'] });
    expect(read(assignors.range(cluster, group('m9')))).toMatchObject({ m9: ['a-0', 'a-1'] });
  });

  test('gives members partitions with a replica on their rack', () => {
    const cluster = new Map([['a', { partitions: 4, replicaRacks: [['y'], ['y'], ['x'], ['x']] }]]);
    const members = [
      { memberId: 'c1', rackId: 'x', topics: ['a'] },
      { memberId: 'c2', rackId: 'y', topics: ['a'] },
    ];
    expect(read(assignors.range(cluster, members))).toEqual({
      c1: ['a-2', 'a-3'],
      c2: ['a-0', 'a-1'],
    });
  });

  test('keeps equal numbers of like topics together rather than near', () => {
    const cluster = new Map([
      ['a', { partitions: 2, replicaRacks: [['x'], ['y']] }],
      ['b', { partitions: 2, replicaRacks: [['y'], ['x']] }],
    ]);
    const members = [
      { memberId: 'c1', rackId: 'x', topics: both },
      { memberId: 'c2', rackId: 'y', topics: both },
    ];
    expect(read(assignors.range(cluster, members))).toEqual({
      c1: ['a-0', 'b-0'],
      c2: ['a-1', 'b-1'],
    });
  });
});

describe('roundrobin', () => {
  test('deals all topics as one row', () => {
    const members = ['c1', 'c2'].map((memberId) => ({ memberId, topics: both }));
    expect(read(assignors.roundrobin(topics({ a: 3, b: 3 }), members))).toEqual({
      c1: ['a-0', 'a-2', 'b-1'],
      c2: ['a-1', 'b-0', 'b-2'],
    });
  });

  test('skips who does not subscribe, however uneven that gets', () => {
    const members = [
      { memberId: 'c1', topics: ['a'] },
      { memberId: 'c2', topics: both },
    ];
    expect(read(assignors.roundrobin(topics({ a: 1, b: 3 }), members))).toEqual({
      c1: ['a-0'],
      c2: ['b-0', 'b-1', 'b-2'],
    });
  });
});

describe('sticky', () => {
  const cluster = topics({ a: 4 });
  const alone = [{ memberId: 'c1', topics: ['a'], owned: [] }];
  const owning = rejoining(alone, assignors.sticky(cluster, alone), 1);
  const newcomer = { memberId: 'c2', topics: ['a'] };

  test('takes from a member only what the newcomer needs', () => {
    expect(read(assignors.sticky(cluster, [...owning, newcomer]))).toEqual({
      c1: ['a-0', 'a-1'],
      c2: ['a-2', 'a-3'],
    });
  });

  test('believes the later generation when two claim a partition', () => {
    const members = [
      { memberId: 'c1', topics: ['a'], owned: partitions('a-2', 'a-3'), generation: 1 },
      { memberId: 'c2', topics: ['a'], owned: partitions('a-3', 'a-0'), generation: 2 },
    ];
    expect(read(assignors.sticky(cluster, members))).toEqual({
      c1: ['a-1', 'a-2'],
      c2: ['a-0', 'a-3'],
    });
  });

  test('believes neither when two claim a partition for the same generation', () => {
    const claim = (...names: string[]) => ({ owned: partitions(...names), generation: 1 });
    const members = [
      { memberId: 'c1', topics: ['a'], ...claim('a-0', 'a-1') },
      { memberId: 'c2', topics: ['a'], ...claim('a-0', 'a-2') },
      { memberId: 'c3', topics: ['a'] },
    ];
    expect(read(assignors.sticky(topics({ a: 3 }), members))).toEqual({
      c1: ['a-1'],
      c2: ['a-2'],
      c3: ['a-0'],
    });
  });

  test('gives a topic that one member hears to that member, and the others more of the rest', () => {
    const members = [
      { memberId: 'c1', topics: both },
      { memberId: 'c2', topics: ['a'] },
    ];
    expect(read(assignors.sticky(topics({ a: 2, b: 2 }), members))).toEqual({
      c1: ['b-0', 'b-1'],
      c2: ['a-0', 'a-1'],
    });
  });
});

describe('cooperative-sticky', () => {
  test('hands over in the second round what a member gives up in the first', () => {
    const cluster = topics({ a: 4 });
    const first = [
      {
        memberId: 'c1',
        topics: ['a'],
        owned: partitions('a-0', 'a-1', 'a-2', 'a-3'),
        generation: 1,
      },
      { memberId: 'c2', topics: ['a'] },
    ];
    const given = assignors['cooperative-sticky'](cluster, first);
    expect(read(given)).toEqual({ c1: ['a-0', 'a-1'], c2: [] });
    const second = rejoining(first, given, 2);
    expect(read(assignors['cooperative-sticky'](cluster, second))).toEqual({
      c1: ['a-0', 'a-1'],
      c2: ['a-2', 'a-3'],
    });
  });

  test('hands over at once what nobody owned', () => {
    const members = [
      { memberId: 'c1', topics: ['a'], owned: partitions('a-0'), generation: 1 },
      { memberId: 'c2', topics: ['a'], owned: partitions('a-1'), generation: 1 },
    ];
    expect(read(assignors['cooperative-sticky'](topics({ a: 4 }), members))).toEqual({
      c1: ['a-0', 'a-2'],
      c2: ['a-1', 'a-3'],
    });
  });
});
