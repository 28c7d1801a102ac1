/** `baton hunt` as a person meets it: what it prints, what it writes, and with which code it exits. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
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

/** A hunt that Ctrl-C breaks off as soon as it has said how far it is. */
async function brokenOff(...words: readonly string[]) {
  const child = spawn(
    process.execPath,
    ['src/setup/run-entry.mjs', 'baton', 'hunt', ...words, '--seeds', '1000000'],
    { env: { ...process.env, INIT_CWD: process.cwd() } },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
    if (stderr.includes('seeds/s')) child.kill('SIGINT');
  });
  const status = await new Promise<number | null>((done) => child.on('close', done));
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

  test('says how far it is, and is stopped by Ctrl-C with a report of what it found', async () => {
    const words = ['--set', 'workload.orders=6', '--promise', 'charged-once'];
    const { status, stdout, stderr } = await brokenOff('order-fulfilment-naive', ...words);
    expect(status).toBe(130);
    expect(stderr).toMatch(
      /^\d+ of 1000000 seeds, \d+ kept "charged-once" \(\d+ %\), [\d.]+ seeds\/s$/m,
    );
    expect(stdout).toMatch(/^Stopped after \d+ of 1000000 seeds\. Nothing was made shorter\.$/m);
    expect(stdout).toContain('broken   charged-once');
    expect(stdout).not.toContain('The shortest run');
  }, 30_000);

  test('finds out before it begins whether its file can be written, and leaves none behind', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'baton-'));
    const out = path.join(folder, 'missing', 'run.json');
    const refused = hunt('order-fulfilment', '--seeds', '1000000', '--out', out);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('cannot be written (ENOENT)');
    const words = ['--promise', 'stock-never-negative', '--seeds', '1'];
    hunt('order-fulfilment', ...words, '--out', path.join(folder, 'run.json'));
    expect(readdirSync(folder)).toEqual([]);
  });

  test.skipIf(!existsSync('/dev/full'))(
    'reports what it found when its file cannot be written after all (skipped where no disk can be full)',
    () => {
      const words = ['--promise', 'charged-once', '--out', '/dev/full'];
      const { status, stdout, stderr } = hunt('order-fulfilment-naive', ...few, ...words);
      expect(status).toBe(1);
      expect(stdout).toContain('broken   charged-once');
      expect(stdout).toContain('"baton": 1');
      expect(stderr).toContain('"/dev/full" cannot be written (ENOSPC)');
    },
  );

  test('of one promise names it, and claims nothing of the others', () => {
    const words = ['--promise', 'stock-never-negative', '--seeds', '2'];
    const { status, stdout } = hunt('order-fulfilment-naive', ...words);
    expect(status).toBe(0);
    expect(stdout).toContain('The promise "stock-never-negative" held in every run');
    expect(stdout).not.toContain('Every promise');
  });

  test('does not say that promises held in runs that a limit cut off', () => {
    const late = ['workload.orders=3', 'workload.arrivals={"kind":"steady","everyMs":1799900}'];
    const words = [...late.flatMap((each) => ['--set', each]), '--faults', 'none'];
    const one = hunt('order-fulfilment', ...words, '--seeds', '1', '--style', 'choreography');
    expect(one.status).toBe(0);
    expect(one.stdout).toMatch(/^order-fulfilment, seed 1, .*\n1 seed in /);
    expect(one.stdout).toContain('1 run was stopped by a limit');
    expect(one.stdout).toContain('No promise was broken in any run.');
    expect(hunt('order-fulfilment', ...words, '--seeds', '1').stdout).toContain('2 runs were');
  });

  test('tells instants as its sentences do, counts in good English, and quotes a path with blanks', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'baton-')), 'the shortest run.json');
    const words = ['--promise', 'charged-once', '--out', file, '--seeds', '1', '--from', '3'];
    const { stdout } = hunt('order-fulfilment-naive', ...words, '--style', 'choreography');
    expect(stdout).toContain('\n1 seed failed: choreography 1 of 1 run\n');
    expect(stdout).toContain(` run '${file}' --seed`);
    const [, at] = /first in seed 3, choreography, at (\d+\.\d{3} s)\n/.exec(stdout) ?? [];
    expect(stdout).toContain(`again at ${at}`);
  });

  test('exits with 0 when it finds its canary, and with 1 when the canary is silent', () => {
    expect(hunt('order-fulfilment', ...few, '--canary').status).toBe(0);
    expect(hunt('order-fulfilment', ...few, '--canary', '--faults', 'none').status).toBe(1);
  });

  test.each([
    [['--seeds', '0'], '--seeds must be a whole number'],
    [['--from', '-1'], '--from must be a whole number'],
    [['--from', '1.5'], '--from must be a whole number'],
    [['--faults', 'some'], '--faults must be drawn, given, none'],
    [['--promise', 'no-such'], 'there is no promise "no-such"'],
  ])('exits with 2 for %j', (words, why) => {
    const { status, stderr } = hunt('order-fulfilment', ...words);
    expect(stderr).toContain(why);
    expect(status).toBe(2);
  });
});
