/** Which protocol a group uses: one that all members know, by the vote of each for its first. Source: ClassicGroup#selectProtocol. */
import type { ClassicMember, GroupProtocol } from './classic-member.ts';

type Voter = Pick<ClassicMember<unknown, unknown>, 'protocols'>;

/** The names of the protocols that all members know, in the order of the first one. */
function candidates(members: readonly Voter[]): readonly string[] {
  const [first, ...others] = members;
  return (first?.protocols ?? [])
    .map(({ name }) => name)
    .filter((name) => others.every((other) => other.protocols.some((each) => each.name === name)));
}

/** The protocol of a group whose members know that one alone: the usual case, in which there is nothing to count. */
function onlyProtocol(members: readonly Voter[]): string | undefined {
  const name = members[0]?.protocols[0]?.name;
  for (const { protocols } of members)
    if (protocols.length !== 1 || protocols[0]?.name !== name) return undefined;
  return name;
}

/** The protocol that most members want of those that all know; `undefined` where they share none. */
export function selectProtocol(members: readonly Voter[]): string | undefined {
  const only = onlyProtocol(members);
  if (only !== undefined) return only;
  const shared = candidates(members);
  const votes = members.map(({ protocols }) =>
    protocols.map(({ name }) => name).find((name) => shared.includes(name)),
  );
  const countOf = (name: string) => votes.filter((vote) => vote === name).length;
  let chosen = shared[0];
  for (const name of shared) if (countOf(name) > countOf(chosen ?? '')) chosen = name;
  return chosen;
}

/** Whether a newcomer shares a protocol with all members: otherwise it is turned away. Source: ClassicGroup#supportsProtocols. */
export function sharesProtocol(
  members: readonly Voter[],
  protocols: readonly GroupProtocol<unknown>[],
): boolean {
  return protocols.length > 0 && selectProtocol([...members, { protocols }]) !== undefined;
}
