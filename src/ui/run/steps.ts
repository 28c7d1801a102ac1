/** Where a step leads: the next or previous instant of a trace, or the next milestone of the business. */
import { code, type Kind, type Trace } from '../../trace/index.ts';

/** What a learner would want to stop at. */
const milestones: ReadonlySet<number> = new Set(
  (
    [
      'order-placed',
      'order-ended',
      'fault-struck',
      'process-crashed',
      'process-restarted',
      'dead-lettered',
      'cap-reached',
      'run-drained',
    ] satisfies Kind[]
  ).map((kind) => code[kind]),
);

/** The instant of the first row after `time`; with `byMilestone`, of the first milestone. */
export function nextInstant(trace: Trace, time: number, byMilestone = false): number | undefined {
  for (let row = trace.rowAt(time) + 1; row < trace.length; row++) {
    if (!byMilestone || milestones.has(trace.kind(row))) return trace.time(row);
  }
  return undefined;
}

/** The instant of the last row before `time`; 0 is where all begins. */
export function previousInstant(
  trace: Trace,
  time: number,
  byMilestone = false,
): number | undefined {
  for (let row = trace.rowAt(time); row >= 0; row--) {
    const at = trace.time(row);
    if (at < time && (!byMilestone || milestones.has(trace.kind(row)))) return at;
  }
  return time > 0 ? 0 : undefined;
}
