/** The promise that nothing stays in force of an order that came to nothing. */
import type { Trace } from '../../trace/index.ts';
import { endings, type Checker } from '../checker.ts';
import { Findings, clause, type Breach } from '../findings.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/**
 * At the end, each step of an order that ended compensated or failed is undone exactly as often as it was done.
 * Its moment is the last that changed it: the effect that stayed, or the outcome that forgot it. Counts orders.
 */
export function compensatedMeansUndone(steps: readonly number[], books: Books): Checker {
  const findings = new Findings();
  const { orders, effects, phrases } = books;

  function tell(trace: Trace, order: number, step: number): Breach {
    const effect = effects.of(step);
    const decided = orders.decidedRow(order);
    const first = effect.firstAppliedRow(order);
    const applied = effect.lastAppliedRow(order);
    const undone = effect.lastUndoneRow(order);
    const opening = clause(`Order ${order} ended ${orders.outcome(order) ?? 'open'},`, decided);
    if (effect.net(order) < 0) {
      const what = `but “${phrases.step(step)}” was undone more often than done, last at ${seconds(trace.time(undone))}`;
      return [opening, clause(what, first, undone)];
    }
    const when = seconds(trace.time(Math.max(applied, 0)));
    return [
      opening,
      clause(`but ${phrases.clause(step, '')} at ${when}`, first, applied),
      clause('and that is still in force', undone, applied),
    ];
  }

  return {
    kinds: endings,
    about: 'the end',
    findings,
    see(trace) {
      for (let order = 0; order < orders.length; order++) {
        const outcome = orders.outcome(order);
        if (outcome !== 'compensated' && outcome !== 'failed') continue;
        const step = steps.find((each) => effects.of(each).net(order) !== 0);
        if (step === undefined) continue;
        const moment = Math.max(effects.of(step).lastRow(order), orders.decidedRow(order));
        findings.add(trace, moment, () => tell(trace, order, step));
      }
    },
  };
}
