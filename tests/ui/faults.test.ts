/** Live faults: aimed at the nth match, told in a sentence, taken back, and written anew as lines. */
import { describe, expect, it } from 'vitest';
import { sayFault } from '../../src/ui/faults/say.ts';
import { lastLive, liveLines, replaceLive, takeBack } from '../../src/ui/faults/take-back.ts';
import { openLab } from './in-process.ts';

async function struck() {
  const { lab } = await openLab();
  await lab.player.seek(2_000_000);
  await lab.inject(lab.faultChoices.crash('payment'));
  await lab.player.seek(3_000_000);
  await lab.inject(lab.faultChoices.crash('shipping'));
  await lab.player.seek(5_000_000);
  return lab;
}

const crashed = (lines: string) =>
  lines.split('\n').map((line) => /"service":"([a-z]+)"/.exec(line)?.[1]);

describe('a live fault', () => {
  it('is taken back at the same moment, and the run with it is kept as a branch', async () => {
    const lab = await struck();
    const { length } = lab.travel.branching.all;
    expect(crashed(liveLines(lab))).toEqual(['payment', 'shipping']);
    await takeBack(lab, lastLive(lab));
    expect(crashed(liveLines(lab))).toEqual(['payment']);
    expect(lab.player.cursor).toBe(5_000_000);
    expect(lab.travel.branching.all).toHaveLength(length + 1);
    await takeBack(lab, lastLive(lab));
    expect(lastLive(lab)).toBe(-1);
    // What is left is the very run in which nothing was ever injected.
    const { lab: calm } = await openLab();
    await calm.player.seek(5_000_000);
    expect(await lab.run.fingerprints(5_000_000)).toEqual(await calm.run.fingerprints(5_000_000));
  });

  it('is changed as a line, keeps its instant, and is held to all that the file is', async () => {
    const lab = await struck();
    const lines = liveLines(lab);
    const instants = lab.run.actions.map(({ atMicros }) => atMicros);
    const wrong = await replaceLive(lab, lines.replace('"shipping"', '"nobody"'));
    expect(wrong.join()).toMatch(/nobody/);
    expect(await replaceLive(lab, '{')).toHaveLength(1);
    expect(liveLines(lab)).toBe(lines);
    expect(await replaceLive(lab, lines.replace('"shipping"', '"inventory"'))).toEqual([]);
    expect(crashed(liveLines(lab))).toEqual(['payment', 'inventory']);
    expect(lab.run.actions.map(({ atMicros }) => atMicros)).toEqual(instants);
    expect(await replaceLive(lab, '')).toEqual([]);
    expect(lastLive(lab)).toBe(-1);
    expect(lab.player.cursor).toBe(5_000_000);
  });

  it('strikes at the match that was chosen, and says so before', async () => {
    const { lab } = await openLab();
    const { scenario } = lab.run;
    if (scenario === undefined) throw new Error('the scenario is open');
    const { faultChoices } = lab;
    faultChoices.chooseNth(3);
    faultChoices.choosePoint('after effect');
    const crash = faultChoices.crash('payment');
    expect(crash.when).toEqual({ point: 'after effect', nth: 3 });
    expect(sayFault(crash, scenario)).toBe(
      'Payment crashes after effect at match 3 and is back after 2 s.',
    );
    expect(sayFault(faultChoices.fault('lose', scenario, 'payment'), scenario)).toBe(
      'The network loses the 3rd produce ack of Payment now.',
    );
    expect(sayFault(faultChoices.fault('poison', scenario, 'payment'), scenario)).toBe(
      'Payment cannot handle the 3rd record now: every attempt fails.',
    );
    faultChoices.chooseNth(0);
    expect(faultChoices.nth).toBe(3);
    faultChoices.chooseNth(1);
    expect(faultChoices.fault('lose', scenario).when).toEqual({});
  });

  it('strikes the later, the later the match', async () => {
    const fellAt = async (nth: number) => {
      const { lab } = await openLab();
      lab.faultChoices.choosePoint('after effect');
      lab.faultChoices.chooseNth(nth);
      await lab.player.seek(1_000_000);
      await lab.inject(lab.faultChoices.crash('payment'));
      await lab.player.seek(4_000_000);
      const trace = lab.run.world('choreography')?.trace;
      for (let row = 0; row < (trace?.length ?? 0); row++)
        if (trace?.is(row, 'process-crashed') === true) return trace.time(row);
      return 0;
    };
    const [first, third] = [await fellAt(1), await fellAt(3)];
    expect(first).toBeGreaterThan(1_000_000);
    expect(third).toBeGreaterThan(first);
  });
});
