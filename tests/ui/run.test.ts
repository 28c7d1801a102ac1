/** The run as the page keeps it: what is refused costs nothing, and acting in the past begins a branch. */
import { describe, expect, it } from 'vitest';
import { loaded, openLab, orderFulfilment } from './in-process.ts';

const crash = {
  when: {},
  target: { service: 'shipping' },
  effect: { kind: 'crash', restartAfterMs: 2000 },
} as const;

describe('a run', () => {
  it('stays as it is when a scenario is refused, and tells every problem', async () => {
    const { run, player } = await loaded();
    await player.seek(2_000_000);
    const { worlds, scenario } = run;
    const isOpen = await run.load({
      text: orderFulfilment
        .replace('"orders": 50', '"orders": -5')
        .replace('"seed": 7', '"seed": -1'),
      styles: ['choreography'],
    });
    expect(isOpen).toBe(false);
    expect(run.problems.length).toBeGreaterThanOrEqual(2);
    expect(run.worlds).toBe(worlds);
    expect(run.scenario).toBe(scenario);
    await player.seek(3_000_000);
    expect(player.cursor).toBe(3_000_000);
  });

  it('says what went wrong with the simulation, and goes on when it can', async () => {
    const { run, player, remote } = await loaded();
    remote.failure = 'the worker is gone';
    await player.seek(1_000_000);
    expect(run.failure).toBe('the worker is gone');
    remote.failure = undefined;
    await run.advance(1_000_000);
    expect(run.failure).toBe('');
  });
});

describe('acting', () => {
  it('in the present keeps what was told', async () => {
    const { lab } = await openLab();
    await lab.player.seek(1_000_000);
    const trace = lab.run.world('choreography')?.trace;
    await lab.inject(crash);
    expect(lab.run.world('choreography')?.trace).toBe(trace);
    expect(lab.run.actions).toHaveLength(1);
    expect(lab.notices.shown.at(-1)?.text).toMatch(/^Shipping crashes at 1 s/);
  });

  it('in the past leaves what followed to a branch of its own, and says so', async () => {
    const { lab } = await openLab();
    await lab.player.seek(5_000_000);
    const before = lab.run.world('choreography')?.trace;
    await lab.player.seek(1_000_000);
    await lab.inject(crash);
    const after = lab.run.world('choreography')?.trace;
    expect(after).not.toBe(before);
    expect(after?.endTime).toBeLessThanOrEqual(1_000_000);
    expect(lab.player.cursor).toBe(1_000_000);
    expect(lab.notices.shown.at(-1)?.text).toMatch(
      /what followed is kept as the branch “Original”/,
    );
    expect(lab.travel.branching.all.map(({ name }) => name)).toEqual(['Original', 'Branch 2']);
  });

  it('flips a switch from now on only', async () => {
    const { lab } = await openLab();
    await lab.player.seek(1_000_000);
    await lab.flip('shipping', 'inbox', false);
    expect(lab.isOn('shipping', 'inbox')).toBe(false);
    await lab.player.seek(500_000);
    expect(lab.isOn('shipping', 'inbox')).toBe(true);
  });

  it('keeps what was done when the baseline is added', async () => {
    const { lab } = await openLab();
    await lab.player.seek(1_000_000);
    await lab.inject(crash);
    await lab.player.seek(2_000_000);
    await lab.show(['choreography', 'orchestration', 'direct']);
    expect(lab.shown).toEqual(['choreography', 'orchestration', 'direct']);
    expect(lab.run.actions).toHaveLength(1);
    expect(lab.player.cursor).toBe(2_000_000);
  });
});

describe('restarting', () => {
  it('goes back to the beginning, without what was done: that is kept', async () => {
    const { lab } = await openLab();
    await lab.player.seek(1_000_000);
    await lab.inject(crash);
    await lab.restart();
    expect(lab.player.cursor).toBe(0);
    expect(lab.run.actions).toHaveLength(0);
    expect(lab.run.seed).toBe(7);
    expect(lab.travel.branching.of(1)?.inputs.actions).toHaveLength(1);
    expect(lab.notices.shown.at(-1)?.text).toMatch(/kept in the branch “Original”/);
  });
});
