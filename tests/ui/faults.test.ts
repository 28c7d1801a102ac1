/** Live faults: aimed at the nth match, told in a sentence, taken back, and written anew as lines. */
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/scenario/index.ts';
import { faultKinds } from '../../src/ui/faults/fault-kinds.ts';
import { previewOf } from '../../src/ui/faults/preview.ts';
import { sayFault } from '../../src/ui/faults/say.ts';
import { liveLines, replaceLive, takeBack, takeBackLast } from '../../src/ui/faults/take-back.ts';
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
    await takeBackLast(lab);
    expect(crashed(liveLines(lab))).toEqual(['payment']);
    expect(lab.player.cursor).toBe(5_000_000);
    expect(lab.travel.branching.all).toHaveLength(length + 1);
    await takeBack(lab, lab.run.faults.length - 1);
    expect(liveLines(lab)).toBe('');
    // What is left is the very run in which nothing was ever injected.
    const { lab: calm } = await openLab();
    await calm.player.seek(5_000_000);
    expect(await lab.run.fingerprints(5_000_000)).toEqual(await calm.run.fingerprints(5_000_000));
  });

  it('and a switch are taken back in their turn, and then there is nothing left to', async () => {
    const { lab } = await openLab();
    await lab.player.seek(1_000_000);
    await lab.inject(lab.faultChoices.crash('payment'));
    await lab.flip('payment', 'inbox', false);
    await takeBackLast(lab);
    expect(lab.run.actions.map(({ kind }) => kind)).toEqual(['inject']);
    expect(lab.notices.shown.at(-1)?.text).toContain('the inbox of Payment was turned off');
    await takeBackLast(lab);
    await takeBackLast(lab);
    expect(lab.run.actions).toEqual([]);
    expect(lab.notices.shown.at(-1)?.text).toContain('nothing to take back');
    expect(lab.player.cursor).toBe(1_000_000);
  });

  it('is changed as a line, keeps its instant, and is held to all that the file is', async () => {
    const lab = await struck();
    const lines = liveLines(lab);
    const instants = lab.run.actions.map(({ atMicros }) => atMicros);
    const wrong = await replaceLive(lab, lines.replace('"shipping"', '"nobody"'));
    expect(wrong.join()).toMatch(/^Fault 2 target\.service: .*nobody/);
    expect(await replaceLive(lab, '{')).toHaveLength(1);
    expect(liveLines(lab)).toBe(lines);
    expect(await replaceLive(lab, lines.replace('"shipping"', '"inventory"'))).toEqual([]);
    expect(crashed(liveLines(lab))).toEqual(['payment', 'inventory']);
    expect(lab.run.actions.map(({ atMicros }) => atMicros)).toEqual(instants);
    // A line that is moved keeps its instant, and one that names an earlier instant strikes there.
    const [first, second] = liveLines(lab).split(',\n');
    expect(await replaceLive(lab, `${second},\n${first}`)).toEqual([]);
    expect(lab.run.actions.map(({ atMicros }) => atMicros)).toEqual(instants);
    expect(crashed(liveLines(lab))).toEqual(['payment', 'inventory']);
    expect(await replaceLive(lab, `${first},\n${second?.replace('3000', '1500')}`)).toEqual([]);
    expect(lab.run.faults.map(({ when }) => when.atMs)).toEqual([1500, 2000]);
    expect(await replaceLive(lab, '')).toEqual([]);
    expect(liveLines(lab)).toBe('');
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

  it('is told before exactly as it is told afterwards', async () => {
    const { lab } = await openLab();
    const { scenario } = lab.run;
    if (scenario === undefined) throw new Error('the scenario is open');
    const { faultChoices: choices } = lab;
    await lab.player.seek(1_000_000);
    const kinds = faultKinds.map((kind) => choices.fault(kind, scenario));
    choices.choosePoint('before offset-commit');
    for (const fault of [...kinds, choices.crash('shipping'), choices.crash('payment')]) {
      const preview = previewOf(lab, fault);
      await lab.inject(fault);
      const last = lab.run.faults.at(-1);
      expect(last && sayFault(last, scenario)).toBe(preview);
    }
  });

  it.each([
    ['call', 'payment', 'In choreography and orchestration there is no call of Payment'],
    ['call', 'order', ''],
    ['fetch-response', 'payment', ''],
  ] as const)(
    'on the leg %s of %s is said to wait in vain where there is none',
    async (...given) => {
      const [leg, service, words] = given;
      const { lab } = await openLab();
      const fault: Fault = { when: {}, target: { service, leg }, effect: { kind: 'lose' } };
      expect(previewOf(lab, fault).includes('so it would wait in vain')).toBe(words !== '');
      expect(previewOf(lab, fault)).toContain(words);
    },
  );
});
