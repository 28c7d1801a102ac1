/** What the page shows of a cluster: brokers, groups and producers as rows, and the faults that can strike. */
import { describe, expect, it } from 'vitest';
import { brokerRows, nodeHeads } from '../../src/ui/brokers/broker-rows.ts';
import { brokerFaults } from '../../src/ui/faults/broker-faults.ts';
import { groupRows } from '../../src/ui/groups/group-rows.ts';
import { logTopics } from '../../src/ui/log/log-rows.ts';
import { producerRows } from '../../src/ui/producers/producer-rows.ts';
import type { Lab } from '../../src/ui/run/lab.svelte.ts';
import { openCluster } from './cluster.ts';
import { openLab } from './in-process.ts';

function ground(lab: Lab, aim = { service: 'shipping', topic: 'orders.events', partition: 0 }) {
  const { scenario, faults } = lab.run;
  const { moment } = lab;
  if (scenario === undefined || moment === undefined) throw new Error('nothing is open');
  return { scenario, faults, moment, aim };
}

function labels(lab: Lab, aim?: Parameters<typeof ground>[1]) {
  return brokerFaults(ground(lab, aim)).flatMap(({ faults }) => faults.map(({ label }) => label));
}

describe('the layer of brokers', () => {
  it('has a column for each node, and a copy on each with one leader', async () => {
    const lab = await openCluster();
    await lab.player.seek(2_000_000);
    const { moment } = ground(lab);
    expect(nodeHeads(moment).map(({ name }) => name)).toEqual(['Broker 1', 'Broker 2', 'Broker 3']);
    const rows = brokerRows(moment);
    expect(rows).toHaveLength(3);
    for (const { copies } of rows) {
      expect(copies.filter((copy) => copy?.state === 'leader')).toHaveLength(1);
      expect(copies.filter((copy) => copy !== null)).toHaveLength(3);
    }
  });
});

describe('the rows of groups', () => {
  it('say who owns what: every partition is owned once, or dark', async () => {
    const lab = await openCluster();
    for (const instant of [0, 150_000, 2_000_000, 6_000_000]) {
      await lab.player.seek(instant);
      for (const { lanes, members, dark } of groupRows(ground(lab).moment, ground(lab))) {
        const owned = members.flatMap(({ owns }) => [...owns]);
        expect(new Set(owned).size).toBe(owned.length);
        expect(owned.length + dark).toBe(lanes.length);
      }
    }
  });

  it('name the state, the generation and the assignor', async () => {
    const lab = await openCluster();
    await lab.player.seek(3_000_000);
    const [order] = groupRows(ground(lab).moment, ground(lab));
    expect(order).toMatchObject({ id: 'order', phase: 'Stable' });
    expect(order?.about).toMatch(/^generation \d+ · range$/);
    const ledger = groupRows(ground(lab).moment, ground(lab)).at(-1);
    expect(ledger).toMatchObject({ id: 'ledger', attached: false });
  });
});

describe('the rows of producers', () => {
  it('begin with the first batch', async () => {
    const lab = await openCluster();
    expect(producerRows(ground(lab).moment)).toEqual([]);
    await lab.player.seek(3_000_000);
    const rows = producerRows(ground(lab).moment);
    expect(rows.length).toBeGreaterThan(0);
    for (const { batches, lastBatches } of rows)
      expect(lastBatches).toHaveLength(Math.min(5, batches));
  });
});

describe('the rows of the log', () => {
  it('leave out partitions that do not exist yet, and groups that are not attached', async () => {
    const lab = await openCluster();
    await lab.player.seek(2_000_000);
    const [events] = logTopics(ground(lab).moment, -1);
    expect(events?.partitions).toHaveLength(3);
    for (const { marks } of events?.partitions ?? [])
      expect(marks.every(({ title }) => !title.startsWith('ledger'))).toBe(true);
  });
});

describe('the faults of the broker', () => {
  it('are offered where they can strike', async () => {
    const lab = await openCluster();
    await lab.player.seek(1_000_000);
    const offered = labels(lab);
    expect(offered).toEqual(
      expect.arrayContaining([
        ...['Kill the leader', 'Kill it, disk lost', 'Isolate a follower', 'Unclean election'],
        ...['Stall past session', 'Block past max.poll', 'Force a rebalance', 'Scale out to 2'],
        ...['Attach Ledger', '4 partitions', 'Keep 1 s only', 'Lose the ack'],
      ]),
    );
    expect(offered).not.toContain('Scale in to 0');
    expect(labels(lab, { service: 'payment', topic: 'orders.events', partition: 0 })).not.toContain(
      'Scale out to 2',
    );
  });

  it('are fewer where there is one broker and nothing to scale or to attach', async () => {
    const { lab } = await openLab();
    const offered = labels(lab);
    for (const label of ['Isolate a follower', 'Unclean election', 'Attach Ledger', '4 partitions'])
      expect(offered).not.toContain(label);
    expect(offered).toContain('Force a rebalance');
    expect(offered).toContain('Cut it off');
  });

  it('pause and block for longer than the settings of the group allow', async () => {
    const lab = await openCluster();
    const all = brokerFaults(ground(lab)).flatMap(({ faults }) => faults);
    const effectOf = (id: string) => all.find((each) => each.id === id)?.fault.effect;
    expect(effectOf('block')).toEqual({ kind: 'block-poll', forMs: 360_000 });
    expect(effectOf('pause')).toMatchObject({ kind: 'pause' });
  });
});
