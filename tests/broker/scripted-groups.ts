/** Scripts of programs with consumers of one group, for tests: each line says who does what, and what they see of it. */
import { expect } from 'vitest';
import { runVectors } from '../../src/cli/vectors/vectors.ts';

const config = {
  'group.id': 'g',
  'auto.offset.reset': 'earliest',
  'session.timeout.ms': 6000,
  'heartbeat.interval.ms': 500,
  'max.poll.interval.ms': 30000,
  'enable.auto.commit': false,
};

/** Who does what, and what is seen; settings of one consumer may stand at the end. */
export type Line = readonly [
  who: string,
  what: string,
  events?: readonly string[],
  config?: Readonly<Record<string, unknown>>,
];

/** What came of a script. */
export function play(
  settings: Readonly<Record<string, unknown>>,
  topics: readonly string[],
  lines: readonly Line[],
): unknown {
  const steps = lines.map(([who, what, events = [], own = {}]) => ({
    who,
    do: what,
    events,
    config: own,
  }));
  const script = { name: 'script', config: { ...config, ...settings }, topics, steps };
  return runVectors({ scenarios: [script] });
}

/** Expects all programs to see what their lines say. */
export function expectToSee(...script: Parameters<typeof play>): void {
  expect(play(...script)).toEqual({ passed: 1, failures: [], notModelled: [] });
}
