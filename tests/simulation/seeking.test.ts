/** Any earlier state of a run can be had again, exactly, and neither going there nor what is done there touches the run. */
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/scenario/index.ts';
import { Run } from '../../src/simulation/index.ts';
import { builtIn } from '../support/runs.ts';

const shop = builtIn('order-fulfilment');
const end = 30_000_000;
const middle = 2_000_000;
const crash: Fault = {
  when: { step: 'payment', point: 'after effect' },
  target: { service: 'payment' },
  effect: { kind: 'crash', restartAfterMs: 900 },
};

function runTo(micros: number): Run {
  const run = new Run(shop, 11, ['choreography', 'orchestration']);
  run.advance({ untilMicros: 900_000, maxEvents: Infinity });
  run.act({ kind: 'inject', atMicros: 900_000, fault: crash });
  run.advance({ untilMicros: micros, maxEvents: Infinity });
  return run;
}

const goOn = (run: Run) => run.advance({ untilMicros: end, maxEvents: Infinity });
const hashesOf = (run: Run) => run.worlds.map(({ world }) => world.hash);

describe('a fork', () => {
  test('stands at its instant as the run stood there, and goes on to the same end', () => {
    const there = hashesOf(runTo(middle));
    const run = runTo(end);
    const fork = run.fork(middle);
    expect(hashesOf(fork)).toEqual(there);
    goOn(fork);
    expect(hashesOf(fork)).toEqual(hashesOf(run));
    expect(fork.actions).toEqual(run.actions);
  });

  test('has a future of its own: the run keeps its rows and its actions', () => {
    const run = runTo(end);
    const before = hashesOf(run);
    const fork = run.fork(middle);
    fork.act({ kind: 'inject', atMicros: middle, fault: crash });
    goOn(fork);
    expect(hashesOf(fork)).not.toEqual(before);
    expect(hashesOf(run)).toEqual(before);
    expect([run.actions.length, fork.actions.length]).toEqual([1, 2]);
    run.act({ kind: 'inject', atMicros: middle, fault: crash });
    goOn(run);
    expect(hashesOf(run)).toEqual(hashesOf(fork));
  });

  test('can be forked again', () => {
    const run = runTo(end);
    const fork = run.fork(middle).fork(1_000_000).fork(950_000);
    goOn(fork);
    expect(hashesOf(fork)).toEqual(hashesOf(run));
  });
});

describe('the world at a row', () => {
  test('has told that row and no event more, and goes on to the same end', () => {
    const run = runTo(end);
    for (const { style, world } of run.worlds)
      for (const row of [0, 7, 500, world.trace.length - 1]) {
        const there = run.worldAt(style, row);
        expect(there.trace.length).toBeGreaterThan(row);
        expect(there.kernel.now).toBe(world.trace.time(row));
        for (let told = 0; told < there.trace.length; told++)
          if (told >= row - 3) expect(there.trace.read(told)).toEqual(world.trace.read(told));
        // Who seeks to before the action has not done it.
        if (there.kernel.now <= 900_000) continue;
        while (there.ending === 'running') there.step();
        expect(there.hash).toBe(world.hash);
      }
  });
});
