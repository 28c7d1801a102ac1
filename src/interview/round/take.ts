/** Takes a candidate through a round, one act at a time: requirements before the board, the board before the faults. */
import type { Interview } from '../content/interview.ts';
import { most, phaseOf, phases, type Act, type Phase, type Round } from './round.ts';

/** Why an act was not taken. */
export type Refusal =
  'over' | 'not-now' | 'no-such-thing' | 'not-asked-yet' | 'too-many' | 'nothing-said';

/** How far the candidate is after an act, or why it was not taken. */
export type Taken =
  | { readonly kind: 'round'; readonly round: Round }
  | { readonly kind: 'refused'; readonly because: Refusal };

/** The phases in which each kind of act is taken; the board stays open until the faults come. */
const open: Readonly<Record<Act['kind'], readonly Phase[]>> = {
  ask: ['requirements', 'estimate', 'design'],
  stand: ['requirements', 'estimate', 'design'],
  pin: ['requirements', 'estimate', 'design'],
  unpin: ['requirements', 'estimate', 'design'],
  estimate: ['estimate'],
  choose: ['design', 'first-run', 'dives'],
  classify: ['design'],
  state: ['design', 'first-run', 'dives'],
  ran: ['first-run'],
  answer: ['dives'],
  name: ['surprise'],
  unname: ['surprise'],
  change: ['surprise'],
  write: ['trade-offs'],
  tear: ['trade-offs'],
  operate: ['trade-offs'],
  'sum-up': ['summary'],
  rate: ['summary'],
  next: phases,
};

/** Takes one act. The same acts always lead to the same round, whenever they are taken. */
export function take(interview: Interview, round: Round, act: Act): Taken {
  const phase = phaseOf(round);
  if (phase === undefined) return refused('over');
  if (!open[act.kind].includes(phase)) return refused('not-now');
  return taken(interview, round, act);
}

function taken(interview: Interview, round: Round, act: Act): Taken {
  switch (act.kind) {
    case 'ask':
    case 'stand':
    case 'pin':
    case 'unpin':
    case 'estimate':
      return listened(interview, round, act);
    case 'choose':
    case 'classify':
    case 'state':
      return designed(interview, round, act);
    case 'answer': {
      const dive = interview.dives.find(({ id }) => id === act.dive);
      if (!has(dive?.options, act.option)) return refused('no-such-thing');
      return going({ ...round, dives: { ...round.dives, [act.dive]: act.option } });
    }
    case 'ran':
      return going({ ...round, hasRun: true });
    case 'name':
    case 'unname':
      return named(interview, round, act);
    case 'change':
      return going({ ...round, changes: [...new Set(act.services)].sort() });
    case 'write':
      if (round.cards.length >= most.cards) return refused('too-many');
      return going({ ...round, cards: [...round.cards, act.card] });
    case 'tear':
      return going({ ...round, cards: round.cards.filter((_, index) => index !== act.at) });
    case 'operate': {
      const isKnown = act.operations.every((id) => has(interview.operations, id));
      if (!isKnown) return refused('no-such-thing');
      return going({ ...round, operations: [...new Set(act.operations)] });
    }
    case 'sum-up':
      return going({ ...round, summary: act.said.slice(0, 4000) });
    case 'rate':
      // Who has said nothing has nothing to compare.
      if (round.summary.trim() === '') return refused('nothing-said');
      return going({ ...round, selfRated: act.level });
    case 'next': {
      const took = [...round.took, Math.max(0, Math.round(act.tookSeconds))];
      return going({ ...round, took, at: round.at + 1 });
    }
  }
}

function refused(because: Refusal): Taken {
  return { kind: 'refused', because };
}

function going(round: Round): Taken {
  return { kind: 'round', round };
}

function has(entries: readonly { readonly id: string }[] | undefined, id: string): boolean {
  return entries?.some((each) => each.id === id) ?? false;
}

type ActOf<K extends Act['kind']> = Extract<Act, { readonly kind: K }>;

function listened(
  interview: Interview,
  round: Round,
  act: ActOf<'ask' | 'stand' | 'pin' | 'unpin' | 'estimate'>,
): Taken {
  switch (act.kind) {
    case 'ask':
      if (!has(interview.questions, act.question)) return refused('no-such-thing');
      return going({ ...round, asked: [...new Set([...round.asked, act.question])] });
    case 'stand': {
      const question = interview.questions.find(({ id }) => id === act.question);
      if (!has(question?.trap, act.stance)) return refused('no-such-thing');
      if (!round.asked.includes(act.question)) return refused('not-asked-yet');
      return going({ ...round, stances: { ...round.stances, [act.question]: act.stance } });
    }
    case 'pin': {
      const { requirement } = act;
      if (!has(interview.requirements, requirement)) return refused('no-such-thing');
      if (!knownRequirements(interview, round).includes(requirement))
        return refused('not-asked-yet');
      if (round.pinned.some((each) => each.requirement === requirement)) return going(round);
      const isFirst = Object.keys(round.choices).length === 0;
      return going({ ...round, pinned: [...round.pinned, { requirement, isFirst }] });
    }
    case 'unpin': {
      const pinned = round.pinned.filter(({ requirement }) => requirement !== act.requirement);
      return going({ ...round, pinned });
    }
    case 'estimate': {
      if (!has(interview.estimates, act.estimate)) return refused('no-such-thing');
      const estimates = { ...round.estimates, [act.estimate]: act.value };
      return going({ ...round, estimates });
    }
  }
}

/** Ids of the requirements that the interviewer has told by now. */
export function knownRequirements({ questions }: Interview, { asked }: Round): readonly string[] {
  return questions.filter(({ id }) => asked.includes(id)).flatMap(({ tells }) => tells);
}

function designed(
  interview: Interview,
  round: Round,
  act: ActOf<'choose' | 'classify' | 'state'>,
): Taken {
  switch (act.kind) {
    case 'choose': {
      const control = interview.controls.find(({ id }) => id === act.control);
      if (!has(control?.choices, act.choice)) return refused('no-such-thing');
      const choices = { ...round.choices, [act.control]: act.choice };
      // What was seen of another board is not seen of this one.
      return going({ ...round, choices, hasRun: false });
    }
    case 'classify': {
      const { said } = act;
      if (!has(interview.messages, said.message)) return refused('no-such-thing');
      const others = round.messages.filter(({ message }) => message !== said.message);
      return going({ ...round, messages: [...others, said] });
    }
    case 'state': {
      const { said } = act;
      if (!has(interview.hops, said.hop)) return refused('no-such-thing');
      const others = round.hops.filter(({ hop }) => hop !== said.hop);
      return going({ ...round, hops: [...others, said] });
    }
  }
}

function named(interview: Interview, round: Round, act: ActOf<'name' | 'unname'>): Taken {
  const surprise = act.kind === 'name' ? act.failure.surprise : act.surprise;
  const others = round.failures.filter((each) => each.surprise !== surprise);
  if (act.kind === 'unname') return going({ ...round, failures: others });
  const { sign, remedy } = act.failure;
  const isKnown = has(interview.surprises, surprise) && has(interview.signs, sign);
  if (!isKnown || !has(interview.remedies, remedy)) return refused('no-such-thing');
  if (others.length >= most.failures) return refused('too-many');
  return going({ ...round, failures: [...others, act.failure] });
}
