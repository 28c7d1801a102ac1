/** The interview room: what is drawn for a round, its clock, and which interviews there are. */
import { describe, expect, test, vi } from 'vitest';
import { interviews } from '../../src/cli/interviews.ts';
import { begun, firstRun, hiddenRuns, shuffled, twistOf } from '../../src/interview/index.ts';
import { cardSentence } from '../../src/ui/interview/card-words.ts';
import { asMinutes, PhaseClock } from '../../src/ui/interview/phase-clock.svelte.ts';
import { newNumber } from '../../src/ui/interview/round-number.ts';
import { strongTool } from '../interview/answers.ts';
import { interviewOf } from '../interview/rounds.ts';

const tool = interviewOf('internal-tool');
const round = begun(tool.id, { number: 7, length: 45, timer: 10 });

test('the page has every interview, each with the scenario of its board', () => {
  const all = interviews();
  expect(all.map(({ interview }) => interview.id)).toEqual(['checkout', 'internal-tool']);
  for (const { scenario } of all)
    expect(JSON.parse(scenario)).toMatchObject({ styles: expect.arrayContaining(['direct']) });
});

describe('another round', () => {
  test('has another twist and other seeds, every one of them', () => {
    let before = round;
    const seen = new Set<number>();
    for (let turn = 0; turn < 20; turn++) {
      const next = { ...before, number: newNumber(tool, before) };
      expect(twistOf(tool, next).id).not.toBe(twistOf(tool, before).id);
      const seeds = [firstRun(tool, next), ...hiddenRuns(tool, next)].map(({ seed }) => seed);
      for (const seed of seeds) {
        expect(seen.has(seed)).toBe(false);
        seen.add(seed);
      }
      before = next;
    }
  });

  test('has a number that none before it had, even where that is all that is drawn', () => {
    const drawn = [7, 9, 11, 12];
    vi.stubGlobal('crypto', {
      getRandomValues: (into: Uint32Array) => {
        into[0] = drawn.shift() ?? 0;
        return into;
      },
    });
    // 9 and 11 have the twist of 7, and 12 was taken before.
    expect(tool.twists).toHaveLength(2);
    drawn.push(14);
    expect(newNumber(tool, round, [7, 12])).toBe(14);
    vi.unstubAllGlobals();
  });
});

describe('the order of options', () => {
  const entries = Array.from({ length: 8 }, (_, at) => at);

  test('is the same whenever a round is looked at, and keeps every one', () => {
    const order = shuffled(entries, 'questions', 7);
    expect(shuffled(entries, 'questions', 7)).toEqual(order);
    expect(order.toSorted()).toEqual(entries);
  });

  test('tells nothing: every option comes first in some round, and no two lists are mixed alike', () => {
    const firsts = Array.from({ length: 200 }, (_, number) => shuffled(entries, 'a', number)[0]);
    expect(new Set(firsts).size).toBe(entries.length);
    expect(shuffled(entries, 'a', 7)).not.toEqual(shuffled(entries, 'b', 7));
  });
});

test('the clock counts only while it runs, is not paused, and somebody looks', () => {
  vi.useFakeTimers();
  const page = { hidden: false };
  vi.stubGlobal('document', page);
  const clock = new PhaseClock(() => undefined);
  const stop = clock.run();
  vi.advanceTimersByTime(3000);
  page.hidden = true;
  vi.advanceTimersByTime(3000);
  page.hidden = false;
  clock.toggle();
  vi.advanceTimersByTime(3000);
  clock.toggle();
  vi.advanceTimersByTime(2000);
  stop();
  vi.advanceTimersByTime(5000);
  expect(clock.seconds).toBe(5);
  expect([asMinutes(65), asMinutes(-5), asMinutes(600)]).toEqual(['1:05', '0:05', '10:00']);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a card is one sentence, and says what was left open', () => {
  const [card] = strongTool.cards;
  expect(card && cardSentence(tool, card)).toBe(
    'Because “Two people run it beside other work; nobody is on call”, I choose direct calls with a deadline, so that two people can run it and look into it; it costs: caller and called must be up at the same time. I would change it if other teams want to hear the same facts. Rejected: a table of jobs in the database that is there already, because of this: the database is asked again and again whether there is work.',
  );
  expect(card && cardSentence(tool, { ...card, costs: '' })).toContain('it costs: ….');
});
