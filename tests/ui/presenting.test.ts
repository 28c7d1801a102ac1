/** A lesson for a room: its beats, its keys, hands that are counted, and the picture of a code. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clock } from '../../src/projections/index.ts';
import { decodeLink, platformDeflate } from '../../src/scenario/index.ts';
import type { Press } from '../../src/ui/commands/command.ts';
import { ballotOf, beatsOf } from '../../src/ui/presenting/beats.ts';
import { labKeys, lessonKeys, wishOf } from '../../src/ui/presenting/keys.ts';
import { LabShow } from '../../src/ui/presenting/lab-show.svelte.ts';
import { qrPicture } from '../../src/ui/presenting/qr.ts';
import { counted, leader, noVotes, revoted, total } from '../../src/ui/presenting/tally.ts';
import { allLessons } from '../lessons/told.ts';
import { openLab } from './in-process.ts';

const lessons = allLessons();

function press(key: string, more: Partial<Press> = {}): Press {
  const code = /^\d$/.test(key) ? `Digit${key}` : key === '.' ? 'Period' : '';
  const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  return { key, code, ...none, ...more };
}

describe('the beats of a lesson', () => {
  test('tell every step once, in order, and open no answer before its step was told', () => {
    for (const lesson of lessons) {
      const beats = beatsOf(lesson);
      const told = beats.filter(({ isOpen }) => !isOpen).map(({ step }) => step);
      expect(told).toEqual(lesson.steps.map((_, index) => index));
      for (const [at, { step, isOpen }] of beats.entries())
        if (isOpen && step < lesson.steps.length)
          expect(beats[at - 1]).toEqual({ step, isOpen: false });
      expect(beats.at(-1)).toEqual({ step: lesson.steps.length, isOpen: true });
    }
  });

  test('hold back every right answer that a class votes on', () => {
    for (const lesson of lessons)
      for (const [step, each] of lesson.steps.entries()) {
        const isAnsweredByTheRun = each.kind === 'predict';
        if (ballotOf(each).length === 0 || isAnsweredByTheRun) continue;
        expect(beatsOf(lesson)).toContainEqual({ step, isOpen: true });
      }
  });
});

describe('the keys of a presentation', () => {
  test.each([
    ['PageDown', 'next'],
    ['ArrowRight', 'next'],
    ['PageUp', 'back'],
    ['ArrowLeft', 'back'],
    ['.', 'black'],
    ['b', 'black'],
    ['B', 'black'],
    ['f', 'freeze'],
    ['q', 'code'],
    ['r', 'revote'],
    [' ', 'play'],
    ['Escape', 'leave'],
    ['P', 'leave'],
  ])('%s asks for %s', (key, wish) => {
    expect(wishOf(press(key, { shiftKey: /^[A-Z]$/.test(key) }), lessonKeys)).toBe(wish);
  });

  test('count a hand by a digit, and one fewer with Shift', () => {
    expect(wishOf(press('2'), lessonKeys)).toEqual({ answer: 1, hands: 1 });
    expect(wishOf(press('"', { code: 'Digit2', shiftKey: true }), lessonKeys)).toEqual({
      answer: 1,
      hands: -1,
    });
  });

  test('of the lab are those of a lesson, but for votes and words', () => {
    for (const key of ['PageDown', 'PageUp', 'b', 'f', 'q', 's', 'Escape'])
      expect(wishOf(press(key), labKeys)).toBe(wishOf(press(key), lessonKeys));
    for (const key of ['r', 'v']) expect(wishOf(press(key), labKeys)).toBeUndefined();
    expect(wishOf(press('Home'), labKeys)).toBe('begin');
  });

  test('leave the keys of the browser alone', () => {
    expect(wishOf(press('f', { ctrlKey: true }), lessonKeys)).toBeUndefined();
    expect(wishOf(press('F5'), lessonKeys)).toBeUndefined();
  });

  test('are asked for by one stroke only once', () => {
    for (const keys of [lessonKeys, labKeys]) {
      const strokes = keys.flatMap((key) => key.strokes);
      expect(new Set(strokes).size).toBe(strokes.length);
    }
  });
});

describe('the lab shown to a room', () => {
  beforeEach(() => vi.stubGlobal('location', { href: 'https://example.org/' }));
  afterEach(() => vi.unstubAllGlobals());

  test('goes from milestone to milestone and back, and says what happens there', async () => {
    const { lab } = await openLab();
    const show = new LabShow(lab);
    await show.go(1);
    const first = lab.player.cursor;
    expect(first).toBeGreaterThan(0);
    expect(show.told).toContain(clock(first));
    await show.go(1);
    expect(lab.player.cursor).toBeGreaterThan(first);
    await show.go(-1);
    expect(lab.player.cursor).toBe(first);
    await show.toBeginning();
    expect([lab.player.cursor, show.told]).toEqual([0, '']);
  });

  test('goes by what a step is in the lab, once that was chosen', async () => {
    const { lab } = await openLab();
    const show = new LabShow(lab);
    lab.travel.stepping.choose('service payment');
    await show.go(1);
    expect(show.unit).toBe('Payment');
    expect(show.told).toContain('Payment');
  });

  test('stands still while it is frozen, and a black screen only comes back', async () => {
    const { lab } = await openLab();
    const show = new LabShow(lab);
    show.curtain.toggleFreeze();
    await show.go(1);
    show.togglePlay();
    expect([lab.player.cursor, lab.player.playing]).toEqual([0, false]);
    show.curtain.toggleFreeze();
    show.togglePlay();
    show.curtain.toggleBlack();
    expect([lab.player.playing, show.curtain.isBlack]).toEqual([false, true]);
    await show.go(1);
    expect([lab.player.cursor, show.curtain.isBlack]).toEqual([0, false]);
  });

  test('gives a short address that opens this very moment, and says so', async () => {
    const { lab } = await openLab();
    const show = new LabShow(lab);
    await show.go(1);
    const { hash } = new URL(await show.addressOfMoment());
    expect(hash.length).toBeLessThan(100);
    const { lab: other } = await openLab();
    await other.openAddress(hash);
    expect(other.player.cursor).toBe(Math.floor(lab.player.cursor));
    expect(other.notices.shown.at(-1)?.text).toContain('The same moment of “Order fulfilment”');
    await other.openAddress(hash.replace(/print=.{4}/, 'print=0000'));
    expect(other.notices.shown.at(-1)?.text).toContain('is another one than is shown');
  });

  test('gives a link that holds what was done, once something was', async () => {
    const { lab } = await openLab();
    const show = new LabShow(lab);
    await show.go(1);
    await lab.flip('payment', 'inbox', false);
    const { hash } = new URL(await show.addressOfMoment());
    const read = await decodeLink(hash, platformDeflate(globalThis));
    expect(read).toMatchObject({
      kind: 'link',
      link: { seed: show.seed, atMicros: Math.floor(lab.player.cursor) },
    });
  });
});

describe('a vote', () => {
  test('never has fewer hands than none, and its sum is that of its answers', () => {
    const hand = fc.record({
      answer: fc.constantFrom('a', 'b', 'c'),
      hands: fc.constantFrom(1, -1),
    });
    fc.assert(
      fc.property(fc.array(hand), (hands) => {
        const counts = new Map<string, number>();
        let tally = noVotes;
        for (const { answer, hands: some } of hands) {
          tally = counted(tally, answer, some);
          counts.set(answer, Math.max(0, (counts.get(answer) ?? 0) + some));
        }
        expect(total(tally)).toBe([...counts.values()].reduce((sum, each) => sum + each, 0));
        for (const [answer, count] of counts) expect(tally.votes[answer]).toBe(count);
      }),
    );
  });

  test('is repeated with the first one beside it, and not before there was one', () => {
    expect(revoted(noVotes)).toBe(noVotes);
    const first = counted(noVotes, 'a', 3);
    const second = counted(revoted(first), 'b', 2);
    expect(second).toEqual({ votes: { b: 2 }, before: { a: 3 } });
  });

  test('has no leader when two answers have as many hands', () => {
    expect(leader(noVotes)).toBeUndefined();
    expect(leader(counted(counted(noVotes, 'a', 2), 'b', 2))).toBeUndefined();
    expect(leader(counted(counted(noVotes, 'a', 2), 'b', 3))).toBe('b');
  });
});

describe('the picture of a code', () => {
  test('has its three eyes inside the quiet zone, and nothing dark around it', () => {
    const picture = qrPicture(
      'https://example.org/baton/#s=lesson/lag-is-a-clock&seed=7&style=both&at=5124000',
    );
    if (picture === undefined) throw new Error('there is no picture');
    const { size, path } = picture;
    const dark = new Set<string>();
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
      for (let more = 0; more < Number(width); more++) dark.add(`${Number(x) + more},${y}`);
    const eye = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
    const far = size - 11;
    for (const [left, top] of [
      [4, 4],
      [far, 4],
      [4, far],
    ] as const)
      for (const [y, row] of eye.entries())
        for (const [x, square] of [...row].entries())
          expect(dark.has(`${left + x},${top + y}`)).toBe(square === '1');
    for (const place of dark)
      for (const part of place.split(',').map(Number)) {
        expect(part).toBeGreaterThanOrEqual(4);
        expect(part).toBeLessThan(size - 4);
      }
    expect((size - 8 - 17) % 4).toBe(0);
  });

  test('is refused for a text that no code can hold', () => {
    expect(qrPicture('x'.repeat(2_331))).toBeDefined();
    expect(qrPicture('x'.repeat(2_332))).toBeUndefined();
  });
});
