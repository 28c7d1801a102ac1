/** `baton hunt` as a person meets it: what it prints, what it writes, and with which code it exits. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checked, judge } from '../support/runs.ts';

function hunt(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['src/setup/run-entry.mjs', 'baton', 'hunt', ...words],
    { encoding: 'utf8', maxBuffer: 1e9, env: { ...process.env, INIT_CWD: process.cwd() } },
  );
  return { status, stdout, stderr };
}

const few = ['--seeds', '5', '--set', 'workload.orders=6'];

interface Told {
  readonly seedsPerSecond: number;
  readonly failingSeeds: number;
  readonly broken: readonly { readonly id: string; readonly failingSeeds: number }[];
  readonly shrunken: { readonly id: string; readonly command: string } | null;
}

describe('baton hunt', () => {
  test('exits with 1 when a promise broke, and writes the shortest run as a scenario', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'baton-')), 'shrunken.json');
    const words = ['--promise', 'charged-once', '--out', file];
    const { status, stdout } = hunt('order-fulfilment-naive', ...few, ...words, '--json');
    expect(status).toBe(1);
    const told = JSON.parse(stdout) as Told;
    expect(told.seedsPerSecond).toBeGreaterThan(0);
    expect(told.broken).toMatchObject([{ id: 'charged-once', failingSeeds: told.failingSeeds }]);
    expect(told.shrunken?.command).toContain(`run ${file} --seed`);
    const scenario = checked(readFileSync(file, 'utf8'));
    const [style] = scenario.styles;
    if (style === undefined) throw new Error('a scenario has a style');
    const broken = judge(scenario, style, scenario.seed).broken.map(({ id }) => id);
    expect(broken).toContain('charged-once');
  });

  test('exits with 0 when every promise held', () => {
    const { status, stdout } = hunt('order-fulfilment', ...few);
    expect(stdout).toContain('Every promise held in every run.');
    expect(stdout).toContain('seeds/s');
    expect(status).toBe(0);
  });

  test('exits with 0 when it finds its canary, and with 1 when the canary is silent', () => {
    expect(hunt('order-fulfilment', ...few, '--canary').status).toBe(0);
    expect(hunt('order-fulfilment', ...few, '--canary', '--faults', 'none').status).toBe(1);
  });

  test.each([
    [['--seeds', '0'], '--seeds must be a whole number'],
    [['--from', '-1'], 'must be a whole number'],
    [['--faults', 'some'], '--faults must be drawn, given, none'],
    [['--promise', 'no-such'], 'there is no promise "no-such"'],
  ])('exits with 2 for %j', (words, why) => {
    const { status, stderr } = hunt('order-fulfilment', ...words);
    expect(stderr).toContain(why);
    expect(status).toBe(2);
  });
});
