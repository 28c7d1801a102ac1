/** Links: what is written can be read again, and what cannot be read falls back to the usual. */
import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from '../../src/ui/run/address.ts';
import { styles } from '../../src/trace/index.ts';
import { openLab } from './in-process.ts';

describe('an address', () => {
  it('is read back as it was written', () => {
    const subsets = [
      ['choreography'],
      ['orchestration'],
      ['direct'],
      ['choreography', 'orchestration'],
      ['choreography', 'direct'],
      styles,
    ] as const;
    for (const shown of subsets) {
      const said = { slug: 'order-fulfilment', seed: 4_294_967_295, shown, at: 1_234_567 };
      expect(readAddress(writeAddress(said), 'other')).toEqual(said);
    }
  });

  it('says when a scenario is shown with its repair', () => {
    const said = { slug: 'x', seed: 7, shown: ['choreography'], repaired: true } as const;
    expect(writeAddress(said)).toBe('#s=x&seed=7&style=choreography&repaired=yes');
    expect(readAddress(writeAddress(said), 'other')).toEqual(said);
  });

  it('names the breakpoints, those that are off too', () => {
    const breaks = ['lag:payment:5', '!promise', 'message:Order%20Placed'];
    const said = { slug: 'x', seed: 7, shown: ['choreography'], breaks } as const;
    expect(writeAddress(said)).toBe(
      '#s=x&seed=7&style=choreography&break=lag:payment:5&break=!promise&break=message:Order%2520Placed',
    );
    expect(readAddress(writeAddress(said), 'other')).toEqual(said);
  });

  it('has the form that links are made of', () => {
    const said = {
      slug: 'order-fulfilment',
      seed: 7,
      shown: ['choreography', 'orchestration'],
    } as const;
    expect(writeAddress(said)).toBe('#s=order-fulfilment&seed=7&style=both');
  });

  it('falls back to the usual for what cannot be read', () => {
    const usual = { slug: 'usual', shown: ['choreography', 'orchestration'] };
    for (const hash of [
      '',
      '#',
      '#seed=x&style=&at=-1',
      '#seed=4294967296',
      '#style=nonsense',
      '#%E0%A4%A',
    ]) {
      expect(readAddress(hash, 'usual')).toEqual(usual);
    }
  });
});

describe('the address of a lab', () => {
  it('never names the scenario that was left beside the one that came', async () => {
    const { lab, remote } = await openLab();
    const seen = new Set<string>();
    const { load } = remote;
    remote.load = async (request) => {
      const answer = await load(request);
      void look();
      return answer;
    };
    await lab.openScenario('spike-and-lag');
    expect([...seen]).toEqual([
      'Order fulfilment: #s=order-fulfilment&seed=7&style=both',
      'Spike and lag: #s=spike-and-lag&seed=7&style=both',
    ]);

    /** What the page could see at every turn after the answer. */
    async function look() {
      for (let turn = 0; turn < 100; turn++) {
        seen.add(`${lab.run.scenario?.title}: ${lab.address}`);
        await Promise.resolve();
      }
    }
  });
});
