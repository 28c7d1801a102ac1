/** Looks through the history of a finished run for the anomalies that Jepsen names. A pure function of the trace. */
import type { Scenario } from '../../scenario/index.ts';
import type { Cast, Trace } from '../../trace/index.ts';
import { Findings } from '../findings.ts';
import type { Anomaly, Check } from './anomaly.ts';
import { precommittedRead, readCycle, writeCycle } from './cycles.ts';
import { historyOf } from './history.ts';
import { abortedRead, duplicate, inconsistentOffsets, lostWrite, unseen } from './logs.ts';
import {
  intPollSkip,
  intSendSkip,
  nonmonotonicPoll,
  nonmonotonicSend,
  pollSkip,
} from './orders.ts';

/** All that is looked for. */
export const historyChecks: readonly Check[] = [
  ...[inconsistentOffsets, abortedRead, lostWrite, unseen, pollSkip, intPollSkip],
  ...[nonmonotonicPoll, nonmonotonicSend, intSendSkip, duplicate],
  ...[writeCycle, readCycle, precommittedRead],
];

/** The anomalies of a run: those that must not happen first, each with the first of its cases. */
export function checkHistory(trace: Trace, scenario: Scenario, cast: Cast): readonly Anomaly[] {
  const history = historyOf(trace, scenario, cast);
  const found = historyChecks.flatMap((check): Anomaly[] => {
    const { name, sentence, formula, precondition } = check;
    const byReason = new Map<string, Findings>();
    for (const { row, tell, allowed } of check.find(history)) {
      const findings = byReason.get(allowed) ?? new Findings();
      byReason.set(allowed, findings);
      findings.add(trace, row, tell);
    }
    return [...byReason].map(([allowed, { count: times, firstRow, firstAt, why, witness }]) => ({
      ...{ name, sentence, formula, precondition },
      ...{ allowed, times, firstRow, firstAt, why, witness },
    }));
  });
  return found.sort((a, b) => Number(a.allowed !== '') - Number(b.allowed !== ''));
}
