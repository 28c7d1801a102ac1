/** The repair of a scenario that is set wrongly on purpose: told line by line, applied with the same seed, taken back. */
import { describe, expect, it } from 'vitest';
import { mended, mendLines } from '../../src/ui/repair/mend.ts';
import { openCluster } from './cluster.ts';

const text = JSON.stringify({
  broker: { settings: { 'linger.ms': 5, acks: '1' } },
  services: [{ id: 'payment', inbox: false }],
});

describe('the lines of a repair', () => {
  it('tell what stands there and what will', () => {
    const set = [
      'broker.settings["linger.ms"]=0',
      'broker.settings.acks=all',
      'services.payment.inbox=true',
      'services[0].outbox=true',
    ];
    expect(mendLines(text, set)).toEqual([
      { path: 'broker.settings["linger.ms"]', before: '5', after: '0' },
      { path: 'broker.settings.acks', before: '1', after: 'all' },
      { path: 'services.payment.inbox', before: 'false', after: 'true' },
      { path: 'services[0].outbox', before: '', after: 'true' },
    ]);
  });

  it('that lead nowhere are problems', () => {
    expect(mended(text, ['services.shipping.inbox=true'])).toHaveProperty('problems');
  });
});

describe('a repair', () => {
  it('begins the run again with the same seed, and can be taken back', async () => {
    const lab = await openCluster();
    await lab.reseed(42);
    await lab.player.seek(1_000_000);
    await lab.mending.repair();
    expect(lab.mending.isDone).toBe(true);
    expect(lab.run.scenario?.broker.settings['acks']).toBe('all');
    expect(lab.run.seed).toBe(42);
    expect(lab.player.cursor).toBe(0);
    expect(lab.address).toContain('repaired=yes');
    await lab.mending.undo();
    expect(lab.mending.isDone).toBe(false);
    expect(lab.run.scenario?.broker.settings['acks']).toBe('1');
    expect(lab.run.seed).toBe(42);
    expect(lab.address).not.toContain('repaired');
  });

  it('is forgotten when another scenario is opened', async () => {
    const lab = await openCluster();
    await lab.mending.repair();
    await lab.openScenario('order-fulfilment');
    expect(lab.mending.isDone).toBe(false);
  });
});
