/** Hands counted in a room: the votes for each answer, and those of the first time when the class has talked and votes again. */

/** The votes on one question. */
export interface Tally {
  /** Votes by answer. */
  readonly votes: Readonly<Record<string, number>>;
  /** The votes before the class talked; absent as long as there was one vote only. */
  readonly before?: Readonly<Record<string, number>>;
}

/** Nobody has voted. */
export const noVotes: Tally = { votes: {} };

/** More than there are seats in any room. */
const most = 9_999;

/** The tally with some hands more, or fewer, for an answer. */
export function counted(tally: Tally, answer: string, hands: number): Tally {
  const votes = Math.min(most, Math.max(0, votesFor(tally, answer) + hands));
  return { ...tally, votes: { ...tally.votes, [answer]: votes } };
}

/** The tally at the beginning of another vote: what was counted stands beside it. Without a vote there is none to repeat. */
export function revoted(tally: Tally): Tally {
  return total(tally) === 0 ? tally : { votes: {}, before: tally.votes };
}

/** How many hands an answer has. */
export function votesFor({ votes }: Tally, answer: string): number {
  return votes[answer] ?? 0;
}

/** How many hands there are in all. */
export function total({ votes }: Tally): number {
  return Object.values(votes).reduce((sum, each) => sum + each, 0);
}

/** The answer with the most hands; undefined when nobody voted, or two have as many. */
export function leader(tally: Tally): string | undefined {
  const [first, second] = Object.entries(tally.votes).toSorted(([, one], [, other]) => other - one);
  if (first === undefined || first[1] === 0 || first[1] === second?.[1]) return undefined;
  return first[0];
}
