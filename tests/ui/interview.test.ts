/** The interview room: what is drawn for a round, how it is kept, and which interviews there are. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { interviews } from '../../src/cli/interviews.ts';
import { begun, shuffled, twistOf } from '../../src/interview/index.ts';
import { cardSentence } from '../../src/ui/interview/card-words.ts';
import { keepRound, keptRound } from '../../src/ui/interview/kept-round.ts';
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

test('another round has another twist', () => {
  let before = round;
  for (let turn = 0; turn < 20; turn++) {
    const next = { ...before, number: newNumber(tool, before) };
    expect(twistOf(tool, next).id).not.toBe(twistOf(tool, before).id);
    before = next;
  }
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

describe('what is kept of a round', () => {
  beforeEach(() => {
    const items = new Map<string, string>();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, text: string) => void items.set(key, text),
      removeItem: (key: string) => void items.delete(key),
    });
    return () => vi.unstubAllGlobals();
  });

  test('comes back as it was', () => {
    const kept = { round, seconds: 12, isPaused: true };
    keepRound(tool, kept);
    expect(keptRound(tool)).toMatchObject(kept);
  });

  test('is nothing once the round was left, or when the interview has changed', () => {
    keepRound(tool, { round, seconds: 1, isPaused: false });
    expect(keptRound({ ...tool, title: 'Another one' })).toBeUndefined();
    keepRound(tool, undefined);
    expect(keptRound(tool)).toBeUndefined();
  });

  test('is nothing when somebody else has put something there', () => {
    keepRound(tool, { round, seconds: 1, isPaused: false });
    sessionStorage.setItem('baton-interview:internal-tool', '{"round":');
    expect(keptRound(tool)).toBeUndefined();
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
