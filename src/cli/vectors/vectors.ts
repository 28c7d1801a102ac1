/** `baton vectors`: holds the models to what the real systems did. */
import { assignorCases } from './assignor-cases.ts';
import { assignorSequences } from './assignor-sequences.ts';
import { groupTraces } from './group-traces.ts';
import { logKeeping } from './log-keeping.ts';
import { partitioners } from './partitioners.ts';
import { producerState } from './producer-state.ts';
import { replication } from './replication.ts';
import { stickyPartitioner } from './sticky-partitioner.ts';
import { type Tally, type VectorRunner } from './vector-file.ts';

const runners: readonly VectorRunner[] = [
  partitioners,
  assignorCases,
  assignorSequences,
  stickyPartitioner,
  producerState,
  logKeeping,
  replication,
  groupTraces,
];

/** Runs a parsed vector file. A file of a shape that nothing here models is said to be so, never passed. */
export function runVectors(file: unknown): Tally {
  const runner = runners.find((each) => each.recognises(file));
  if (runner === undefined) {
    const known = runners.map((each) => each.name).join(', ');
    return {
      passed: 0,
      failures: [],
      notModelled: [
        `the whole file: nothing here models vectors of this shape (modelled: ${known})`,
      ],
    };
  }
  return runner.run(file);
}

/** The outcome as lines: each failure, each part that is not modelled, and at the end the count. */
export function tallyLines({ passed, failures, notModelled }: Tally): string[] {
  return [
    ...failures.map((failure) => `failed: ${failure}`),
    ...notModelled.map((part) => `not modelled: ${part}`),
    `${passed} passed, ${failures.length} failed`,
  ];
}

/** What several files come to together. */
export function sumLine(tallies: readonly Tally[]): string {
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failures.length, 0);
  return `${passed} passed, ${failed} failed in ${tallies.length} files`;
}
