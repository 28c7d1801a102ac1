/** Travelling on the page: play stops where it was told to, branches are gone to and fro between, two of them follow one playhead. */
import { describe, expect, it } from 'vitest';
import { code } from '../../src/trace/index.ts';
import type { World } from '../../src/ui/run/world.svelte.ts';
import { Bookmarks } from '../../src/ui/travel/bookmarks.svelte.ts';
import { conditionOf, problemOf } from '../../src/ui/travel/break-choices.ts';
import { Breakpoints } from '../../src/ui/travel/breakpoints.svelte.ts';
import { openLab } from './in-process.ts';
import { playOn, worldOf } from './playing.ts';

const crash = {
  when: {},
  target: { service: 'shipping' },
  effect: { kind: 'crash', restartAfterMs: 2000 },
} as const;

/** The instants of the rows of a kind, in one style. */
function instantsOf({ trace }: World, kind: keyof typeof code): number[] {
  const found: number[] = [];
  for (let row = 0; row < trace.length; row++)
    if (trace.kind(row) === code[kind]) found.push(trace.time(row));
  return found;
}

describe('a breakpoint', () => {
  it.each([0.5, 1000])('stops play at the very instant, at speed %d', async (speed) => {
    const { lab } = await openLab();
    lab.travel.breakpoints.add({ kind: 'message', type: 'OrderPlaced' });
    await playOn(lab, speed);
    const world = worldOf(lab);
    const { picked } = lab.selection;
    expect(lab.player.playing).toBe(false);
    expect(picked?.style).toBe('choreography');
    expect(lab.player.cursor).toBe(world.trace.time(picked?.row ?? -1));
    expect(lab.notices.shown.at(-1)?.text).toBe(
      'Play stopped: OrderPlaced is made (choreography).',
    );
  });

  it('stops play again at the next one, and not at all when it is off or removed', async () => {
    const { lab } = await openLab();
    const { breakpoints } = lab.travel;
    breakpoints.add({ kind: 'message', type: 'OrderPlaced' });
    await playOn(lab, 1000);
    const first = lab.player.cursor;
    await playOn(lab, 1000);
    expect(lab.player.cursor).toBeGreaterThan(first);
    const [{ id } = { id: '' }] = breakpoints.all;
    breakpoints.setOn(id, false);
    await playOn(lab, 1000);
    expect(lab.player.atEnd).toBe(true);
    breakpoints.setOn(id, true);
    breakpoints.remove(id);
    await playOn(lab, 1000);
    expect(lab.player.atEnd).toBe(true);
  });

  it('before a commit stops where a crash still comes first', async () => {
    const { lab } = await openLab();
    lab.travel.breakpoints.add({ kind: 'commit', group: 'shipping' });
    await playOn(lab, 100);
    const at = lab.player.cursor;
    await lab.inject(crash);
    await lab.player.seek(at + 1000);
    const { trace, cast } = worldOf(lab);
    const shipping = cast.services.find(({ id }) => id === 'shipping')?.instances ?? [];
    for (let row = 0; row < trace.length; row++) {
      if (trace.kind(row) === code['commit-sent'] && shipping.includes(trace.actor(row)))
        expect(trace.time(row)).toBeGreaterThan(at + 1_000_000);
    }
    expect(instantsOf(worldOf(lab), 'process-crashed')).toEqual([at]);
  });

  it('stops as soon as a promise is known to be broken, also for what was long before', () => {
    const breakpoints = new Breakpoints();
    breakpoints.add({ kind: 'promise' });
    const world = {
      trace: {},
      verdicts: [{ id: 'a', state: 'holds', firstRow: -1, firstAt: -1 }],
    };
    const worlds = [world as unknown as World];
    breakpoints.arm(worlds);
    expect(breakpoints.firstHalt(worlds, 100, 200)).toBeUndefined();
    world.verdicts = [{ id: 'a', state: 'broken', firstRow: 3, firstAt: 50 }];
    expect(breakpoints.firstHalt(worlds, 200, 300)).toMatchObject({ row: 3, time: 200 });
    expect(breakpoints.firstHalt(worlds, 200, 300)).toBeUndefined();
    breakpoints.arm(worlds);
    expect(breakpoints.firstHalt(worlds, 300, 400)).toBeUndefined();
    world.verdicts = [{ id: 'b', state: 'broken', firstRow: 7, firstAt: 350 }];
    expect(breakpoints.firstHalt(worlds, 300, 400)).toMatchObject({ row: 7, time: 350 });
  });

  it.each([0, 5, 999_999_999, 1_000_000_000, 99_999_999_999, -1, 1.5])(
    'at a lag above %d is refused with a sentence, or comes back from its link',
    (above) => {
      const names = { type: '', group: 'payment', machine: '', state: '', promise: '' };
      const picked = { kind: 'lag', above, ...names } as const;
      const condition = conditionOf(picked);
      const problem = problemOf(picked);
      if (condition === undefined)
        expect(problem).toBe('Lag is a whole number of records, from 0 to 999999999.');
      else expect(problem).toBe('');
      const breakpoints = new Breakpoints();
      breakpoints.read([`lag:payment:${above}`]);
      expect(breakpoints.all.map((each) => each.condition)).toEqual(
        condition === undefined ? [] : [condition],
      );
    },
  );

  it('is kept in a link, with what is off, and what cannot be read is left out', () => {
    const breakpoints = new Breakpoints();
    breakpoints.add({ kind: 'lag', group: 'payment', above: 5 });
    breakpoints.add({ kind: 'promise' });
    breakpoints.add({ kind: 'lag', group: 'payment', above: 5 });
    breakpoints.setOn('promise', false);
    expect(breakpoints.written).toEqual(['!promise', 'lag:payment:5']);
    const other = new Breakpoints();
    other.read([...breakpoints.written, 'nonsense', 'lag:payment:5']);
    expect(other.all).toEqual(breakpoints.all);
  });
});

describe('branches', () => {
  /** Original is seen up to 4 s; Branch 2 leaves it at 1 s with a crash. */
  async function forked() {
    const { lab } = await openLab();
    await lab.player.seek(4_000_000);
    const [original, events] = [worldOf(lab).hash, worldOf(lab).events];
    await lab.player.seek(1_000_000);
    await lab.inject(crash);
    await lab.player.seek(4_000_000);
    return { lab, original, events, crashed: worldOf(lab).hash };
  }

  it('give the same hash when one switches back, and again', async () => {
    const { lab, original, crashed } = await forked();
    const { travel } = lab;
    expect(crashed).not.toBe(original);
    for (const [id, hash] of [
      [1, original],
      [2, crashed],
      [1, original],
    ] as const) {
      await travel.open(id);
      await lab.player.seek(4_000_000);
      expect(travel.branching.current.id).toBe(id);
      expect(worldOf(lab).hash).toBe(hash);
    }
  });

  it('are opened at the same instant, and acting there is acting in their past', async () => {
    const { lab } = await forked();
    await lab.player.seek(2_000_000);
    await lab.travel.open(1);
    expect(lab.player.cursor).toBe(2_000_000);
    expect(lab.run.actions).toHaveLength(0);
    await lab.inject(crash);
    expect(lab.travel.branching.current).toMatchObject({ name: 'Branch 3', parent: 1 });
    await lab.inject(crash);
    expect(lab.travel.branching.all).toHaveLength(3);
    expect(lab.run.actions).toHaveLength(2);
  });

  it('that begin without a deed equal the one that they left', async () => {
    const { lab, crashed } = await forked();
    await lab.player.seek(3_000_000);
    await lab.travel.forkHere();
    expect(lab.travel.branching.current).toMatchObject({ parent: 2, forkedAt: 3_000_000 });
    await lab.player.seek(4_000_000);
    expect(worldOf(lab).hash).toBe(crashed);
  });

  it('are deleted with a way back, but never the one on view', async () => {
    const { lab } = await forked();
    const { travel } = lab;
    travel.remove(2);
    expect(travel.branching.all).toHaveLength(2);
    travel.remove(1);
    expect(travel.branching.all.map(({ id }) => id)).toEqual([2]);
    travel.undelete();
    expect(travel.branching.all.map(({ id }) => id)).toEqual([1, 2]);
    travel.undelete();
    expect(travel.branching.all).toHaveLength(2);
  });

  it('are opened before what is done to them, however quickly that follows', async () => {
    const { lab } = await forked();
    await lab.player.seek(2_000_000);
    const opened = lab.travel.open(1);
    await Promise.all([opened, lab.inject(crash)]);
    expect(lab.travel.branching.current).toMatchObject({ name: 'Branch 3', parent: 1 });
    expect(lab.travel.branching.of(2)?.inputs.actions).toHaveLength(1);
    expect(lab.run.actions).toHaveLength(1);
  });

  it('stay as they were when the worker fails on the way', async () => {
    const { lab } = await forked();
    const broken = await openLab();
    await broken.lab.player.seek(2_000_000);
    await broken.lab.player.seek(1_000_000);
    await broken.lab.inject(crash);
    broken.remote.failure = 'the worker is gone';
    expect(await broken.lab.travel.open(1)).toBe(false);
    expect(broken.lab.travel.branching.current.id).toBe(2);
    expect(lab.travel.branching.current.id).toBe(2);
  });

  it('play beside each other under one playhead, and tell where they part', async () => {
    const { lab } = await forked();
    const { travel } = lab;
    await lab.player.seek(0);
    expect(await travel.openBeside(1)).toBe(true);
    const { beside } = travel;
    if (beside === undefined) throw new Error('nothing is beside');
    await playOn(lab, 1000);
    expect(lab.player.atEnd).toBe(true);
    expect(beside.moments.of('choreography')?.time).toBe(lab.player.cursor);
    const parting = beside.partingFrom(lab.run, 'choreography');
    const world = worldOf(lab);
    expect(world.trace.time(parting?.row ?? -1)).toBe(1_000_000);
    expect(world.trace.is(parting?.row ?? -1, 'fault-struck')).toBe(true);
    await travel.open(1);
    expect(travel.beside?.branch).toBe(2);
    travel.remove(2);
    expect(travel.beside).toBeUndefined();
  });

  it('beside each other are never shown beyond what is known of both', async () => {
    const { lab } = await forked();
    await lab.player.seek(0);
    await lab.travel.openBeside(1);
    lab.player.setSpeed(1000);
    lab.player.play();
    for (let frame = 0; frame < 30; frame++) {
      lab.player.frame(1000 + frame * 16);
      expect(lab.player.cursor).toBeLessThanOrEqual(lab.travel.beside?.run.head ?? -1);
      await new Promise((settled) => setTimeout(settled));
    }
  });
});

describe('bookmarks', () => {
  it('lead back to their moment, on their branch', async () => {
    const { lab } = await openLab();
    await lab.player.seek(3_000_000);
    const mark = lab.travel.bookmark();
    await lab.player.seek(1_000_000);
    await lab.inject(crash);
    expect(lab.travel.marked).toEqual([]);
    await lab.travel.goTo(mark);
    expect(lab.travel.branching.current.id).toBe(1);
    expect(lab.player.cursor).toBe(3_000_000);
    await lab.player.seek(0);
    await lab.travel.goToNext(true);
    expect(lab.player.cursor).toBe(3_000_000);
    await lab.travel.goToNext(true);
    expect(lab.notices.shown.at(-1)?.text).toBe('There is no bookmark after this moment.');
    expect(lab.marks.filter(({ kind }) => kind === 'bookmark')).toHaveLength(1);
  });

  it('of the past are shared by the branches that left it later', () => {
    const bookmarks = new Bookmarks();
    bookmarks.add(1, 900);
    bookmarks.add(1, 100);
    bookmarks.add(2, 700);
    const inputs = { text: '', seed: 0, actions: [] };
    const branch = (id: number, parent: number | undefined, forkedAt: number) => ({
      ...{ id, name: String(id), parent, forkedAt, inputs },
    });
    const all = [branch(1, undefined, 0), branch(2, 1, 500), branch(3, 2, 600)];
    const times = (current: number) =>
      bookmarks.on({ all, current, nextId: 4 }).map(({ time }) => time);
    expect(times(1)).toEqual([100, 900]);
    expect(times(2)).toEqual([100, 700]);
    expect(times(3)).toEqual([100]);
    bookmarks.rename(2, '  before the crash ');
    bookmarks.rename(2, ' ');
    expect(bookmarks.all[0]?.name).toBe('before the crash');
    bookmarks.remove(2);
    expect(times(1)).toEqual([900]);
  });
});
