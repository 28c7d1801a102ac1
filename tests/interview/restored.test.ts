/** Rounds that are taken up again: what a candidate can say comes back, and nothing else comes in. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  begun,
  knownRequirements,
  phaseOf,
  restored,
  take,
  type Act,
  type Interview,
  type Round,
} from '../../src/interview/index.ts';
import * as answers from './answers.ts';
import { actsOf, after, card, interviews } from './rounds.ts';

/** Some act that suits the open phase. */
function actAt(interview: Interview, round: Round, pick: number): Act {
  const of = <T>(all: readonly T[]): T | undefined => all[pick % Math.max(1, all.length)];
  const idOf = (all: readonly { readonly id: string }[]) => of(all)?.id ?? '';
  const { questions, estimates, controls, messages, hops, dives, surprises } = interview;
  switch (phaseOf(round)) {
    case 'requirements':
    case 'estimate': {
      if (pick % 4 === 0 && phaseOf(round) === 'estimate')
        return { kind: 'estimate', estimate: idOf(estimates), value: pick / 8 };
      if (pick % 4 === 1) return { kind: 'ask', question: idOf(questions) };
      const trapped = questions.filter(({ trap }) => trap !== undefined);
      if (pick % 4 === 2)
        return { kind: 'stand', question: idOf(trapped), stance: idOf(of(trapped)?.trap ?? []) };
      const kind = pick % 7 === 0 ? 'unpin' : 'pin';
      return { kind, requirement: of(knownRequirements(interview, round)) ?? '' };
    }
    case 'design': {
      const control = of(controls);
      if (pick % 5 === 0) return { kind: 'pin', requirement: of(interview.requirements)?.id ?? '' };
      if (pick % 5 === 1)
        return {
          kind: 'classify',
          said: {
            message: idOf(messages),
            kind: 'event',
            owner: '',
            key: of(interview.keys) ?? '',
          },
        };
      if (pick % 5 === 2)
        return { kind: 'state', said: { hop: idOf(hops), is: 'at least once', by: 'nothing' } };
      return { kind: 'choose', control: control?.id ?? '', choice: idOf(control?.choices ?? []) };
    }
    case 'first-run':
      return { kind: 'ran' };
    case 'dives':
      return { kind: 'answer', dive: idOf(dives), option: idOf(of(dives)?.options ?? []) };
    case 'surprise':
      if (pick % 3 === 0) return { kind: 'change', services: interview.owners.slice(pick % 4) };
      return {
        kind: 'name',
        failure: {
          ...{ surprise: idOf(surprises), sign: idOf(interview.signs) },
          remedy: idOf(interview.remedies),
        },
      };
    case 'trade-offs':
      if (pick % 3 === 0) return { kind: 'operate', operations: [idOf(interview.operations)] };
      return { kind: 'write', card: card(of(interview.requirements)?.id ?? '', 'outbox') };
    default:
      if (pick % 2 === 0) return { kind: 'sum-up', said: `So it is. ${pick}` };
      return { kind: 'rate', level: 'fair' };
  }
}

function walked(interview: Interview, picks: readonly number[]): Round {
  let round = begun(interview.id, { number: 7, length: 25, timer: 'off' });
  for (const pick of picks) {
    const act: Act =
      pick % 6 === 5 ? { kind: 'next', tookSeconds: pick } : actAt(interview, round, pick);
    const taken = take(interview, round, act);
    if (taken.kind === 'round') round = taken.round;
  }
  return round;
}

const anyWay = fc.record({
  interview: fc.constantFrom(...interviews),
  picks: fc.array(fc.nat(999), { maxLength: 60, size: 'max' }),
});

describe('a round that was kept', () => {
  test('comes back whatever was said in it, and wherever it stood', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(anyWay, ({ interview, picks }) => {
        const round = walked(interview, picks);
        reached.add(phaseOf(round) ?? 'over');
        expect(restored(interview, round)).toEqual(round);
      }),
      { numRuns: 300 },
    );
    expect(reached.size).toBe(9);
  });

  test('does not come back with anything in it that nobody could have said', () => {
    const [checkout] = interviews;
    if (checkout === undefined) throw new Error('there are no interviews');
    const round = after(checkout, actsOf(checkout, answers.strongCheckout));
    expect(restored(checkout, round)).toEqual(round);
    const changes: readonly Partial<Round>[] = [
      { interview: 'another' },
      { at: 3 },
      { at: 99, took: Array<number>(99).fill(1) },
      { took: round.took.map(() => -5) },
      { asked: [...round.asked, 'what-else'] },
      { asked: [] },
      { stances: { guarantee: 'shrug' } },
      { pinned: [{ requirement: 'flow', isFirst: false }, ...round.pinned] },
      { estimates: { 'peak-rate': Number.NaN } },
      { choices: { ...round.choices, style: 'waltz' } },
      { choices: JSON.parse('{"__proto__":"direct"}') as Round['choices'] },
      { messages: [...round.messages, { message: 'x', kind: 'event', owner: '', key: '' }] },
      { hops: [...round.hops, ...round.hops] },
      { dives: { nothing: 'at-all' } },
      { failures: [{ surprise: 'meteor', sign: 'age', remedy: 'inbox' }] },
      { cards: Array.from({ length: 7 }, () => card()) },
      { operations: ['hope'] },
      { summary: '', selfRated: 'strong' },
      { summary: 'x'.repeat(4001) },
    ];
    for (const change of changes)
      expect(restored(checkout, { ...round, ...change }), JSON.stringify(change)).toBeUndefined();
  });
});
