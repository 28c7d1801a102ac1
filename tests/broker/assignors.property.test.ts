/** What holds for the assignors in every group. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assignors,
  type Assignment,
  type AssignorName,
  type GroupMember,
} from '../../src/broker/index.ts';
import { brokenInvariants } from '../../src/cli/vectors/assignor-invariants.ts';
import {
  alikeGroup,
  anyGroup,
  mixedGroup,
  ownedGroup,
  plainGroup,
  read,
  rejoining,
  sizes,
  type Group,
} from './groups.ts';

const names: readonly AssignorName[] = ['range', 'roundrobin', 'sticky', 'cooperative-sticky'];
const eager = names.slice(0, 3);
const stickyOnes = names.slice(2);
const numRuns = 300;

function dealOf(name: AssignorName, { cluster, members }: Group): Assignment {
  return assignors[name](cluster, members);
}

/** Deals until no member has to give anything up, as a group does. */
function settle(name: AssignorName, { cluster, members }: Group): Assignment {
  let assignment = dealOf(name, { cluster, members });
  let before = new Map(members.map(({ memberId, owned = [] }) => [memberId, owned]));
  let rounds = 1;
  while (name === 'cooperative-sticky' && moved(before, assignment) > 0) {
    expect(rounds).toBeLessThan(10);
    rounds += 1;
    before = new Map(assignment);
    assignment = dealOf(name, { cluster, members: rejoining(members, before, 5 + rounds) });
  }
  return assignment;
}

function spread(assignment: Assignment): number {
  return Math.max(...sizes(assignment)) - Math.min(...sizes(assignment));
}

/** How many partitions are with another member than before, of those that somebody had. */
function moved(before: Assignment, after: Assignment): number {
  const namesOf = (assignment: Assignment, id: string) => read(assignment)[id] ?? [];
  return [...before.keys()]
    .filter((id) => after.has(id))
    .reduce((sum, id) => {
      const kept = new Set(namesOf(after, id));
      return sum + namesOf(before, id).filter((each) => !kept.has(each)).length;
    }, 0);
}

describe.each(names)('%s', (name) => {
  test('assigns every partition of a subscribed topic once, to a subscriber', () => {
    const property = fc.property(anyGroup, (group) => {
      const assignment = dealOf(name, group);
      expect(brokenInvariants({ assignor: name, ...group, assignment })).toEqual([]);
    });
    fc.assert(property, { numRuns });
  });

  test('gives the same whatever the order of members, topics and claims', () => {
    const shuffled = anyGroup.chain(({ cluster, members }) =>
      fc.record({
        group: fc.constant({ cluster, members }),
        other: fc.record({
          cluster: fc
            .shuffledSubarray([...cluster], { minLength: cluster.size })
            .map((entries) => new Map(entries)),
          members: fc
            .shuffledSubarray([...members], { minLength: members.length })
            .map((all): readonly GroupMember[] =>
              all.map((member) => ({
                ...member,
                topics: member.topics.toReversed(),
                owned: member.owned?.toReversed(),
              })),
            ),
        }),
      }),
    );
    const property = fc.property(shuffled, ({ group, other }) => {
      expect([...dealOf(name, other)]).toEqual([...dealOf(name, group)]);
    });
    fc.assert(property, { numRuns });
  });
});

test.each(eager.slice(1))(
  '%s differs by one partition at most when all subscribe alike',
  (name) => {
    const property = fc.property(alikeGroup, (group) => {
      expect(spread(dealOf(name, group))).toBeLessThanOrEqual(1);
    });
    fc.assert(property, { numRuns });
  },
);

describe.each(stickyOnes)('%s', (name) => {
  test('differs by one partition at most when all subscribe alike, whatever was owned', () => {
    const property = fc.property(plainGroup, ({ cluster, members }) => {
      const alike = members.map((member) => ({ ...member, topics: [...cluster.keys()] }));
      expect(spread(settle(name, { cluster, members: alike }))).toBeLessThanOrEqual(1);
    });
    fc.assert(property, { numRuns });
  });

  test('changes nothing when all own what it gave them', () => {
    const property = fc.property(plainGroup, ({ cluster, members }) => {
      const given = settle(name, { cluster, members });
      const again = dealOf(name, { cluster, members: rejoining(members, given, 20) });
      expect(read(again)).toEqual(read(given));
    });
    fc.assert(property, { numRuns });
  });

  test('moves nothing from those who stay when a member leaves', () => {
    const property = fc.property(alikeGroup, fc.nat(), ({ cluster, members }, which) => {
      const given = settle(name, { cluster, members });
      const staying = members.filter((_, index) => index !== which % members.length);
      const after = settle(name, { cluster, members: rejoining(staying, given, 20) });
      expect(moved(given, after)).toBe(0);
    });
    fc.assert(property, { numRuns });
  });

  test('moves no more than the share of the member that joins', () => {
    const property = fc.property(alikeGroup, fc.nat({ max: 9 }), ({ cluster, members }, place) => {
      const given = settle(name, { cluster, members });
      const newcomer = { memberId: `m${place}b`, topics: [...cluster.keys()] };
      const after = settle(name, {
        cluster,
        members: [...rejoining(members, given, 20), newcomer],
      });
      const all = sizes(given).reduce((sum, size) => sum + size, 0);
      expect(moved(given, after)).toBe(Math.floor(all / (members.length + 1)));
      expect(after.get(newcomer.memberId)).toHaveLength(Math.floor(all / (members.length + 1)));
    });
    fc.assert(property, { numRuns });
  });
});

test('sticky leaves no partition where a subscriber holds two fewer', () => {
  const property = fc.property(mixedGroup, (group) => {
    const assignment = dealOf('sticky', group);
    const size = (id: string) => assignment.get(id)?.length ?? 0;
    for (const [holder, dealt] of assignment) {
      for (const { topic } of dealt) {
        const takers = group.members.filter(({ topics }) => topics.includes(topic));
        const fewest = Math.min(...takers.map(({ memberId }) => size(memberId)));
        expect(size(holder) - fewest).toBeLessThanOrEqual(1);
      }
    }
  });
  fc.assert(property, { numRuns });
});

test('cooperative-sticky hands over no partition in the round in which its owner loses it', () => {
  const property = fc.property(ownedGroup, (group) => {
    const assignment = read(dealOf('cooperative-sticky', group));
    for (const { memberId, owned = [] } of group.members) {
      const others = Object.entries(assignment).filter(([id]) => id !== memberId);
      const taken = new Set(others.flatMap(([, dealt]) => dealt));
      expect(owned.filter((each) => taken.has(`${each.topic}-${each.partition}`))).toEqual([]);
    }
  });
  fc.assert(property, { numRuns });
});

test('cooperative-sticky withholds nothing once nobody gives anything up', () => {
  const property = fc.property(plainGroup, ({ cluster, members }) => {
    const assignment = settle('cooperative-sticky', { cluster, members });
    const empty = members.map((member) => ({ ...member, owned: [] }));
    const deal = { assignor: 'sticky', cluster, members: empty, assignment } as const;
    expect(brokenInvariants(deal)).toEqual([]);
  });
  fc.assert(property, { numRuns });
});
