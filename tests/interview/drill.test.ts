/** The drill: one paragraph, seven decisions, each held to a run, in which the naive way fails and the good one holds. */
import { describe, expect, test } from 'vitest';
import { clauseRun, paragraph, weighClause, type Interview } from '../../src/interview/index.ts';
import { interviews, told } from './rounds.ts';

/** The good option of a clause stands last in the file. */
function choicesOf({ drill }: Interview, at: number): Record<string, string> {
  return Object.fromEntries(
    drill.map(({ decision, options }) => [decision, options.at(at)?.id ?? '']),
  );
}

function weigh(interview: Interview, choices: Record<string, string>, number: number) {
  return interview.drill.map((clause) => {
    const wanted = clauseRun(interview, clause, { choices, number });
    const run = wanted === undefined ? undefined : told(wanted);
    return weighClause(clause, { choices, wanted, runOf: () => run });
  });
}

describe.each(interviews.map((interview) => [interview.id, interview] as const))(
  'the drill of %s',
  (_, interview) => {
    test('bears out the good answer in every clause, whatever the number of the round', () => {
      for (const number of [1, 2]) {
        const findings = weigh(interview, choicesOf(interview, -1), number);
        const wrong = findings.filter(({ isTrue }) => !isTrue);
        expect(wrong.map(({ decision, value }) => `${decision}: ${String(value)}`)).toEqual([]);
      }
    });

    test('contradicts the naive answer in every clause by a run', () => {
      for (const number of [1, 2]) {
        const findings = weigh(interview, choicesOf(interview, 0), number);
        const held = findings.filter(({ isTrue }) => isTrue);
        expect(held.map(({ decision, value }) => `${decision}: ${String(value)}`)).toEqual([]);
      }
    });

    test('bears out nothing that was left out', () => {
      expect(weigh(interview, {}, 1).every(({ isTrue }) => !isTrue)).toBe(true);
      expect(paragraph(interview, {})).toBe('');
    });

    test('makes one paragraph of all choices', () => {
      const words = paragraph(interview, choicesOf(interview, -1));
      for (const { begins } of interview.drill) expect(words).toContain(begins);
    });
  },
);
