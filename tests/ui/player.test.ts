/** The playhead: it moves in virtual time, asks for no more than it needs, and needs nobody to go back. */
import { describe, expect, it } from 'vitest';
import { loaded } from './in-process.ts';

const frameMs = 16;

/** Lets the page live through some animation frames, with time for the answers between them. */
async function live(player: { frame(now: number): void }, frames: number) {
  for (let frame = 0; frame <= frames; frame++) {
    player.frame(1000 + frame * frameMs);
    await new Promise((settled) => setTimeout(settled));
  }
}

describe('a player', () => {
  it('stands still and asks nothing until it plays', async () => {
    const { player, remote } = await loaded();
    await live(player, 10);
    expect(player.cursor).toBe(0);
    expect(remote.advances).toBe(0);
  });

  it('turns real time and speed into virtual time', async () => {
    const { player, run } = await loaded();
    player.setSpeed(10);
    player.play();
    await live(player, 50);
    // The first frame has no length, and the first answers are on their way for a frame or two.
    const ideal = 50 * frameMs * 1000 * 10;
    expect(player.cursor).toBeGreaterThan(ideal * 0.8);
    expect(player.cursor).toBeLessThanOrEqual(ideal);
    expect(run.head).toBeLessThan(ideal * 1.1);
  });

  it('never shows an instant that is not simulated yet', async () => {
    const { player, run } = await loaded();
    player.setSpeed(1000);
    player.play();
    for (let frame = 0; frame < 20; frame++) {
      player.frame(1000 + frame * frameMs);
      expect(player.cursor).toBeLessThanOrEqual(run.head);
      await new Promise((settled) => setTimeout(settled));
    }
  });

  it('stops at the end of the run and begins again from there', async () => {
    const { player, run } = await loaded();
    player.setSpeed(1000);
    player.play();
    await live(player, 60);
    expect(run.ended).toBe(true);
    expect(player.playing).toBe(false);
    expect(player.cursor).toBe(run.last);
    player.play();
    expect(player.cursor).toBe(0);
  });

  it('steps to the next event of the focused style and back', async () => {
    const { player, run } = await loaded();
    const instants: number[] = [];
    for (let step = 0; step < 40; step++) {
      await player.stepForward('orchestration');
      instants.push(player.cursor);
    }
    expect(instants).toEqual([...new Set(instants)].sort((a, b) => a - b));
    const trace = run.world('orchestration')?.trace;
    for (const instant of instants) expect(trace?.time(trace.rowAt(instant))).toBe(instant);
    for (const instant of instants.toReversed().slice(1)) {
      player.stepBack('orchestration');
      expect(player.cursor).toBe(instant);
    }
  });

  it('steps by milestones', async () => {
    const { player, run } = await loaded();
    await player.stepForward('choreography', { kind: 'milestone' });
    const trace = run.world('choreography')?.trace;
    const row = trace?.rowAt(player.cursor) ?? -1;
    const kinds = new Set<string>();
    for (let at = row; at >= 0 && trace?.time(at) === player.cursor; at--)
      kinds.add(trace.read(at).kind);
    expect(kinds).toContain('order-placed');
  });

  it('goes back without asking the worker', async () => {
    const { player, remote } = await loaded();
    await player.seek(3_000_000);
    expect(player.cursor).toBe(3_000_000);
    const asked = remote.advances;
    await player.seek(1_000_000);
    player.stepBack('choreography');
    expect(remote.advances).toBe(asked);
  });

  it('lets the last hand on the time line win', async () => {
    const { player } = await loaded();
    const far = player.seek(9_000_000);
    const near = player.seek(500_000);
    await Promise.all([far, near]);
    expect(player.cursor).toBe(500_000);
    expect(player.seeking).toBe(false);
  });

  it('does not go beyond the end', async () => {
    const { player, run } = await loaded();
    await player.seek(1e12);
    expect(run.ended).toBe(true);
    expect(player.cursor).toBe(run.last);
    await player.stepForward('choreography');
    expect(player.cursor).toBe(run.last);
  });
});
