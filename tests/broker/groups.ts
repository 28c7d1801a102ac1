/** Groups for the tests of the assignors: written down briefly, or made at random. */
import fc from 'fast-check';
import type {
  Assignment,
  Cluster,
  GroupMember,
  TopicDescription,
  TopicPartition,
} from '../../src/broker/index.ts';

/** A cluster and the members of a group. */
export interface Group {
  readonly cluster: Cluster;
  readonly members: readonly GroupMember[];
}

/** Topics by their partition counts. */
export function topics(counts: Readonly<Record<string, number>>): Cluster {
  return new Map(Object.entries(counts).map(([name, partitions]) => [name, { partitions }]));
}

/** The partitions "orders-0" and so on. */
export function partitions(...names: readonly string[]): readonly TopicPartition[] {
  return names.map((name) => {
    const dash = name.lastIndexOf('-');
    return { topic: name.slice(0, dash), partition: Number(name.slice(dash + 1)) };
  });
}

/** An assignment as one list of names for each member. */
export function read(assignment: Assignment): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    [...assignment].map(([id, dealt]) => [
      id,
      dealt.map((each) => `${each.topic}-${each.partition}`),
    ]),
  );
}

/** How many partitions each member has. */
export function sizes(assignment: Assignment): readonly number[] {
  return [...assignment.values()].map((dealt) => dealt.length);
}

/** The members as they join again, with what they got in this generation. */
export function rejoining(
  members: readonly GroupMember[],
  assignment: Assignment,
  generation: number,
): readonly GroupMember[] {
  return members.map((member) => ({
    ...member,
    owned: assignment.get(member.memberId) ?? [],
    generation: assignment.has(member.memberId) ? generation : undefined,
  }));
}

const topicNames = ['orders', 'payments', 'shipments', 'refunds'] as const;
const racks = ['a', 'b', 'c'] as const;

const anyCluster: fc.Arbitrary<Cluster> = fc
  .array(fc.nat({ max: 7 }), { minLength: 1, maxLength: topicNames.length })
  .map((counts) =>
    topics(Object.fromEntries(counts.map((count, i) => [topicNames[i] ?? '', count]))),
  );

/** A member that nobody knows yet, named by its place. */
function anyNewcomer(
  subscription: fc.Arbitrary<readonly string[]>,
): fc.Arbitrary<Omit<GroupMember, 'memberId'>> {
  return fc
    .record({ topics: subscription, isStatic: fc.boolean(), key: fc.nat({ max: 99 }) })
    .map(({ topics: wanted, isStatic, key }) => ({
      topics: wanted,
      ...(isStatic ? { instanceId: `i${key}` } : {}),
    }));
}

function membersWith(
  subscription: fc.Arbitrary<readonly string[]>,
): fc.Arbitrary<readonly GroupMember[]> {
  return fc
    .array(anyNewcomer(subscription), { minLength: 1, maxLength: 6 })
    .map((members) => members.map((member, index) => ({ ...member, memberId: `m${index}` })));
}

/** Members that all subscribe to every topic. */
export const alikeGroup: fc.Arbitrary<Group> = anyCluster.chain((cluster) =>
  membersWith(fc.constant([...cluster.keys()])).map((members) => ({ cluster, members })),
);

/** Members that subscribe to some topics, known and unknown. */
export const mixedGroup: fc.Arbitrary<Group> = anyCluster.chain((cluster) =>
  membersWith(fc.subarray([...topicNames])).map((members) => ({ cluster, members })),
);

const anyRacks: fc.Arbitrary<readonly string[]> = fc.subarray([...racks]);

function withRacks({ cluster, members }: Group): fc.Arbitrary<Group> {
  const described = [...cluster].map(([name, { partitions: count }]) =>
    fc
      .array(anyRacks, { minLength: count, maxLength: count })
      .map((replicaRacks): readonly [string, TopicDescription] => [
        name,
        { partitions: count, replicaRacks },
      ]),
  );
  const placed = members.map((member) =>
    fc.constantFrom(undefined, '', ...racks, 'd').map((rackId) => ({ ...member, rackId })),
  );
  return fc
    .tuple(fc.tuple(...described), fc.tuple(...placed))
    .map(([entries, all]) => ({ cluster: new Map(entries), members: all }));
}

/** Every partition of the cluster, one beyond it, and those of a topic that is gone. */
function claimable(cluster: Cluster): readonly TopicPartition[] {
  return [...cluster, ['gone', { partitions: 2 }] as const].flatMap(([topic, description]) =>
    Array.from({ length: description.partitions + 1 }, (_, partition) => ({ topic, partition })),
  );
}

/** Each partition was owned by at most one member, all in one generation. */
function withOwners({ cluster, members }: Group): fc.Arbitrary<Group> {
  const all = claimable(cluster);
  const owners = fc.array(fc.integer({ min: -1, max: members.length - 1 }), {
    minLength: all.length,
    maxLength: all.length,
  });
  return owners.map((owner) => ({
    cluster,
    members: members.map((member, index) => ({
      ...member,
      owned: all.filter((_, each) => owner[each] === index),
      generation: 5,
    })),
  }));
}

/** Anybody claims anything, of any generation. */
function withClaims({ cluster, members }: Group): fc.Arbitrary<Group> {
  const claiming = members.map((member) =>
    fc
      .record({
        owned: fc.subarray([...claimable(cluster)]),
        generation: fc.constantFrom(undefined, -1, 1, 2, 3),
      })
      .map((claims) => ({ ...member, ...claims })),
  );
  return fc.tuple(...claiming).map((all) => ({ cluster, members: all }));
}

/** Groups without racks: owning nothing, something, or the same. Far partitions are dealt anew each time, so only here all comes to rest. */
export const plainGroup: fc.Arbitrary<Group> = fc
  .oneof(alikeGroup, mixedGroup)
  .chain((group) => fc.oneof(fc.constant(group), withOwners(group), withClaims(group)));

/** Groups of all kinds, with and without racks. */
export const anyGroup: fc.Arbitrary<Group> = fc.oneof(plainGroup, plainGroup.chain(withRacks));

/** Groups whose members own different partitions. */
export const ownedGroup: fc.Arbitrary<Group> = fc
  .oneof(alikeGroup, mixedGroup)
  .chain((group) => fc.oneof(fc.constant(group), withRacks(group)))
  .chain(withOwners);
