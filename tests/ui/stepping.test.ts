/** Steps on the page: what they lead to, what they say, and what is told of a broken promise that one comes to. */
import { describe, expect, it } from 'vitest';
import { openLab } from './in-process.ts';
import { playOn, worldOf } from './playing.ts';

describe('a step', () => {
  it('leads to the next event of a chosen service, and picks it', async () => {
    const { lab } = await openLab();
    const { stepping } = lab.travel;
    stepping.choose('service payment');
    const steps: number[] = [];
    for (let step = 0; step < 5; step++) {
      await stepping.forward(false);
      const { trace, cast } = worldOf(lab);
      const actor = cast.actors[trace.actor(lab.selection.picked?.row ?? -1)];
      expect(cast.services[actor?.service ?? -1]?.id).toBe('payment');
      steps.push(lab.player.cursor);
    }
    await stepping.back(false);
    expect(lab.player.cursor).toBe(steps.at(-2));
  });

  it('begins where the step before it ended, however fast they are asked for', async () => {
    const { lab } = await openLab();
    const { stepping } = lab.travel;
    await Promise.all([stepping.forward(false), stepping.forward(false)]);
    const second = lab.player.cursor;
    await stepping.back(false);
    const first = lab.player.cursor;
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
    await Promise.all([stepping.forward(false), stepping.forward(false), stepping.back(false)]);
    expect(lab.player.cursor).toBe(second);
  });

  it('to what never comes leads nowhere, and says so', async () => {
    const { lab } = await openLab();
    await lab.player.seek(1_000_000);
    lab.travel.stepping.choose('fault');
    await lab.travel.stepping.forward(false);
    expect(lab.player.cursor).toBe(1_000_000);
    expect(lab.notices.shown.at(-1)?.text).toBe('There is no fault after this moment.');
    await lab.travel.stepping.back(false);
    expect(lab.player.cursor).toBe(1_000_000);
    expect(lab.notices.shown.at(-1)?.text).toBe('There is no fault before this moment.');
  });

  it('by a service is called a step to one of its events', async () => {
    const { lab } = await openLab();
    const { stepping } = lab.travel;
    const told = () => lab.notices.shown.at(-1)?.text;
    stepping.choose('promise');
    stepping.chooseNext();
    expect(told()).toBe('A step now leads to the next event of Order.');
    stepping.choose('service payment');
    await lab.player.seekEnd();
    await lab.player.seek(lab.run.last - 1);
    await stepping.forward(false);
    expect(told()).toBe('There is no event of Payment after this moment.');
  });

  it('goes from one kind of thing to the next, round the whole list', async () => {
    const { lab } = await openLab();
    const { stepping } = lab.travel;
    const names = stepping.units.map(({ name }) => name);
    expect(names.slice(0, 5)).toEqual(['event', 'milestone', 'fault', 'broken promise', 'Order']);
    for (const name of [...names.slice(1), 'event']) {
      stepping.chooseNext();
      expect(stepping.unit.name).toBe(name);
    }
  });
});

describe('a broken promise', () => {
  /** The first one of a scenario that breaks it, with all that is told of it. */
  async function opened() {
    const { lab } = await openLab();
    await lab.openAddress('#s=acks-one-loses-naive&style=choreography');
    await lab.player.seekEnd();
    const rows = worldOf(lab).verdicts.map(({ firstRow }) => firstRow);
    const row = Math.min(...rows.filter((each) => each >= 0));
    // An election takes an acknowledged record: two promises break with it.
    const broken = worldOf(lab).verdicts.filter(({ firstRow }) => firstRow === row);
    const names = broken.map(({ text }) => `“${text}”`);
    expect(names).toEqual([
      '“What was acknowledged stays in the log”',
      '“No acknowledged event is lost”',
    ]);
    await lab.player.seek(0);
    const sentence = broken.map((verdict) => verdict.sentence).join(' ');
    return { lab, row, what: `${names.join(' and ')} are broken`, sentence };
  }

  it('that a step leads to is explained: which it is, and what broke it', async () => {
    const { lab, row, what, sentence } = await opened();
    lab.travel.stepping.choose('promise');
    await lab.travel.stepping.forward(false);
    expect(lab.selection.picked?.row).toBe(row);
    expect(lab.selection.sentence).toBe(`${what}. ${sentence}`);
    lab.travel.stepping.choose('event');
    await lab.travel.stepping.forward(false);
    expect(lab.selection.sentence).toBe('');
  });

  it('that stops play, or is gone to, is explained in the same way', async () => {
    const { lab, row, what, sentence } = await opened();
    lab.travel.breakpoints.add({ kind: 'promise' });
    await playOn(lab, 1000);
    expect(lab.selection.picked?.row).toBe(row);
    expect(lab.selection.sentence).toBe(`${what}. ${sentence}`);
    const told = `${what} (choreography). ${sentence}`;
    expect(lab.notices.shown.at(-1)?.text).toBe(`Play stopped: ${told}`);
    lab.selection.clear();
    await lab.player.seek(0);
    await lab.travel.goToCondition({ kind: 'promise' }, true);
    expect(lab.selection.sentence).toBe(`${what}. ${sentence}`);
  });
});
