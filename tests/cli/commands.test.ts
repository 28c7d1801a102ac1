/** The command line as a person meets it: what it prints, and with which code it exits. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

function baton(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['src/setup/run-entry.mjs', 'baton', ...words],
    { encoding: 'utf8', maxBuffer: 1e9, env: { ...process.env, INIT_CWD: process.cwd() } },
  );
  return { status, stdout, stderr };
}

let folder = '';
function file(name: string, text: string): string {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'baton-'));
});

interface Report {
  readonly styles: Readonly<
    Record<
      string,
      {
        readonly hash: string;
        readonly outcomes: Record<
          'started' | 'completed' | 'compensated' | 'failed' | 'stuck',
          number
        >;
        readonly promises: readonly { readonly holds: boolean; readonly id: string }[];
      }
    >
  >;
}

test.each(['help', '--help', '-h', 'hunt --help', 'run order-fulfilment -h'])(
  'baton %s tells how it is used, and does nothing else',
  (words) => {
    const { status, stdout } = baton(...words.split(' '));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^baton – one business flow/);
    expect(stdout).toContain('hunt <scenario>');
  },
);

describe('baton run', () => {
  test('reports both styles, drained, with every promise kept, and the same hash twice', () => {
    const [one, two] = [
      baton('run', 'order-fulfilment', '--seed', '7', '--json'),
      baton('run', 'order-fulfilment', '--seed', '7', '--json'),
    ];
    expect(one.status).toBe(0);
    expect(one.stdout).toBe(two.stdout);
    const { styles } = JSON.parse(one.stdout) as Report;
    expect(Object.keys(styles)).toEqual(['choreography', 'orchestration']);
    for (const { outcomes, promises } of Object.values(styles)) {
      expect(outcomes.completed + outcomes.compensated + outcomes.failed).toBe(outcomes.started);
      expect(outcomes.stuck).toBe(0);
      expect(promises.every((promise) => promise.holds)).toBe(true);
    }
    const other = JSON.parse(
      baton('run', 'order-fulfilment', '--seed', '8', '--json').stdout,
    ) as Report;
    expect(other.styles['choreography']?.hash).not.toBe(styles['choreography']?.hash);
  });

  test('exits with 1 and says why when a promise is broken', () => {
    const faults = file(
      'crash.json',
      JSON.stringify({
        when: { order: 10, step: 'shipping', point: 'before offset-commit' },
        target: { service: 'shipping' },
        effect: { kind: 'crash', restartAfterMs: 1000 },
      }),
    );
    const { status, stdout } = baton('run', 'order-fulfilment-naive', '--fault', faults);
    expect(status).toBe(1);
    expect(stdout).toContain('broken   No order is shipped twice');
    expect(stdout).toContain('Order 10 was shipped twice');
  });

  test('takes other values with --set, and all styles with --style all', () => {
    const { styles } = JSON.parse(
      baton(
        'run',
        'order-fulfilment',
        '--style',
        'all',
        '--set',
        'workload.orders=5',
        '--set',
        'services.shipping.inbox=false',
        '--json',
      ).stdout,
    ) as Report;
    expect(Object.keys(styles)).toEqual(['choreography', 'orchestration', 'direct']);
    for (const { outcomes } of Object.values(styles)) expect(outcomes.started).toBe(5);
  });

  test('exits with 1 and says which limit stopped a run that has no end', () => {
    const words = ['order-fulfilment', '--style', 'choreography'];
    const slow = ['--set', 'workload.orders=3', '--set', 'workload.arrivals.everyMs=3000000'];
    const { status, stdout } = baton('run', ...words, ...slow);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'Stopped in choreography\n  The run is stopped: it would go on past 1:00:00.000',
    );
    const { styles } = JSON.parse(baton('run', ...words, ...slow, '--json').stdout) as {
      readonly styles: Record<string, { readonly ending: string; readonly stop: unknown }>;
    };
    expect(styles['choreography']).toMatchObject({
      ending: 'capped',
      stop: { cap: 'lastInstant', limit: 3_600_000_000 },
    });
  });

  test('stops where --until says', () => {
    expect(baton('run', 'order-fulfilment', '--until', '2s').stdout).toContain('running');
  });

  test('says of what is promised of the end that it is pending before that, which is no fault', () => {
    const words = ['run', 'order-fulfilment', '--until', '5s', '--style', 'choreography'];
    const { status, stdout } = baton(...words);
    expect(status).toBe(0);
    expect(stdout).toContain('  pending  Every order ends\n');
    expect(stdout).toContain('  holds    Stock is never negative\n');
    const { styles } = JSON.parse(baton(...words, '--json').stdout) as Report;
    const ends = styles['choreography']?.promises.find(({ id }) => id === 'every-order-ends');
    expect(ends).toMatchObject({ state: 'pending', holds: false });
  });

  test('breaks no promise of the end where a limit cut the run off', () => {
    const late = ['workload.orders=3', 'workload.arrivals={"kind":"steady","everyMs":1799900}'];
    const words = ['run', 'order-fulfilment', '--style', 'choreography'];
    const { status, stdout } = baton(...words, ...late.flatMap((each) => ['--set', each]));
    expect(status).toBe(1);
    expect(stdout).toContain('Stopped in choreography');
    expect(stdout).toContain('  pending  Every order ends\n');
    expect(stdout).not.toContain('broken');
  });
});

describe('baton check', () => {
  test('finds built-in scenarios in order', () => {
    // Each takes a process of its own; that all of them are in order, every run of one asks.
    const slugs = readdirSync('scenarios');
    for (const slug of slugs.filter((_, index) => index % 8 === 0))
      expect(baton('check', slug).status, slug).toBe(0);
  });

  test('tells every problem of a broken file with place and remedy, exits with 1, and never shows a stack', () => {
    const broken = readdirSync('tests/scenario/broken');
    expect(broken.length).toBeGreaterThanOrEqual(30);
    for (const name of [...broken.slice(0, 6), broken.at(-1) ?? '']) {
      const { status, stdout, stderr } = baton('check', path.join('tests/scenario/broken', name));
      expect(status, name).toBe(1);
      expect(stdout, name).toContain('→');
      expect(stdout + stderr, name).not.toMatch(/\n\s+at /);
    }
  });

  test('survives depth, width and numbers that no file should have', () => {
    const deep = file('deep.json', '['.repeat(10_000) + ']'.repeat(10_000));
    const huge = file(
      'huge.json',
      `{"baton":1e400,"__proto__":{"x":1},"title":"${'x'.repeat(90)}"}`,
    );
    for (const each of [deep, huge]) {
      const { status, stdout, stderr } = baton('check', each);
      expect(status).toBe(1);
      expect(stdout).toContain('→');
      expect(stdout + stderr).not.toMatch(/\n\s+at /);
    }
  });
});

describe('baton trace', () => {
  test('tells one object a line, and with an order only what is about it', () => {
    const lines = baton(
      'trace',
      'order-fulfilment',
      '--style',
      'choreography',
      '--correlation',
      'order-7',
    )
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { order: number });
    expect(lines.length).toBeGreaterThan(20);
    expect(new Set(lines.map((line) => line.order))).toEqual(new Set([7]));
  });

  test('draws an order as a sequence diagram', () => {
    const { stdout } = baton(
      'trace',
      'order-fulfilment',
      '--format',
      'mermaid',
      '--style',
      'orchestration',
      '--correlation',
      '7',
    );
    expect(stdout).toMatch(/^sequenceDiagram\n/);
    expect(stdout).toContain('ChargeCard');
  });
});

test('whoever reads only the first lines hears nothing of a closed pipe', async () => {
  const words = ['src/setup/run-entry.mjs', 'baton', 'trace', 'order-fulfilment'];
  const child = spawn(process.execPath, words);
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const status = await new Promise<number | null>((done) => child.on('close', done));
  expect(stderr).toBe('');
  expect(status).toBe(141);
});

describe('baton vectors', () => {
  const real = path.resolve('../shared/vectors/kafka-murmur2-partition.json');

  test.skipIf(!existsSync(real))(
    'passes the keys that Kafka hashed (skipped where the vectors are absent)',
    () => {
      const { status, stdout } = baton('vectors', real);
      expect(stdout.trim().split('\n').at(-1)).toMatch(/^\d{3,} passed, 0 failed$/);
      expect(status).toBe(0);
    },
  );

  test('runs any file of the same shape, and names what fails', () => {
    const good = { keyHex: '3231', murmur2: -973932308, partition: { 12: 0, 7: 3 } };
    const { status, stdout } = baton(
      'vectors',
      file('vectors.json', JSON.stringify({ cases: [good, { ...good, partition: { 7: 4 } }] })),
    );
    expect(status).toBe(1);
    expect(stdout).toContain('failed: key 0x3231, partition of 7: expected 4, got 3');
    expect(stdout.trim().split('\n').at(-1)).toBe('4 passed, 1 failed');
  });

  test('runs several files, and adds up', () => {
    const good = { keyHex: '3231', murmur2: -973932308, partition: { 12: 0, 7: 3 } };
    const files = [[good], [{ ...good, murmur2: 1 }]].map((cases, index) =>
      file(`vectors-${index}.json`, JSON.stringify({ cases })),
    );
    const { status, stdout } = baton('vectors', ...files);
    expect(status).toBe(1);
    expect(stdout.trim().split('\n')).toEqual([
      ...[`${files[0] ?? ''}:`, '3 passed, 0 failed', `${files[1] ?? ''}:`],
      'failed: key 0x3231, murmur2: expected 1, got -973932308',
      ...['2 passed, 1 failed', '5 passed, 1 failed in 2 files'],
    ]);
  });

  test('never passes what it does not model', () => {
    const { status, stdout } = baton('vectors', file('other.json', '{"cases":[{"a":1}]}'));
    expect(status).toBe(1);
    expect(stdout).toContain('not modelled');
    expect(stdout.trim().split('\n').at(-1)).toBe('0 passed, 0 failed');
  });
});

describe('wrong usage', () => {
  test.each([
    [[], 'run <scenario>'],
    [['dance'], 'there is no verb "dance"'],
    [['run'], 'name a scenario'],
    [['run', 'nowhere.json'], 'there is no such file'],
    [['run', ''], 'an empty name'],
    [['run', 'order-fulfilment', '--seed', 'x'], '--seed must be a whole number'],
    [['run', 'order-fulfilment', '--style', 'jazz'], '--style must be'],
    [['run', 'order-fulfilment', '--until', 'noon'], '--until must be a span'],
    [['run', 'order-fulfilment', '--loud'], 'there is no option --loud'],
    [['trace', 'order-fulfilment', '--format', 'gif'], '--format must be'],
  ] as const)('%j says what is wrong and exits with 2', (words, sentence) => {
    const { status, stdout, stderr } = baton(...words);
    expect(status).toBe(2);
    expect(stdout + stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('baton export', () => {
  const words = ['export', 'order-fulfilment', '--set', 'workload.orders=5', '--seed', '3'];

  test('writes spans to a file, and messages to the terminal, as many as the trace tells', () => {
    const at = path.join(folder, 'spans.json');
    const style = ['--style', 'choreography'];
    expect(baton(...words, ...style, '--format', 'otlp', '--out', at).status).toBe(0);
    const { resourceSpans } = JSON.parse(readFileSync(at, 'utf8')) as {
      readonly resourceSpans: readonly unknown[];
    };
    expect(resourceSpans.length).toBeGreaterThan(3);
    const lines = baton(...words, ...style, '--format', 'cloudevents')
      .stdout.trimEnd()
      .split('\n');
    const { stdout } = baton('trace', ...words.slice(1), ...style);
    expect(lines).toHaveLength(stdout.match(/"kind":"message-created"/g)?.length ?? 0);
  });

  test('reports both styles in one file, and refuses to put two runs into a table', () => {
    const { stdout } = baton(...words, '--format', 'report');
    expect(stdout).toContain('| | choreography | orchestration |');
    const refused = baton(...words, '--format', 'csv');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('holds one style');
    expect(baton(...words, '--format', 'pdf').status).toBe(2);
  });
});
