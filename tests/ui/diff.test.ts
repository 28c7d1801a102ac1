/** What the panels Diff and Dead letters say of a moment. */
import { beforeAll, describe, expect, test } from 'vitest';
import { GivenUpRecords } from '../../src/projections/index.ts';
import { diffGroups } from '../../src/ui/figures/diff-rows.ts';
import { whoKnows } from '../../src/ui/figures/who-knows.ts';
import { givingUpRules, letterLines, letterSums } from '../../src/ui/letters/letter-lines.ts';
import type { Moment } from '../../src/ui/run/moments.svelte.ts';
import { builtIn, finished } from '../support/runs.ts';
import { openLab } from './in-process.ts';

describe('the lines of the comparison', () => {
  let moments: readonly Moment[] = [];
  beforeAll(async () => {
    const { lab } = await openLab();
    await lab.player.seek(6_000_000);
    moments = lab.moments.all;
  });
  const line = (id: string, of = moments) =>
    diffGroups(of)
      .flatMap(({ lines }) => lines)
      .find((each) => each.id === id);

  test('have the figures of each style, what lies between them, and who is better', () => {
    const [first, second] = moments.map(({ view }) => view.figures().messages);
    const messages = line('messages');
    expect(messages?.values.map(({ text }) => text)).toEqual([String(first), String(second)]);
    expect(messages?.difference).toBe(`+${(second ?? 0) - (first ?? 0)}`);
    expect(messages?.better).toBe('choreography');
    expect(messages?.values.map(({ isBest }) => isBest)).toEqual([true, false]);
    expect(line('services that know another')?.better).toBe('orchestration');
  });

  test('lead to rows that have happened, and say "=" for what is equal and "–" for what is not known', () => {
    for (const { lines } of diffGroups(moments))
      for (const { values } of lines)
        for (const [index, { row }] of values.entries())
          expect(row).toBeLessThanOrEqual(moments[index]?.row ?? -1);
    expect(line('orders started')).toMatchObject({ difference: '=', better: '' });
    expect(line('failures')).toMatchObject({ difference: '=', better: '' });
    expect(line('time to notice a failure, median')?.values[0]?.text).toBe('–');
  });

  test('of one style alone compare nothing', () => {
    const alone = line('messages', moments.slice(0, 1));
    expect(alone).toMatchObject({ difference: '', better: '' });
  });

  test('tell who knows whom by which messages, those that know nobody last', () => {
    const [choreography, orchestration] = moments.map(({ cast }) => whoKnows(cast));
    expect(choreography?.every(({ known }) => known.length > 0)).toBe(true);
    expect(orchestration?.map(({ known }) => known.length)).toEqual([4, 0, 0, 0, 0]);
    expect(orchestration?.[0]?.known[0]).toMatchObject({ name: 'Payment' });
    expect(orchestration?.[0]?.known[0]?.types).toContain('ChargeCard');
  });
});

describe('the lines of dead letters', () => {
  const scenario = builtIn('poison-blocks-partition');
  const { trace, cast } = finished(scenario, 'choreography', 7);
  const records = new GivenUpRecords(trace, cast).upTo(trace.length - 1);

  test('say what, by whom, after how many tries, why, from where and where to', () => {
    expect(letterLines({ trace, cast }, records)).toEqual([
      {
        row: records[0]?.row,
        time: records[0]?.time,
        name: 'CardCharged of order 8',
        why: 'Shipping 3 gave it up after 3 tries: poisoned message.',
        where:
          'It came from orders.events-2 at offset 7. As a dead letter it lies in orders.events.dead-letters-0 at offset 0.',
      },
    ]);
    expect(letterSums({ cast }, records)).toEqual([{ name: 'Shipping', count: 1 }]);
  });

  test('say of each consumer when it gives up, and of direct calls that they have none', () => {
    const rules = givingUpRules(scenario, { cast, style: 'choreography' });
    expect(rules).toContain('Shipping gives a record up after 3 tries, 100 ms apart.');
    expect(rules.filter((rule) => rule.includes('never gives a record up'))).toHaveLength(2);
    expect(givingUpRules(scenario, { cast, style: 'direct' })[0]).toMatch(/^Direct calls/);
  });
});
