/** Opening under a quick hand: what was asked for last is what is open in the end, with nothing of what was asked for before. */
import { describe, expect, it } from 'vitest';
import { openLab, orderFulfilment } from './in-process.ts';

const crash = {
  kind: 'inject',
  atMicros: 1_000_000,
  fault: {
    when: { atMs: 1000 },
    target: { service: 'shipping' },
    effect: { kind: 'crash', restartAfterMs: 2000 },
  },
} as const;

describe('what is opened', () => {
  it('leaves nothing of itself when something else is to be opened meanwhile', async () => {
    const { lab } = await openLab();
    const first = lab.open({
      ...{ text: orderFulfilment, slug: 'order-fulfilment', seed: 42 },
      ...{ repaired: true, actions: [crash], at: 3_000_000 },
    });
    expect(lab.isBusy).toBe(true);
    await lab.openScenario('spike-and-lag');
    expect(await first).toBe(false);
    expect(lab.slug).toBe('spike-and-lag');
    expect(lab.run.actions).toEqual([]);
    expect(lab.player.cursor).toBe(0);
    expect(lab.isBusy).toBe(false);
  });

  it('never comes late over a file that was dropped since, or what was done to it', async () => {
    const { lab } = await openLab();
    let arrive = () => {};
    const slow = new File([orderFulfilment], 'slow.json');
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    slow.arrayBuffer = async () => {
      await arrived;
      return new TextEncoder().encode(orderFulfilment).buffer;
    };
    const late = lab.openFile(slow);
    const mine = orderFulfilment.replace('"title": "Order fulfilment"', '"title": "Mine"');
    expect(await lab.openFile(new File([mine], 'mine.json'))).toBe(true);
    await lab.flip('payment', 'inbox', false);
    arrive();
    expect(await late).toBe(false);
    expect(lab.run.scenario?.title).toBe('Mine');
    expect(lab.run.actions).toHaveLength(1);
  });

  it('is said to be under way only while somebody waits for it', async () => {
    const { lab } = await openLab();
    const seeking = lab.player.seek(2_000_000);
    expect(lab.isBusy).toBe(true);
    lab.player.stepBack('choreography');
    expect(lab.isBusy).toBe(false);
    await seeking;
    expect(lab.isBusy).toBe(false);
  });
});
