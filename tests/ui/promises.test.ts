/** The promises on the page: how they stand at an instant, and what the history of the whole run shows. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { promisesAt } from '../../src/ui/promises/standing.ts';
import { loaded } from './in-process.ts';

const naive = readFileSync(
  new URL('../../scenarios/retry-reorders-naive/scenario.json', import.meta.url),
  'utf8',
);
const styles = ['choreography'] as const;

async function toTheEnd() {
  const { run, player } = await loaded();
  await run.load({ text: naive, styles });
  await player.seek(Number.MAX_SAFE_INTEGER);
  return run;
}

describe('a promise at an instant', () => {
  test('is ahead before it breaks and broken from then on, and cites rows that happened by then', async () => {
    const run = await toTheEnd();
    const promises = run.scenario?.promises ?? [];
    const at = (cursor: number) => promisesAt(run.worlds, promises, cursor)[0]?.standings[0];
    const firstAt = at(0)?.verdict.firstAt ?? 0;
    expect(at(firstAt - 1)?.state).toBe('ahead');
    const broken = at(firstAt);
    expect(broken?.state).toBe('broken');
    const trace = run.world('choreography')?.trace;
    for (const { rows } of broken?.verdict.why ?? []) {
      for (const row of rows) expect(trace?.time(row)).toBeLessThanOrEqual(firstAt);
    }
  });

  test('about the end is not known before the end', async () => {
    const run = await toTheEnd();
    const promises = run.scenario?.promises ?? [];
    const ends = promises.findIndex(({ kind }) => kind === 'every-order-ends');
    const state = (cursor: number) => promisesAt(run.worlds, promises, cursor)[ends]?.shared;
    expect([state(run.last - 1), state(run.last)]).toEqual(['pending', 'holds']);
  });
});

describe('the history', () => {
  test('names what it finds, with the rows to go to and why Kafka allows it', async () => {
    const run = await toTheEnd();
    const [world] = (await run.history()) ?? [];
    const names = world?.anomalies.map(({ name }) => name);
    expect(names).toEqual(['nonmonotonic-send', 'duplicate', 'duplicate']);
    for (const { allowed, firstRow, why } of world?.anomalies ?? []) {
      expect(allowed).not.toBe('');
      expect(firstRow).toBeLessThan(run.worlds[0]?.rows ?? 0);
      expect(why.length).toBeGreaterThan(1);
    }
  });
});
