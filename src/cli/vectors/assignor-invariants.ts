/** What holds for every assignment, also where Kafka's own depends on the order of a hash map. */
import type {
  Assignment,
  AssignorName,
  Cluster,
  GroupMember,
  TopicPartition,
} from '../../broker/index.ts';
import { nameOf } from './assignor-group.ts';

/** One deal: what went in, and what came out. */
export interface Deal {
  readonly assignor: AssignorName;
  readonly cluster: Cluster;
  readonly members: readonly GroupMember[];
  readonly assignment: Assignment;
}

/** One sentence for each way in which a deal is wrong. */
export function brokenInvariants(deal: Deal): readonly string[] {
  return [...foreign(deal), ...missingOrDoubled(deal), ...uneven(deal), ...movedNeedlessly(deal)];
}

/** Whether all members subscribe to the same topics. */
export function subscribeAlike(members: readonly GroupMember[]): boolean {
  return new Set(members.map(({ topics }) => JSON.stringify([...new Set(topics)].sort()))).size < 2;
}

function subscribedTo({ cluster, members }: Deal): readonly TopicPartition[] {
  return [...new Set(members.flatMap(({ topics }) => topics))].flatMap((topic) =>
    Array.from({ length: cluster.get(topic)?.partitions ?? 0 }, (_, partition) => ({
      topic,
      partition,
    })),
  );
}

/** Members of the group get partitions of their topics, others get none. */
function foreign({ members, assignment }: Deal): string[] {
  const ids = members.map(({ memberId }) => memberId);
  const strangers = [...assignment.keys()].filter((id) => !ids.includes(id));
  const forgotten = ids.filter((id) => !assignment.has(id));
  const unwanted = members.flatMap(({ memberId, topics }) =>
    (assignment.get(memberId) ?? []).filter(({ topic }) => !topics.includes(topic)).map(nameOf),
  );
  return [
    ...strangers.map((id) => `${id} is not in the group`),
    ...forgotten.map((id) => `${id} is left out`),
    ...unwanted.map((name) => `${name} went to a member that does not subscribe`),
  ];
}

/** Each partition once. Only the cooperative protocol may leave one out: one that a member has to give up first. */
function missingOrDoubled(deal: Deal): string[] {
  const { assignor, members, assignment } = deal;
  const times = new Map<string, number>();
  for (const name of [...assignment.values()].flat().map(nameOf)) {
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  const claimed = new Set(members.flatMap(({ owned }) => owned ?? []).map(nameOf));
  const mayWait = (name: string) => assignor === 'cooperative-sticky' && claimed.has(name);
  const names = subscribedTo(deal).map(nameOf);
  return [
    ...[...times.keys()]
      .filter((name) => !names.includes(name))
      .map((name) => `${name} is unknown`),
    ...names
      .filter((name) => (times.get(name) ?? 0) > 1)
      .map((name) => `${name} is assigned more than once`),
    ...names
      .filter((name) => !times.has(name) && !mayWait(name))
      .map((name) => `${name} is not assigned`),
  ];
}

/** Members that subscribe alike get the same number but for one: with ranges topic by topic, else of all together. */
function uneven(deal: Deal): string[] {
  const { assignor, members, assignment, cluster } = deal;
  if (members.length === 0 || !subscribeAlike(members)) return [];
  const isRange = assignor === 'range';
  const parts = isRange ? [...cluster.keys()].map((topic) => [topic]) : [[...cluster.keys()]];
  return parts.flatMap((topics) => {
    const isCounted = ({ topic }: TopicPartition) => topics.includes(topic);
    const all = subscribedTo(deal).filter(isCounted).length;
    const counts = [...assignment.values()].map((dealt) => dealt.filter(isCounted).length);
    const most = Math.ceil(all / members.length);
    // What is withheld is missing from somebody's share.
    const least = assignor === 'cooperative-sticky' ? 0 : Math.floor(all / members.length);
    return counts.every((count) => count >= least && count <= most)
      ? []
      : [`${counts.join(', ')} partitions are not ${least} to ${most} each`];
  });
}

/** Members that subscribe alike keep as many partitions as only they claim, up to their share. Racks may move them. */
function movedNeedlessly(deal: Deal): string[] {
  const { assignor, members, assignment, cluster } = deal;
  if (assignor === 'range' || assignor === 'roundrobin' || !subscribeAlike(members)) return [];
  if ([...cluster.values()].some(({ replicaRacks }) => replicaRacks !== undefined)) return [];
  const existing = subscribedTo(deal).map(nameOf);
  const share = Math.floor(existing.length / members.length);
  const claims = members.map(({ owned }) => new Set((owned ?? []).map(nameOf)));
  return members.flatMap(({ memberId }, index) => {
    const isOwn = (name: string) => claims.every((claim, i) => claim.has(name) === (i === index));
    const dealt = (assignment.get(memberId) ?? []).map(nameOf);
    // What it claims with others may be believed, and then takes a place in its share.
    const kept = dealt.filter((name) => claims[index]?.has(name)).length;
    const due = Math.min(existing.filter(isOwn).length, share);
    return kept >= due ? [] : [`${memberId} keeps ${kept} of its partitions, not ${due}`];
  });
}
