/** Rules of retries: no more tries than allowed, and none before its time. */
import { code, reasons } from '../../trace/index.ts';
import { Column } from '../folds/column.ts';
import { areOf, seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

const microsPerMilli = 1000;
const poisoned = reasons.indexOf('poisoned message');

/** D1: tries are counted and spaced. */
export function triesAreBounded({ scenario, cast, phrases }: Ground): Invariant {
  const retries = cast.steps.map(
    (step) => scenario.flow.steps.find((each) => each.id === step.id)?.retry,
  );
  // By step and process: for each order, one more than the row of its last failed try.
  const failed = cast.steps.map(() => cast.actors.map(() => new Column()));
  return invariant({
    id: 'D1',
    sentence:
      'Work is tried at most as often as its retry policy allows, and not before its pause is over.',
    formula:
      'The attempt of each work-started is at most the step’s attempts. An attempt after the first follows the process’s work-failed of the attempt before by at least backoff × factor per earlier pause.',
    kinds: ['work-started', 'work-failed'],
    see(trace, row, broken) {
      const step = trace.a(row);
      const order = trace.order(row);
      const actor = trace.actor(row);
      const attempt = trace.c(row);
      const failures = failed[step]?.[actor];
      const retry = retries[step];
      if (trace.kind(row) === code['work-failed']) {
        // Tries of a message that cannot be handled at all have a policy of their own.
        if (trace.b(row) !== poisoned) failures?.set(order, row + 1);
        return;
      }
      if (retry === undefined) return;
      const who = (): string => phrases.actor(actor);
      const what = (): string =>
        `try ${attempt} of “${phrases.step(step)}” for order ${order} at ${seconds(trace.time(row))}`;
      if (attempt > retry.attempts) {
        broken(
          row,
          () => `${who()} began ${what()}; ${retry.attempts} ${areOf(retry.attempts)} allowed.`,
        );
        return;
      }
      if (attempt <= 1) return;
      let pause = retry.backoffMs;
      for (let before = 2; before < attempt; before++) pause *= retry.factor;
      const before = (failures?.at(order) ?? 0) - 1;
      const follows = before >= 0 && trace.c(before) === attempt - 1;
      const due = follows ? trace.time(before) + Math.floor(pause * microsPerMilli) : 0;
      if (follows && trace.time(row) >= due) return;
      const why = follows ? `before its pause was over` : `without the failed try before it`;
      broken(row, () => `${who()} began ${what()} ${why}.`, before);
    },
  });
}
