/** Takes a kept round up again: it is taken once more, act by act, so that nothing comes in that no candidate can say. */
import type { Interview } from '../content/interview.ts';
import { begun, phases, type Act, type Phase, type Round } from './round.ts';
import { take } from './take.ts';

/** A round as it was kept, if it can have been taken so in this interview. Never throws. */
export function restored(interview: Interview, kept: Round): Round | undefined {
  if (kept.interview !== interview.id || kept.at !== kept.took.length) return undefined;
  // Acts take any number; the page takes none that is not finite.
  if (!Object.values(kept.estimates).every(Number.isFinite)) return undefined;
  let round = begun(interview.id, kept);
  for (const act of actsOf(kept)) {
    const taken = take(interview, round, act);
    if (taken.kind === 'refused') return undefined;
    round = taken.round;
  }
  return isSame(round, kept) ? round : undefined;
}

/** Acts by which a round comes to be what it is. What can be done in several phases is done in the first of them. */
function actsOf(round: Round): readonly Act[] {
  const said = saidIn(round);
  return [...phases, undefined]
    .slice(0, round.at + 1)
    .flatMap((phase, at): readonly Act[] => [
      ...(phase === undefined ? [] : said[phase]),
      ...round.took.slice(at, at + 1).map((tookSeconds): Act => ({ kind: 'next', tookSeconds })),
    ]);
}

function saidIn(round: Round): Readonly<Record<Phase, readonly Act[]>> {
  const pins = (first: boolean) =>
    round.pinned.flatMap(({ requirement, isFirst }): readonly Act[] =>
      isFirst === first ? [{ kind: 'pin', requirement }] : [],
    );
  return {
    requirements: [
      ...round.asked.map((question): Act => ({ kind: 'ask', question })),
      ...Object.entries(round.stances).map(([question, stance]): Act => ({
        kind: 'stand',
        question,
        stance,
      })),
      ...pins(true),
    ],
    estimate: Object.entries(round.estimates).map(([estimate, value]): Act => ({
      kind: 'estimate',
      estimate,
      value,
    })),
    design: [
      ...Object.entries(round.choices).map(([control, choice]): Act => ({
        kind: 'choose',
        control,
        choice,
      })),
      ...pins(false),
      ...round.messages.map((said): Act => ({ kind: 'classify', said })),
      ...round.hops.map((said): Act => ({ kind: 'state', said })),
    ],
    'first-run': round.hasRun ? [{ kind: 'ran' }] : [],
    dives: Object.entries(round.dives).map(([dive, option]): Act => ({
      kind: 'answer',
      dive,
      option,
    })),
    surprise: [
      ...round.failures.map((failure): Act => ({ kind: 'name', failure })),
      ...(round.changes === null ? [] : [{ kind: 'change', services: round.changes } as const]),
    ],
    'trade-offs': [
      ...round.cards.map((card): Act => ({ kind: 'write', card })),
      ...(round.operations.length === 0
        ? []
        : [{ kind: 'operate', operations: round.operations } as const]),
    ],
    summary: [
      ...(round.summary === '' ? [] : [{ kind: 'sum-up', said: round.summary } as const]),
      ...(round.selfRated === 'none' ? [] : [{ kind: 'rate', level: round.selfRated } as const]),
    ],
  };
}

/** Whether two rounds say the same, in whatever order their entries by name stand. */
function isSame(one: Round, other: Round): boolean {
  return textOf(one) === textOf(other);
}

function textOf(round: Round): string {
  const inOrder = (entries: Readonly<Record<string, string | number>>) =>
    Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { stances, estimates, choices, dives } = round;
  const named = { stances, estimates, choices, dives };
  return JSON.stringify([
    { ...round, ...Object.fromEntries(Object.keys(named).map((name) => [name, null])) },
    ...Object.values(named).map(inOrder),
  ]);
}
